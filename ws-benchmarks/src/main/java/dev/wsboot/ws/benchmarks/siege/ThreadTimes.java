package dev.wsboot.ws.benchmarks.siege;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * For how long the threads of a process have had a CPU, as Linux tells; nothing where it does not.
 *
 * @param nanos by the threads' names, as Linux cuts them
 */
record ThreadTimes(Map<String, Long> nanos) {

    static ThreadTimes of(long pid) throws IOException {
        Path tasks = Path.of("/proc", Long.toString(pid), "task");
        if (!Files.isDirectory(tasks)) {
            return new ThreadTimes(Map.of());
        }
        List<Path> all;
        try (Stream<Path> threads = Files.list(tasks)) {
            all = threads.toList();
        }
        Map<String, Long> times = new HashMap<>();
        for (Path task : all) {
            add(task, times);
        }
        return new ThreadTimes(Map.copyOf(times));
    }

    private static void add(Path task, Map<String, Long> times) {
        try {
            String statistics = Files.readString(task.resolve("schedstat"));
            long onCpu = Long.parseLong(statistics.substring(0, statistics.indexOf(' ')));
            times.merge(Files.readString(task.resolve("comm")).trim(), onCpu, Long::sum);
        } catch (IOException e) {
            times.putIfAbsent("a thread that has ended", 0L);
        }
    }

    /** The name of the thread that has had a CPU for longest since then; empty where none has. */
    String busiestSince(ThreadTimes before) {
        String busiest = "";
        long most = 0;
        for (Map.Entry<String, Long> thread : nanos.entrySet()) {
            long since = thread.getValue() - before.nanos.getOrDefault(thread.getKey(), 0L);
            if (since > most) {
                most = since;
                busiest = thread.getKey();
            }
        }
        return busiest;
    }
}
