package dev.wsboot.ws.benchmarks.compare;

import dev.wsboot.ws.benchmarks.load.Scenario;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** The lines that the loads have printed. */
final class Runs {

    /** The server's CPU time for a message, in microseconds. */
    static final String CPU = "server_cpu_us";

    static final String RATE = "per_second";
    static final String P99 = "p99_us";

    /** The share of the machine that other processes had. */
    static final String OTHERS = "others";

    private record Key(String server, Scenario scenario) {}

    private final Map<Key, List<String>> lines = new HashMap<>();

    void add(String server, Scenario scenario, String line) {
        lines.computeIfAbsent(new Key(server, scenario), key -> new ArrayList<>())
                .add(line);
    }

    /** Empty where no run went well, or the figure is not known. */
    OptionalDouble median(String server, Scenario scenario, String figure) {
        return Median.of(figures(lines.getOrDefault(new Key(server, scenario), List.of()).stream(), figure));
    }

    /** The highest of all runs; empty where it is not known. */
    OptionalDouble most(String figure) {
        return figures(lines.values().stream().flatMap(List::stream), figure).max();
    }

    private static DoubleStream figures(Stream<String> lines, String figure) {
        Pattern pattern = Pattern.compile("\"" + figure + "\":([0-9.]+)");
        return lines.map(pattern::matcher)
                .filter(Matcher::find)
                .mapToDouble(matcher -> Double.parseDouble(matcher.group(1)));
    }
}
