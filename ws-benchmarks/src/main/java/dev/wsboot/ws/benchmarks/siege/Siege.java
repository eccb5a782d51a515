package dev.wsboot.ws.benchmarks.siege;

import dev.wsboot.ws.benchmarks.compare.Cpus;
import dev.wsboot.ws.benchmarks.soak.Partner;
import dev.wsboot.ws.benchmarks.soak.Vitals;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * {@code siege [--rounds N] [--seconds N] [--clients N] [--stalled N] [--rate N] [FLOOD...]}: what good clients notice of one flood after
 * the other. Ends with 1 where one of them was disconnected, the server held more than the budget that is printed, or was not idle
 * afterwards.
 */
public final class Siege {

    private static final int REHEARSALS = 2;
    private static final int REST_SECONDS = 2;
    private static final int AFTERWARDS_SECONDS = 5;
    private static final int IDLE_SECONDS = 3;

    private final SiegeOptions options;
    private final Budget budget;
    private final Cpus cpus = Cpus.find();

    private Siege(SiegeOptions options) {
        this.options = options;
        this.budget = Budget.of(options);
    }

    /**
     * Runs a siege.
     *
     * @param args as above
     * @throws Exception if it cannot run
     */
    public static void main(String[] args) throws Exception {
        SiegeOptions options;
        try {
            options = SiegeOptions.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println(SiegeOptions.USAGE);
            System.exit(64);
            return;
        }
        System.exit(new Siege(options).run() ? 0 : 1);
    }

    private boolean run() throws IOException, InterruptedException {
        System.out.printf(
                "Java %s; %d good clients, %d stalled readers; %s%n",
                System.getProperty("java.version"),
                options.clients(),
                options.stalled(),
                cpus.pinned() ? "one CPU for the server and one for all others" : "all on the same CPUs");
        System.out.printf(
                "budget: %d MiB of heap and direct memory, %d MiB resident%n",
                budget.memory() >> 20, budget.resident() >> 20);
        List<String> jvm = List.of(
                "-Xms" + Budget.MAX_HEAP_MIB + "m",
                "-Xmx" + Budget.MAX_HEAP_MIB + "m",
                "-XX:+AlwaysPreTouch",
                "-XX:MaxDirectMemorySize=" + Budget.MAX_DIRECT_MIB + "m");
        try (Partner server =
                Partner.start(cpus.server(), jvm, SiegeServer.class, options.maxConnections(), options.rate())) {
            int port = Integer.parseInt(server.read());
            if (cpus.pinned() && Idlers.makeCompilers(server.pid())) {
                System.out.println("the server's compilers have what its event loop leaves of the CPU");
            }
            try (Partner clients = Partner.start(cpus.load(), List.of(), GoodClients.class, port, options.clients())) {
                clients.read();
                rehearse(Flood.STALLED, port, server, clients);
                List<Rounds> floods = attackInRounds(port, server, clients);
                System.out.println("why sessions ended, and limits: " + server.ask(SiegeServer.CAUSES));
                return judge(floods);
            }
        }
    }

    private List<Rounds> attackInRounds(int port, Partner server, Partner clients)
            throws IOException, InterruptedException {
        Map<Flood, List<Finding>> findings = new LinkedHashMap<>();
        for (int round = 1; round <= options.rounds(); round++) {
            for (Flood flood : options.floods()) {
                if (round == 1) {
                    rehearse(flood, port, server, clients);
                }
                Finding finding = attack(flood, port, server, clients);
                System.out.println("round " + round + ": " + new Rounds(List.of(finding)).row());
                findings.computeIfAbsent(flood, key -> new ArrayList<>()).add(finding);
            }
        }
        return findings.values().stream().map(Rounds::new).toList();
    }

    private Finding attack(Flood flood, int port, Partner server, Partner clients)
            throws IOException, InterruptedException {
        Report quiet = measure(clients, () -> {});
        Peak peak = new Peak(server);
        Report attacked = besiege(flood, port, clients, peak::glance, peak::look);
        TimeUnit.SECONDS.sleep(AFTERWARDS_SECONDS);
        Report after = Report.parse(clients.ask(GoodClients.PAUSE));
        ThreadTimes before = ThreadTimes.of(server.pid());
        double cpu = cpuShare(server);
        String busiest = ThreadTimes.of(server.pid()).busiestSince(before);
        clients.ask(GoodClients.RESUME);
        int left = Vitals.parse(server.ask(SiegeServer.GLANCE)).sessions() - after.open();
        return new Finding(
                flood, quiet, attacked, quiet.open() - after.open(), peak.most(), peak.resident(), cpu, busiest, left);
    }

    /** What the server compiles when an attack, or a look at it, is the first of its kind is not measured. */
    private void rehearse(Flood flood, int port, Partner server, Partner clients)
            throws IOException, InterruptedException {
        for (int i = 0; i < REHEARSALS; i++) {
            Peak ignored = new Peak(server);
            besiege(flood, port, clients, ignored::glance, ignored::look);
            TimeUnit.SECONDS.sleep(REST_SECONDS);
        }
    }

    /** What the good clients see of an attack from its first moment on. */
    private Report besiege(Flood flood, int port, Partner clients, Sample everySecond, Sample atItsEnd)
            throws IOException, InterruptedException {
        try (Partner attacker =
                Partner.start(attackerCommand(), List.of(), Attacker.class, port, options.stalled(), flood)) {
            attacker.read();
            Report seen = measure(clients, everySecond);
            atItsEnd.take();
            System.out.println(flood + ": " + attacker.ask("stop"));
            return seen;
        }
    }

    /** It should make the server busy, and not the good clients on the same CPU, which is not the server's. */
    private List<String> attackerCommand() {
        List<String> command = new ArrayList<>(cpus.load());
        if (cpus.pinned()) {
            command.addAll(Idlers.command());
        }
        return command;
    }

    /** Something that may fail. */
    private interface Sample {
        void take() throws IOException;
    }

    private Report measure(Partner clients, Sample everySecond) throws IOException, InterruptedException {
        clients.ask(GoodClients.MEASURE);
        for (int i = 0; i < options.seconds(); i++) {
            TimeUnit.SECONDS.sleep(1);
            everySecond.take();
        }
        return Report.parse(clients.ask(GoodClients.REPORT));
    }

    private static double cpuShare(Partner server) throws InterruptedException {
        long start = System.nanoTime();
        Duration before = server.cpuTime();
        TimeUnit.SECONDS.sleep(IDLE_SECONDS);
        return (double) server.cpuTime().minus(before).toNanos() / (System.nanoTime() - start);
    }

    private boolean judge(List<Rounds> floods) {
        System.out.println();
        System.out.println(Rounds.header());
        floods.forEach(rounds -> System.out.println(rounds.row()));
        System.out.println();
        boolean good = true;
        for (Rounds rounds : floods) {
            for (int i = 0; i < rounds.findings().size(); i++) {
                for (String fault : rounds.findings().get(i).faults(budget)) {
                    System.out.println("FAILED: " + rounds.flood() + ", round " + (i + 1) + ": " + fault);
                    good = false;
                }
            }
            if (rounds.slow()) {
                System.out.printf(
                        Locale.ROOT,
                        "WARNING: %s: p99 is %.1f times that of the quiet%n",
                        rounds.flood(),
                        rounds.ratio());
            }
        }
        System.out.println(good ? "good" : "not good");
        return good;
    }
}
