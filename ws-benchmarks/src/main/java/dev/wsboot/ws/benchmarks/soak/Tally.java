package dev.wsboot.ws.benchmarks.soak;

import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** What all actors together have done; for any thread. */
final class Tally {

    final WireTally plain = new WireTally("plain");
    final WireTally compressed = new WireTally("compressed");
    final WireTally tls = new WireTally("TLS");

    /** Connections that were reset or left. */
    final LongAdder broken = new LongAdder();

    final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    private List<WireTally> wires() {
        return List.of(plain, compressed, tls);
    }

    long cycles() {
        return wires().stream().mapToLong(wire -> wire.cycles.sum()).sum();
    }

    long messages() {
        return wires().stream().mapToLong(wire -> wire.messages.sum()).sum();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,d cycles, %,d checked messages, %,d connections broken; %s",
                cycles(),
                messages(),
                broken.sum(),
                wires());
    }
}
