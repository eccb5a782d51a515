package dev.wsboot.ws.benchmarks.compare;

import dev.wsboot.ws.benchmarks.load.Scenario;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * The medians as Markdown.
 *
 * @param plan what was compared
 * @param runs what was found
 * @param pinned whether server and load had a CPU each
 */
record Table(Plan plan, Runs runs, boolean pinned) {

    String markdown() {
        StringBuilder out = new StringBuilder();
        out.append("Medians of %d rounds of %d s after %d s of warm-up, on Java %s, %s %s, %s.%n%n"
                .formatted(
                        plan.rounds(),
                        plan.seconds(),
                        plan.warmup(),
                        System.getProperty("java.version"),
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        pinned ? "one CPU for the server and one for the load" : "server and load on the same CPUs"));
        runs.most(Runs.OTHERS)
                .ifPresent(share -> out.append(
                        "Other processes had at most %.0f %% of the machine in any run.%n%n".formatted(100 * share)));
        for (Scenario scenario : plan.scenarios()) {
            out.append("- `%s`: %s%n".formatted(scenario, scenario.description()));
        }
        append(
                out,
                "The server's CPU time for a message in microseconds, and how often that of `%s`"
                        .formatted(plan.servers().get(0)),
                Runs.CPU,
                true);
        append(out, "Messages per second. The load may have been the bottleneck", Runs.RATE, false);
        append(
                out,
                "Microseconds from sending to receiving, 99 of 100; under full load that is mostly waiting",
                Runs.P99,
                false);
        return out.toString();
    }

    private void append(StringBuilder out, String title, String figure, boolean ratios) {
        out.append("%n%s:%n%n| server |".formatted(title));
        plan.scenarios().forEach(scenario -> out.append(" `%s` |".formatted(scenario)));
        out.append("%n|---|%s%n".formatted("---:|".repeat(plan.scenarios().size())));
        for (String server : plan.servers()) {
            out.append("| `%s` |".formatted(server));
            for (Scenario scenario : plan.scenarios()) {
                out.append(" %s |".formatted(cell(server, scenario, figure, ratios)));
            }
            out.append("%n".formatted());
        }
    }

    private String cell(String server, Scenario scenario, String figure, boolean ratios) {
        OptionalDouble value = runs.median(server, scenario, figure);
        if (value.isEmpty()) {
            return "failed";
        }
        OptionalDouble ratio = ratio(server, scenario);
        String number = number(value.getAsDouble());
        return ratios && ratio.isPresent()
                ? number + String.format(Locale.ROOT, " (%.2f x)", ratio.getAsDouble())
                : number;
    }

    /** How often the first server's CPU time. */
    OptionalDouble ratio(String server, Scenario scenario) {
        OptionalDouble value = runs.median(server, scenario, Runs.CPU);
        OptionalDouble base = runs.median(plan.servers().get(0), scenario, Runs.CPU);
        return value.isPresent() && base.isPresent()
                ? OptionalDouble.of(value.getAsDouble() / base.getAsDouble())
                : OptionalDouble.empty();
    }

    /** Three digits that say something. */
    static String number(double value) {
        String format = value < 1 ? "%.3f" : value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%,.0f";
        return String.format(Locale.ROOT, format, value);
    }
}
