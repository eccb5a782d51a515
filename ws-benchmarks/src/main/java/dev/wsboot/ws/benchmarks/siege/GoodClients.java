package dev.wsboot.ws.benchmarks.siege;

import dev.wsboot.ws.benchmarks.load.Latencies;
import dev.wsboot.ws.benchmarks.soak.Partner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The process of the good clients. Each sends a small text every second and measures from the moment when that was due, whether or not
 * earlier ones have come back. It says when all are open, and then answers each line that it reads by a {@link Report}. By one thread.
 */
final class GoodClients {

    /** Forgets the latencies. */
    static final String MEASURE = "measure";

    static final String REPORT = "report";

    /** Sends nothing any more. */
    static final String PAUSE = "pause";

    static final String RESUME = "resume";

    private static final long INTERVAL = Duration.ofSeconds(1).toNanos();

    /** Clients that connect at a time. */
    private static final int AT_ONCE = 100;

    private final Selector selector;
    private final List<GoodClient> clients = new ArrayList<>();
    private final Latencies latencies = new Latencies();
    private final Queue<String> questions = new ConcurrentLinkedQueue<>();
    private final Schedule schedule;
    private long next;
    private long answered;
    private boolean paused;
    private boolean lost;

    private GoodClients(Selector selector, int port, int count) throws IOException {
        this.selector = selector;
        InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        for (int i = 0; i < count; i++) {
            clients.add(new GoodClient(i, server, selector));
            awaitOpen(clients.size() - AT_ONCE);
        }
        awaitOpen(count);
        schedule = new Schedule(count, INTERVAL, System.nanoTime());
    }

    public static void main(String... args) throws IOException {
        try (Selector selector = Selector.open()) {
            GoodClients clients = new GoodClients(selector, Integer.parseInt(args[0]), Integer.parseInt(args[1]));
            System.out.println("open");
            Partner.listen(question -> {
                clients.questions.add(question);
                selector.wakeup();
            });
            while (true) {
                clients.turn();
            }
        }
    }

    private void awaitOpen(int count) throws IOException {
        while (open() < count) {
            selector.select(this::ready);
            if (lost) {
                throw new IOException("the server does not let all in");
            }
        }
    }

    private int open() {
        int open = 0;
        for (GoodClient client : clients) {
            open += client.isOpen() ? 1 : 0;
        }
        return open;
    }

    private void turn() throws IOException {
        for (String question = questions.poll(); question != null; question = questions.poll()) {
            System.out.println(answer(question, System.nanoTime()).toLine());
        }
        selector.select(this::ready, 1);
        while (!paused && dueAt(next) <= System.nanoTime()) {
            send(clients.get((int) (next++ % clients.size())));
        }
    }

    private long dueAt(long message) {
        return schedule.dueAt((int) (message % clients.size()), message / clients.size());
    }

    private void ready(SelectionKey key) {
        GoodClient client = (GoodClient) key.attachment();
        long before = client.received();
        try {
            client.ready();
        } catch (IOException e) {
            end(client, e);
        }
        long now = System.nanoTime();
        for (long number = before; number < client.received(); number++) {
            latencies.add(now - schedule.dueAt(client.index(), number));
            answered++;
        }
    }

    private void send(GoodClient client) {
        if (client.isOpen()) {
            try {
                client.send();
            } catch (IOException e) {
                end(client, e);
            }
        }
    }

    private void end(GoodClient client, IOException why) {
        lost = true;
        System.err.println("good client " + client.index() + ": " + why);
        client.end();
    }

    private Report answer(String question, long now) {
        switch (question) {
            case MEASURE -> {
                latencies.reset();
                answered = 0;
            }
            case PAUSE -> {
                paused = true;
                schedule.pause(now);
            }
            case RESUME -> {
                schedule.resume(now);
                paused = false;
            }
            default -> addMissing(now);
        }
        return new Report(open(), answered, Math.round(latencies.micros(0.5)), Math.round(latencies.micros(0.99)));
    }

    /** What has not come back yet has taken that long at least. */
    private void addMissing(long now) {
        for (GoodClient client : clients) {
            for (long number = client.received(); client.isOpen() && number < client.sent(); number++) {
                latencies.add(now - schedule.dueAt(client.index(), number));
            }
        }
    }
}
