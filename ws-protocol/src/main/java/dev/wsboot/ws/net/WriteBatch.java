package dev.wsboot.ws.net;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What several connections have to send, where it is little: it is written one after the other, when a few turns are over. A peer
 * that waits for answers to many connections is woken less often that way, and reading, handling and writing each run several times
 * in a row. A pipelined echo of 64 characters costs some 5 % less than where each turn writes, and one that waits for each answer
 * the same. With twice as many connections the former gains 1 or 2 % more, and the latter loses as much.
 *
 * <p>Nothing waits for longer than {@link #LONGEST} and what is under way by then: another's turn, or the selector telling of those who
 * give way. Behind a turn that took as long, nothing waits at all. Belongs to the loop.
 */
final class WriteBatch {

    /** How many connections it has room for. */
    static final int CONNECTIONS = 16;

    /** How many bytes of each. */
    static final int MOST_BYTES = 4 * 1024;

    /** So many nanoseconds after the first turn began of which something is here, it is written. */
    static final long LONGEST = TurnOrder.SLICE;

    /**
     * What counts for one connection at most, in nanoseconds: a small write does not take that long, unless the thread has to wait for
     * a CPU meanwhile.
     */
    static final long LONGEST_SHARE = 20_000;

    private final LongSupplier clock;
    private final ByteBuffer bytes = ByteBuffer.allocateDirect(CONNECTIONS * MOST_BYTES);
    private final List<Outbound> outbounds = new ArrayList<>(CONNECTIONS);

    /** Where the bytes of each connection end, and those of the next one begin. */
    private final int[] ends = new int[CONNECTIONS];

    /** How many of them have been written. Only where writing failed in its midst, this is left above zero. */
    private int written;

    private long since;

    /** What it took to write for a connection, the last time. */
    private long share;

    private long turnCorrection;

    /**
     * Nothing is here.
     *
     * @param clock nanoseconds from any moment on
     */
    WriteBatch(LongSupplier clock) {
        this.clock = clock;
    }

    /**
     * Takes what a connection has to send, of which nothing is here.
     *
     * @param frames at most {@link #MOST_BYTES} from position to limit
     * @param now when the connection's turn began
     */
    void add(Outbound outbound, ByteBuffer frames, long now) {
        if (outbounds.size() == CONNECTIONS || written > 0) {
            write();
        }
        int index = outbounds.size();
        if (index == 0) {
            since = now;
        }
        bytes.limit(bytes.capacity()).position(start(index)).put(frames);
        ends[index] = bytes.position();
        outbounds.add(outbound);
        turnCorrection += share;
    }

    private int start(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    /** Whether it is to be written before anybody else has a turn. */
    boolean isDue(long now) {
        return outbounds.size() == CONNECTIONS || (!outbounds.isEmpty() && now - since >= LONGEST);
    }

    /** Writes all that is here. */
    void write() {
        if (outbounds.isEmpty()) {
            return;
        }
        int count = outbounds.size();
        long start = clock.getAsLong();
        while (written < outbounds.size()) {
            writeNext();
        }
        outbounds.clear();
        written = 0;
        long took = clock.getAsLong() - start;
        share = Math.min(took / count, LONGEST_SHARE);
        turnCorrection -= took;
    }

    /**
     * By its change during a turn the turn's time is to be corrected, in nanoseconds: it grows by what the connection's own bytes will take
     * to be written behind the turn, as far as the last ones tell, and shrinks by what it took to write for others within it.
     */
    long turnCorrection() {
        return turnCorrection;
    }

    private void writeNext() {
        Outbound outbound = outbounds.get(written);
        bytes.limit(ends[written]).position(start(written));
        written++;
        try {
            outbound.writeBatched(bytes);
        } catch (Throwable e) {
            outbound.fail(e);
        }
    }

    /** How many bytes of a connection are here, which must be one that has some. */
    int size(Outbound outbound) {
        int index = outbounds.indexOf(outbound);
        return ends[index] - start(index);
    }
}
