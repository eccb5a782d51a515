package dev.wsboot.ws.benchmarks.soak;

import dev.wsboot.ws.net.TlsOptions;
import dev.wsboot.ws.net.WsClient;
import dev.wsboot.ws.protocol.DeflateOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * {@code soak [--minutes N]}: churn, slow readers, resets, compression and TLS, all at once. Prints what the server holds every ten
 * seconds, and how that grows; ends with 1 where it does, where a message was lost, or where anything is left.
 */
public final class Soak {

    private static final int LONGEST_MINUTES = 24 * 60;
    private static final int INTERVAL_SECONDS = 10;

    /** What may seem to grow by chance: a share of the whole, and what is nothing. */
    private static final double GROWTH = 0.1;

    private static final double NOTHING = 4 << 20;

    private final Tally tally = new Tally();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean over;

    private Soak() {}

    /**
     * Runs a soak.
     *
     * @param args as above
     * @throws Exception if it cannot run
     */
    public static void main(String[] args) throws Exception {
        int minutes = minutes(args);
        if (minutes == 0) {
            System.err.println("usage: soak [--minutes N], where N is from 1 to " + LONGEST_MINUTES);
            System.exit(64);
        }
        System.exit(new Soak().run(Duration.ofMinutes(minutes)) ? 0 : 1);
    }

    /** How long it shall take; 0 where that is not said as it has to be. */
    static int minutes(String... args) {
        if (args.length == 0) {
            return 10;
        }
        boolean said = args.length == 2 && args[0].equals("--minutes") && args[1].matches("[1-9][0-9]{0,3}");
        int minutes = said ? Integer.parseInt(args[1]) : 0;
        return minutes <= LONGEST_MINUTES ? minutes : 0;
    }

    private boolean run(Duration duration) throws Exception {
        try (Partner server = Partner.start(List.of(), List.of("-Xmx256m"), SoakServer.class)) {
            String[] ports = server.read().split(" ", -1);
            int plain = Integer.parseInt(ports[0]);
            int tls = Integer.parseInt(ports[1]);
            // Everything has happened once before the start is measured.
            perform(plain, tls, Duration.ofSeconds(INTERVAL_SECONDS), () -> {});
            Vitals start = quiet(server);
            System.out.println("  second  " + Vitals.header());
            System.out.printf("%8s  %s%n", "start", start);
            List<Vitals> samples = new ArrayList<>();
            perform(plain, tls, duration, () -> {
                samples.add(ask(server));
                System.out.printf("%8d  %s%n", samples.size() * INTERVAL_SECONDS, samples.get(samples.size() - 1));
            });
            Vitals end = quiet(server);
            System.out.printf("%8s  %s%n", "end", end);
            System.out.println("why sessions ended: " + server.ask(SoakServer.CAUSES));
            return judge(start, samples, end);
        }
    }

    private boolean judge(Vitals start, List<Vitals> samples, Vitals end) {
        System.out.println(tally);
        // At first the JVM compiles, and pools fill.
        List<Vitals> later = samples.subList(samples.size() / 2, samples.size());
        boolean good = steady("descriptors", later, Vitals::descriptors, 100);
        good &= steady("threads", later, Vitals::threads, 4);
        good &= steady("heap", later, Vitals::heap, NOTHING);
        good &= steady("direct", later, Vitals::direct, NOTHING);
        // Fewer threads are those of the JVM and of TLS, which end when they are not needed.
        if (end.sessions() != 0 || end.descriptors() != start.descriptors() || end.threads() > start.threads()) {
            System.out.println("FAILED: sessions, descriptors or threads did not return to the start");
            good = false;
        }
        for (Throwable failure : tally.failures) {
            System.out.println("FAILED: " + failure);
            good = false;
        }
        System.out.println(good ? "good" : "not good");
        return good;
    }

    private static boolean steady(String what, List<Vitals> samples, ToLongFunction<Vitals> value, double nothing) {
        List<Long> values = samples.stream().mapToLong(value).boxed().toList();
        double growth = Trend.growth(values);
        double mean = Trend.mean(values);
        boolean steady = growth <= Math.max(nothing, GROWTH * mean);
        System.out.printf(
                "%s%s: mean %,.0f, grows by %,.0f over the second half%n",
                steady ? "" : "FAILED: ", what, mean, growth);
        return steady;
    }

    private static Vitals ask(Partner server) {
        try {
            return Vitals.parse(server.ask(SoakServer.VITALS));
        } catch (IOException e) {
            throw new UncheckedIOException("the server does not answer", e);
        }
    }

    /** Waits until nothing is open any more, for which stalled peers have their time, and measures then. */
    private static Vitals quiet(Partner server) throws InterruptedException {
        Vitals before = ask(server);
        for (int i = 0; i < 30; i++) {
            TimeUnit.SECONDS.sleep(1);
            Vitals now = ask(server);
            if (now.sessions() == 0 && now.descriptors() == before.descriptors() && i > 5) {
                return now;
            }
            before = now;
        }
        return before;
    }

    /** Lets all actors act for some time. */
    private void perform(int plain, int tls, Duration duration, Runnable sample) throws Exception {
        over = false;
        threads.clear();
        try (WsClient small = client(null).build();
                WsClient compressing =
                        client(DeflateOptions.DEFAULT.withThreshold(1, true)).build();
                WsClient secure = client(null).tls(TlsOptions.of(trusting())).build()) {
            try {
                for (int i = 0; i < 4; i++) {
                    start(new Echoes(small, "ws://localhost:" + plain + "/ws", 50, i, tally));
                    start(new Echoes(small, "ws://localhost:" + plain + "/ws", 0, 10 + i, tally));
                    start(new Echoes(compressing, "ws://localhost:" + plain + "/ws", 50, 20 + i, tally));
                }
                start(new Echoes(secure, "wss://localhost:" + tls + "/ws", 50, 30, tally));
                start(new Echoes(secure, "wss://localhost:" + tls + "/ws", 50, 31, tally));
                start(new Resets(plain, 40, tally));
                start(new Resets(tls, 41, tally));
                for (int i = 0; i < 4; i++) {
                    start(new SlowReaders(plain, tally));
                }
                for (long left = duration.toSeconds(); left > 0 && tally.failures.isEmpty(); left -= INTERVAL_SECONDS) {
                    TimeUnit.SECONDS.sleep(Math.min(left, INTERVAL_SECONDS));
                    sample.run();
                }
            } finally {
                // Also where the server has ended: nobody else tells the actors.
                over = true;
                for (Thread thread : threads) {
                    thread.join();
                }
            }
        }
    }

    private static WsClient.Builder client(@Nullable DeflateOptions compression) {
        return WsClient.builder().compression(compression).sendQueue(16 << 20, Duration.ofSeconds(30));
    }

    private void start(Actor actor) {
        Thread thread = new Thread(() -> {
            while (!over) {
                try {
                    actor.act();
                } catch (Exception e) {
                    tally.failures.add(e);
                    return;
                }
            }
        });
        threads.add(thread);
        thread.start();
    }

    private static SSLContext trusting() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustEverybody[] {new TrustEverybody()}, null);
        return context;
    }
}
