package dev.wsboot.ws.benchmarks.siege;

import dev.wsboot.ws.benchmarks.soak.Partner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * The process of one attack. It says that it has begun, goes on until it reads a line, and then says what it has done. By one thread, and
 * to the loopback address only.
 */
final class Attacker {

    /** Until who was cut comes again. */
    private static final long REST = Duration.ofMillis(50).toNanos();

    private static final long MILLISECOND = 1_000_000;

    private final InetSocketAddress server;
    private final Flood flood;
    private final Random random = new Random(42);
    private final Set<Hostile> open = new HashSet<>();
    private final Deque<Again> again = new ArrayDeque<>();
    private long tickedAt = System.nanoTime();
    private long opened;
    private long cut;
    private long bytes;
    private volatile boolean over;

    private Attacker(int port, Flood flood) {
        this.flood = flood;
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Who comes again, and when. */
    private record Again(Flood flood, long at) {}

    public static void main(String... args) throws IOException {
        Flood flood = Flood.of(args[2]);
        Attacker attacker = new Attacker(Integer.parseInt(args[0]), flood);
        attacker.add(Flood.STALLED, Integer.parseInt(args[1]));
        attacker.add(flood, flood.connections());
        Partner.listen(line -> attacker.over = true);
        System.out.println("begun");
        attacker.run();
        System.out.printf(
                "%d connections, %d of them cut by the server, %d MB%n",
                attacker.opened, attacker.cut, attacker.bytes / 1_000_000);
    }

    private void add(Flood flood, int count) {
        for (int i = 0; i < count; i++) {
            again.add(new Again(flood, 0));
        }
    }

    private void run() throws IOException {
        try (Selector selector = Selector.open()) {
            while (!over) {
                long now = System.nanoTime();
                while (!again.isEmpty() && again.peek().at <= now) {
                    connect(again.remove().flood, selector);
                }
                tick(now);
                selector.select(this::ready, 10);
            }
        }
        for (Hostile hostile : open) {
            hostile.end();
            bytes += hostile.sent();
        }
    }

    private void connect(Flood flood, Selector selector) throws IOException {
        open.add(new Hostile(flood, server, selector, random));
        opened++;
    }

    private void ready(SelectionKey key) {
        Hostile hostile = (Hostile) key.attachment();
        try {
            if (!hostile.ready()) {
                end(hostile);
            }
        } catch (IOException e) {
            cut++;
            end(hostile);
        }
    }

    /** Those that send slowly do so together. */
    private void tick(long now) {
        if (flood.pause() == 0 || now - tickedAt < flood.pause() * MILLISECOND) {
            return;
        }
        tickedAt = now;
        for (Hostile hostile : List.copyOf(open)) {
            try {
                hostile.tick();
            } catch (IOException e) {
                cut++;
                end(hostile);
            }
        }
    }

    private void end(Hostile hostile) {
        hostile.end();
        open.remove(hostile);
        bytes += hostile.sent();
        again.add(new Again(hostile.flood(), System.nanoTime() + REST));
    }
}
