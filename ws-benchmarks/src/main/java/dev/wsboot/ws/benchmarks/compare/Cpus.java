package dev.wsboot.ws.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives the server one CPU and the load another, where the machine has two and the program {@code taskset}.
 *
 * @param server what stands before the server's command
 * @param load what stands before the load's
 */
public record Cpus(List<String> server, List<String> load) {

    private static final String ALLOWED = "Cpus_allowed_list:";

    /**
     * Looks at what this process may use.
     *
     * @return nothing for either where they have to share
     */
    public static Cpus find() {
        try {
            List<Integer> allowed = allowed();
            if (allowed.size() >= 2 && hasTaskset()) {
                return new Cpus(pin(allowed.get(0)), pin(allowed.get(1)));
            }
        } catch (IOException e) {
            // No Linux: they share what there is.
        }
        return new Cpus(List.of(), List.of());
    }

    /**
     * Whether each has its own.
     *
     * @return false where they share
     */
    public boolean pinned() {
        return !server.isEmpty();
    }

    private static List<String> pin(int cpu) {
        return List.of("taskset", "-c", Integer.toString(cpu));
    }

    private static boolean hasTaskset() {
        return List.of("/usr/bin/taskset", "/bin/taskset").stream().anyMatch(path -> Files.isExecutable(Path.of(path)));
    }

    private static List<Integer> allowed() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith(ALLOWED)) {
                return parse(line.substring(ALLOWED.length()).trim());
            }
        }
        return List.of();
    }

    /** Such as {@code 0-3,8}. */
    static List<Integer> parse(String list) {
        List<Integer> cpus = new ArrayList<>();
        for (String range : list.split(",", -1)) {
            int dash = range.indexOf('-');
            int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
            int last = Integer.parseInt(range.substring(dash + 1));
            for (int cpu = first; cpu <= last; cpu++) {
                cpus.add(cpu);
            }
        }
        return cpus;
    }
}
