package dev.wsboot.ws.benchmarks.siege;

import dev.wsboot.ws.benchmarks.compare.Median;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What one flood has done in each round: how many good clients were disconnected in all, the medians of what they have seen, as one moment
 * in which the machine has something else to do may double a p99, and the most of what the server has held.
 *
 * @param findings of each round; at least one, all of the same flood
 */
record Rounds(List<Finding> findings) {

    private static final double MIB = 1 << 20;
    private static final double TWICE = 2;

    Rounds {
        findings = List.copyOf(findings);
    }

    static String header() {
        return """
                | flood | disconnected | p50 ms, quiet | p50 | p99 ms, quiet | p99 | ratio | of each round \
                | heap MiB | direct MiB | RSS MiB | descriptors | CPU after |
                |---|---:|---:|---:|---:|---:|---:|---|---:|---:|---:|---:|---:|""";
    }

    String row() {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %.2f | %.2f | %.2f | %.2f | %.1f | %s | %.1f | %.1f | %.0f | %.0f | %.1f %% |",
                flood(),
                findings.stream().mapToInt(Finding::disconnected).sum(),
                median(finding -> finding.quiet().p50()) / 1e3,
                median(finding -> finding.attacked().p50()) / 1e3,
                median(finding -> finding.quiet().p99()) / 1e3,
                median(finding -> finding.attacked().p99()) / 1e3,
                ratio(),
                findings.stream()
                        .map(finding -> String.format(Locale.ROOT, "%.1f", finding.ratio()))
                        .collect(Collectors.joining(" ")),
                most(finding -> finding.most().heap()) / MIB,
                most(finding -> finding.most().direct()) / MIB,
                most(Finding::resident) / MIB,
                most(finding -> finding.most().descriptors()),
                most(Finding::cpuAfter) * 100);
    }

    Flood flood() {
        return findings.get(0).flood();
    }

    /** The median of the rounds' ratios, each of which compares one quiet time with the attack behind it. */
    double ratio() {
        return median(Finding::ratio);
    }

    /** Whether the good clients waited more than twice as long. It fails nothing: all processes share the machine. */
    boolean slow() {
        return ratio() > TWICE;
    }

    private double median(ToDoubleFunction<Finding> figure) {
        return Median.of(findings.stream().mapToDouble(figure)).orElseThrow();
    }

    private double most(ToDoubleFunction<Finding> figure) {
        return findings.stream().mapToDouble(figure).max().orElseThrow();
    }
}
