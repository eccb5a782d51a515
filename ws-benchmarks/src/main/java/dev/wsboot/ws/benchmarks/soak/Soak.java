package dev.wsboot.ws.benchmarks.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * {@code soak [--minutes N] [--cycles N] [--messages N]}: churn, slow readers, resets, compression and TLS, all at once, for some time, or
 * until there were so many sessions and messages. Prints what the server holds every ten seconds, and how that grows; ends with 1
 * where it does, where a message was lost, where anything is left, or where it took too long.
 */
public final class Soak {

    private static final int INTERVAL_SECONDS = 10;

    /** Longer than any thread is kept that has nothing to do. */
    private static final int PATIENCE_SECONDS = 90;

    /** Those threads of the server: of the JDK, for the process that made the certificate, and of its own. */
    private static final Pattern PASSING_THREADS = Pattern.compile("process reaper|ws-tls-");

    /** Growth that is none: of memory, and of descriptors, because the crowd's connections come and go by dozens. */
    private static final double NOTHING = 4 << 20;

    private static final double FEW_DESCRIPTORS = 200;

    private final SoakOptions options;
    private final Partner server;
    private final List<Vitals> samples = new ArrayList<>();

    private Soak(SoakOptions options, Partner server) {
        this.options = options;
        this.server = server;
    }

    /**
     * Runs a soak.
     *
     * @param args as above
     * @throws Exception if it cannot run
     */
    public static void main(String[] args) throws Exception {
        SoakOptions options;
        try {
            options = SoakOptions.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println(SoakOptions.USAGE);
            System.exit(64);
            return;
        }
        boolean good;
        try (Partner server = Partner.start(List.of(), List.of("-Xmx256m"), SoakServer.class)) {
            good = new Soak(options, server).run();
        }
        System.exit(good ? 0 : 1);
    }

    private boolean run() throws Exception {
        String[] ports = server.read().split(" ", -1);
        int plain = Integer.parseInt(ports[0]);
        int tls = Integer.parseInt(ports[1]);
        // Everything has happened once before the start is measured.
        Tally warmUp = new Tally();
        try (Crowd crowd = new Crowd(warmUp)) {
            crowd.start(plain, tls);
            TimeUnit.SECONDS.sleep(INTERVAL_SECONDS);
        }
        Vitals start = quietServer();
        Vitals startOfClients = quietClients();
        System.out.println("  second  " + Vitals.header() + "     cycles    messages");
        System.out.printf("%8s  %s%n", "start", start);

        Tally tally = new Tally();
        tally.failures.addAll(warmUp.failures);
        long from = System.nanoTime();
        try (Crowd crowd = new Crowd(tally)) {
            crowd.start(plain, tls);
            watch(tally, from);
        }
        Duration time = Duration.ofNanos(System.nanoTime() - from);

        Vitals end = quietServer();
        Vitals endOfClients = quietClients();
        System.out.printf("%8s  %s%n", "end", end);
        System.out.println("why sessions ended, warm-up included: " + ask(SoakServer.CAUSES));
        System.out.println(tally);
        System.out.printf("%,d s%n", time.toSeconds());
        Verdict verdict = new Verdict(System.out::println);
        judge(verdict, tally, start, end);
        verdict.same("descriptors of the clients", startOfClients.descriptors(), endOfClients.descriptors());
        verdict.same("threads of the clients", startOfClients.threads(), endOfClients.threads());
        if (!verdict.isGood()) {
            System.out.println("the server holds " + ask(SoakServer.HOLDINGS));
            System.out.println("the clients hold " + Holdings.here());
        }
        System.out.println(verdict.isGood() ? "good" : "not good");
        return verdict.isGood();
    }

    /** Takes samples until it is over. */
    private void watch(Tally tally, long from) throws InterruptedException {
        long longest = TimeUnit.MINUTES.toNanos(options.minutes());
        long passed = 0;
        while (passed < longest && tally.failures.isEmpty() && !(options.counts() && options.reachedBy(tally))) {
            TimeUnit.NANOSECONDS.sleep(Math.min(longest - passed, TimeUnit.SECONDS.toNanos(INTERVAL_SECONDS)));
            Vitals sample = vitals();
            samples.add(sample);
            passed = System.nanoTime() - from;
            System.out.printf(
                    "%8d  %s  %,9d  %,10d%n",
                    TimeUnit.NANOSECONDS.toSeconds(passed), sample, tally.cycles(), tally.messages());
        }
    }

    private void judge(Verdict verdict, Tally tally, Vitals start, Vitals end) {
        // At first the JVM compiles, and pools fill.
        List<Vitals> later = samples.subList(samples.size() / 2, samples.size());
        verdict.steady("descriptors", later, Vitals::descriptors, FEW_DESCRIPTORS);
        verdict.steady("threads", later, Vitals::threads, 4);
        verdict.steady("heap", later, Vitals::heap, NOTHING);
        verdict.steady("direct", later, Vitals::direct, NOTHING);
        verdict.reached("cycles", tally.cycles(), options.cycles());
        verdict.reached("checked messages", tally.messages(), options.messages());
        tally.failures.forEach(verdict::failed);
        verdict.same("sessions of the server", 0, end.sessions());
        verdict.same("descriptors of the server", start.descriptors(), end.descriptors());
        verdict.same("threads of the server", start.threads(), end.threads());
    }

    private String ask(String question) {
        try {
            return server.ask(question);
        } catch (IOException e) {
            throw new UncheckedIOException("the server does not answer", e);
        }
    }

    private Vitals vitals() {
        return Vitals.parse(ask(SoakServer.VITALS));
    }

    private Vitals quietServer() throws InterruptedException {
        return quiet(
                this::vitals,
                () -> PASSING_THREADS.matcher(ask(SoakServer.HOLDINGS)).find());
    }

    private static Vitals quietClients() throws InterruptedException {
        return quiet(() -> Vitals.here(0), () -> false);
    }

    /**
     * Waits until nothing is open any more, for which stalled peers have their time, and until the threads have gone that are kept for
     * a while, and measures then. Twice: the JVM opens files for a moment now and then, as those that tell the memory of
     * its container.
     */
    private static Vitals quiet(Supplier<Vitals> vitals, BooleanSupplier passing) throws InterruptedException {
        Vitals before = vitals.get();
        for (int i = 0; i < PATIENCE_SECONDS; i++) {
            TimeUnit.SECONDS.sleep(1);
            boolean waits = passing.getAsBoolean();
            Vitals now = vitals.get();
            boolean same = now.descriptors() == before.descriptors() && now.threads() == before.threads();
            if (i > 5 && !waits && same && now.sessions() == 0) {
                return now;
            }
            before = now;
        }
        return before;
    }
}
