package dev.wsboot.ws.benchmarks.siege;

import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * For how long the threads of a process have had a CPU, as Linux tells; empty where it does not.
 *
 * @param threads by their ids
 */
record ThreadTimes(Map<String, Time> threads) {

    /**
     * That of a thread.
     *
     * @param name of the thread
     * @param nanos for which it has had a CPU
     */
    record Time(String name, long nanos) {}

    private static final Time NONE = new Time("", 0);

    static ThreadTimes of(long pid) throws IOException {
        Map<String, Time> times = new HashMap<>();
        for (Task task : Task.of(pid)) {
            // The first of three numbers. Linux can be built without them.
            String statistics = task.content("schedstat");
            int end = statistics.indexOf(' ');
            if (end > 0) {
                times.put(task.id(), new Time(task.name(), Long.parseLong(statistics.substring(0, end))));
            }
        }
        return new ThreadTimes(Map.copyOf(times));
    }

    /** The thread that has had a CPU for longest since then, and for how long; empty where none has. */
    String busiestSince(ThreadTimes before) {
        Time busiest = NONE;
        for (Map.Entry<String, Time> thread : threads.entrySet()) {
            String name = thread.getValue().name();
            long since = thread.getValue().nanos()
                    - before.threads.getOrDefault(thread.getKey(), NONE).nanos();
            if (since > busiest.nanos()) {
                busiest = new Time(name, since);
            }
        }
        return busiest.nanos() == 0
                ? ""
                : String.format(Locale.ROOT, "%s, %.2f s", busiest.name(), busiest.nanos() / 1e9);
    }
}
