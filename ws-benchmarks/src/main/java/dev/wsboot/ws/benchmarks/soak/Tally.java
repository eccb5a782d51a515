package dev.wsboot.ws.benchmarks.soak;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** What all actors together have done; for any thread. */
final class Tally {

    /** Messages that came back whole and in order. */
    final LongAdder messages = new LongAdder();

    /** Sessions that were opened and closed in order. */
    final LongAdder cycles = new LongAdder();

    /** Connections that were reset or left. */
    final LongAdder broken = new LongAdder();

    final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    @Override
    public String toString() {
        return messages + " checked messages, " + cycles + " sessions closed in order, " + broken + " broken";
    }
}
