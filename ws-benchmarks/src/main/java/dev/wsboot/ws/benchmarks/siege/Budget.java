package dev.wsboot.ws.benchmarks.siege;

/**
 * What the server may hold, as its configuration allows.
 *
 * @param memory bytes of heap behind a collection, and of direct buffers
 * @param resident bytes of the process
 */
record Budget(long memory, long resident) {

    static final int MAX_MESSAGE = 16 << 10;
    static final int SEND_QUEUE = 32 << 10;

    /** What is kept of a read when a connection is paused in the middle of it: as much as may wait, but at least so much. */
    static final int READ = 32 << 10;

    static final int MAX_HEAP_MIB = 256;
    static final int MAX_DIRECT_MIB = 64;

    /** What a process with no connection has: its classes, and the buffers of the event loops. */
    private static final long BASE = 24 << 20;

    /** A connection without what it sends and receives. */
    private static final long CONNECTION = 4 << 10;

    /** A message half received, a full queue, and a read that waits. */
    private static final long HOSTILE = MAX_MESSAGE + SEND_QUEUE + (long) READ;

    /** Of the virtual machine itself: code, classes, stacks, its collector. */
    private static final long MACHINE = 192 << 20;

    /** Every connection that is no good client's may hold all that it can. */
    static Budget of(SiegeOptions options) {
        long all = options.maxConnections();
        long hostile = all - options.clients();
        return new Budget(
                BASE + all * CONNECTION + hostile * HOSTILE, MACHINE + ((long) (MAX_HEAP_MIB + MAX_DIRECT_MIB) << 20));
    }
}
