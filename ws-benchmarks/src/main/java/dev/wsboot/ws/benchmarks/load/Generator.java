package dev.wsboot.ws.benchmarks.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Opens the connections of a scenario, keeps them busy, and counts for as long as it is told to. */
final class Generator {

    private static final long PATIENCE = Duration.ofSeconds(20).toNanos();

    /** A server may still be about to subscribe whom it has answered already. */
    private static final long SETTLING = Duration.ofSeconds(1).toNanos();

    private static final int MOST_FAILED = 100;

    private final Scenario scenario;
    private final InetSocketAddress server;
    private final long warmup;
    private final long measured;
    private final Supplier<CpuTime> cpuTime;
    private final List<Payload> payloads;
    private final List<Client> clients = new ArrayList<>();
    private final Latencies latencies = new Latencies();
    private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 18);

    /** How many have got a message that is on its way, in {@link Scenario#FANOUT16}. */
    private final int[] delivered;

    private int open;
    private int toSend;
    private long now;
    private long heardAt;
    private long messages;
    private long errors;
    private long failed;

    /**
     * Does nothing yet.
     *
     * @param cpuTime what the server and others have used so far
     */
    Generator(Scenario scenario, int port, Duration warmup, Duration measured, Supplier<CpuTime> cpuTime) {
        this.scenario = scenario;
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.warmup = warmup.toNanos();
        this.measured = measured.toNanos();
        this.cpuTime = cpuTime;
        this.payloads = scenario.payloads();
        this.delivered = new int[scenario.outstanding()];
    }

    Result run() throws IOException {
        try (Selector selector = Selector.open()) {
            heardAt = System.nanoTime();
            for (int i = 0; i < scenario.connections(); i++) {
                connect(selector);
            }
            if (scenario != Scenario.CONNECT) {
                while (open < scenario.connections()) {
                    turn(selector);
                }
                turnFor(selector, SETTLING, false);
                begin();
            }
            turnFor(selector, warmup, true);
            reset();
            CpuTime before = cpuTime.get();
            long start = System.nanoTime();
            turnFor(selector, measured, true);
            double seconds = (System.nanoTime() - start) / 1e9;
            CpuTime used = cpuTime.get().since(before);
            return new Result(
                    scenario,
                    messages,
                    errors,
                    seconds,
                    latencies.micros(0.5),
                    latencies.micros(0.99),
                    used.server() * 1e6 / Math.max(1, messages),
                    used.others() / seconds / CpuTime.cpus());
        } finally {
            clients.forEach(Client::abandon);
        }
    }

    private void connect(Selector selector) throws IOException {
        Payload payload = payloads.get(clients.size() % payloads.size());
        clients.add(new Client(this, selector, server, payload, scenario.outstanding()));
    }

    private void begin() throws IOException {
        now = System.nanoTime();
        if (scenario == Scenario.FANOUT16) {
            clients.get(0).send(scenario.outstanding(), now);
            return;
        }
        for (Client client : clients) {
            client.send(scenario.outstanding(), now);
        }
    }

    private void reset() {
        latencies.reset();
        messages = 0;
        errors = 0;
    }

    private void turnFor(Selector selector, long nanos, boolean busy) throws IOException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < nanos) {
            if (!busy) {
                heardAt = System.nanoTime();
            }
            turn(selector);
        }
    }

    private void turn(Selector selector) throws IOException {
        selector.select(100);
        for (SelectionKey key : selector.selectedKeys()) {
            Client client = (Client) key.attachment();
            now = System.nanoTime();
            try {
                client.ready(in);
            } catch (IOException e) {
                replaceOrFail(client, e);
            }
        }
        selector.selectedKeys().clear();
        while (scenario == Scenario.CONNECT && clients.size() < scenario.connections()) {
            connect(selector);
        }
        if (System.nanoTime() - heardAt > PATIENCE) {
            throw new IOException("nothing arrived for 20 s; " + open + " of " + scenario.connections() + " are open");
        }
    }

    private void replaceOrFail(Client client, IOException e) throws IOException {
        errors++;
        if (scenario != Scenario.CONNECT || ++failed > MOST_FAILED) {
            throw e;
        }
        client.abandon();
        clients.remove(client);
    }

    String path() {
        return scenario.path();
    }

    void opened(Client client) throws IOException {
        open++;
        heardAt = now;
        if (scenario == Scenario.CONNECT) {
            client.close();
        }
    }

    /** The server ended the connection, as it was asked to. */
    void ended(Client client) {
        messages++;
        latencies.add(now - client.startedAt());
        clients.remove(client);
    }

    void received(Client client, long number, boolean good) {
        heardAt = now;
        messages++;
        if (!good) {
            errors++;
        }
        if (scenario != Scenario.FANOUT16) {
            latencies.add(now - client.sentAt(number));
            toSend++;
            return;
        }
        latencies.add(now - clients.get(0).sentAt(number));
        int slot = (int) (number % delivered.length);
        if (++delivered[slot] == clients.size()) {
            delivered[slot] = 0;
            toSend++;
        }
    }

    /** All that one read brought has been received: what it makes room for goes in one write. */
    void afterRead(Client client) throws IOException {
        if (toSend > 0) {
            Client sender = scenario == Scenario.FANOUT16 ? clients.get(0) : client;
            int count = toSend;
            toSend = 0;
            sender.send(count, now);
        }
    }
}
