package dev.wsboot.ws.benchmarks.compare;

import dev.wsboot.ws.benchmarks.load.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** {@code compare}: runs the scenarios against the servers and writes {@code table.md}, {@code chart.svg} and every run. */
public final class Compare {

    private static final List<String> JVM = List.of("-Xms512m", "-Xmx512m", "-XX:+UseParallelGC");

    /** What a load may need besides its own time. */
    private static final Duration SLACK = Duration.ofSeconds(60);

    private final Plan plan;
    private final Cpus cpus = Cpus.find();
    private final Runs runs = new Runs();
    private final Path serverLog;
    private final Path loadLog;
    private final Path allRuns;

    private Compare(Plan plan) {
        this.plan = plan;
        serverLog = plan.out().resolve("server.log");
        loadLog = plan.out().resolve("load.log");
        allRuns = plan.out().resolve("runs.jsonl");
    }

    /**
     * Compares.
     *
     * @param args what to compare
     * @throws IOException if a file cannot be written
     * @throws InterruptedException if it is to end early
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Plan plan;
        try {
            plan = Plan.of(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n" + Plan.USAGE);
            System.exit(64);
            return;
        }
        new Compare(plan).run();
    }

    private void run() throws IOException, InterruptedException {
        Files.createDirectories(plan.out());
        Files.writeString(allRuns, "");
        List<String> servers = new ArrayList<>(plan.servers());
        for (int round = 1; round <= plan.rounds(); round++) {
            for (Scenario scenario : plan.scenarios()) {
                for (String server : servers) {
                    run(round, server, scenario);
                }
            }
            // Whoever came first comes last, in case the machine gets slower by getting warmer.
            Collections.reverse(servers);
        }
        Table table = new Table(plan, runs, cpus.pinned());
        Files.writeString(plan.out().resolve("table.md"), table.markdown());
        Files.writeString(plan.out().resolve("chart.svg"), new Chart(table).svg());
        System.out.println(table.markdown());
        System.out.println("Written to " + plan.out().toAbsolutePath());
    }

    private void run(int round, String server, Scenario scenario) throws IOException, InterruptedException {
        String line;
        try {
            line = measure(server, scenario);
        } catch (IOException e) {
            line = "{\"failed\":true}";
            System.err.println(server + " " + scenario + " failed: " + e.getMessage());
        }
        runs.add(server, scenario, line);
        String kept = "{\"round\":%d,\"server\":\"%s\",%s".formatted(round, server, line.substring(1));
        Files.writeString(allRuns, kept + "\n", StandardOpenOption.APPEND);
        System.out.println(kept);
    }

    private String measure(String server, Scenario scenario) throws IOException, InterruptedException {
        int port = Child.freePort();
        try (Child child = Child.start(
                cpus.server(), jvmOf(server, scenario), serverLog, "server", server, Integer.toString(port))) {
            child.awaitPort(port);
            return load(port, child.pid(), scenario);
        }
    }

    private String load(int port, long pid, Scenario scenario) throws IOException, InterruptedException {
        try (Child load = Child.start(
                cpus.load(),
                JVM,
                loadLog,
                "load",
                scenario.toString(),
                Integer.toString(port),
                "--pid",
                Long.toString(pid),
                "--seconds",
                Integer.toString(plan.seconds()),
                "--warmup",
                Integer.toString(plan.warmup()))) {
            Duration timeout = SLACK.plusSeconds(plan.seconds()).plusSeconds(plan.warmup());
            if (!load.awaitSuccess(timeout)) {
                throw new IOException("the load failed, see " + loadLog + ": " + Child.lastLine(loadLog));
            }
            return Child.lastLine(loadLog);
        }
    }

    private static List<String> jvmOf(String server, Scenario scenario) {
        List<String> options = new ArrayList<>(JVM);
        if (server.equals("netty-tuned") && Runtime.version().feature() >= 24) {
            // Otherwise Netty goes without Unsafe there, and is slower.
            options.add("--sun-misc-unsafe-memory-access=allow");
            options.add("-Dio.netty.noUnsafe=false");
        }
        if (server.equals("tomcat") && scenario.size() > 8192) {
            // It allocates as much for each connection.
            options.add("-Dtomcat.buffer=" + 2 * scenario.size());
        }
        return options;
    }
}
