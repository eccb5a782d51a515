package dev.wsboot.ws.benchmarks.soak;

import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/** What was done over one kind of wire; for any thread. */
final class WireTally {

    private final String name;

    /** Sessions that were opened and closed in order. */
    final LongAdder cycles = new LongAdder();

    /** Messages that came back whole and in order. */
    final LongAdder messages = new LongAdder();

    WireTally(String name) {
        this.name = name;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s: %,d cycles, %,d checked messages", name, cycles.sum(), messages.sum());
    }
}
