package dev.wsboot.ws.benchmarks.compare;

import dev.wsboot.ws.benchmarks.load.Scenario;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What is to be compared.
 *
 * @param rounds how often each server runs each scenario
 * @param seconds that are measured each time
 * @param warmup seconds before
 * @param servers their modes; the first is what the others are compared with
 * @param scenarios what each of them has to do
 * @param out the folder for the results
 */
record Plan(int rounds, int seconds, int warmup, List<String> servers, List<Scenario> scenarios, Path out) {

    private static final List<String> SERVERS = List.of(
            "bare",
            "endpoint-loop",
            "endpoint-default",
            "netty-tuned",
            "netty",
            "undertow",
            "jetty",
            "tomcat",
            "java-websocket");

    static final String USAGE = "usage: compare [--rounds 3] [--seconds 5] [--warmup 5] [--servers "
            + String.join(",", SERVERS) + "] [--scenarios " + Scenario.names() + "] [--out FOLDER]";

    /**
     * Reads the command line.
     *
     * @throws IllegalArgumentException if it says what is not known
     */
    static Plan of(String... args) {
        Plan plan = new Plan(3, 5, 5, SERVERS, List.of(Scenario.values()), Path.of("target", "comparison"));
        if (args.length % 2 != 0) {
            throw new IllegalArgumentException("each option has one value");
        }
        for (int i = 0; i < args.length; i += 2) {
            plan = plan.with(args[i], args[i + 1]);
        }
        return plan;
    }

    private Plan with(String option, String value) {
        return switch (option) {
            case "--rounds" -> new Plan(positive(value), seconds, warmup, servers, scenarios, out);
            case "--seconds" -> new Plan(rounds, positive(value), warmup, servers, scenarios, out);
            case "--warmup" -> new Plan(rounds, seconds, positive(value), servers, scenarios, out);
            case "--servers" -> new Plan(rounds, seconds, warmup, List.of(value.split(",", -1)), scenarios, out);
            case "--scenarios" -> new Plan(rounds, seconds, warmup, servers, scenarios(value), out);
            case "--out" -> new Plan(rounds, seconds, warmup, servers, scenarios, Path.of(value));
            default -> throw new IllegalArgumentException("unknown option " + option);
        };
    }

    private static int positive(String value) {
        int number = Integer.parseInt(value);
        if (number < 1) {
            throw new IllegalArgumentException("must be positive: " + value);
        }
        return number;
    }

    private static List<Scenario> scenarios(String value) {
        return Arrays.stream(value.split(",", -1))
                .map(name -> Scenario.named(name)
                        .orElseThrow(() -> new IllegalArgumentException("unknown scenario " + name)))
                .toList();
    }
}
