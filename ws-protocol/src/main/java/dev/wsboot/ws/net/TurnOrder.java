package dev.wsboot.ws.net;

import java.nio.channels.SelectionKey;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Who of those that are ready goes first, so that a thousand who keep the loop busy do not keep the others givingWay. Who had a turn
 * gives way for much longer than the turn took, and who is new for a while. All others have their turns at once. Those who give
 * way have theirs behind them, in a queue, for a slice of time; then the selector is asked again who else is ready. Where
 * everybody is busy, everybody is in the queue, and it is as if there were no order. Belongs to the loop.
 */
final class TurnOrder implements Consumer<SelectionKey> {

    /**
     * For how many times as long as a turn took. A thousand who just do not exceed this have a fifth of the loop's time; some 30
     * small messages a second do not exceed it.
     */
    static final int TIMES = 5_000;

    /**
     * But for no longer than this, as a turn may also be long because the thread had to wait for a CPU. More than a thousand busy ones
     * take for a turn each.
     */
    static final long LONGEST = TimeUnit.MILLISECONDS.toNanos(500);

    /** After this the selector is asked again; that takes some 250 us where a thousand are ready. */
    static final long SLICE = TimeUnit.MICROSECONDS.toNanos(500);

    /** As long as nobody else is found to be ready, slices become longer, up to this: then it costs next to nothing. */
    static final long LONGEST_SLICE = 16 * SLICE;

    private final LongSupplier clock;
    private final Queue<SelectionKey> givingWay = new ArrayDeque<>();

    private long slice = SLICE;

    /** Whether the selector has told of nobody since it was asked. */
    private boolean asked;

    /** Whether it has told of somebody who does not give way. */
    private boolean found;

    /** When the last turn ended, or the first one begins. */
    private long now;

    /**
     * Nobody is ready.
     *
     * @param clock nanoseconds from any moment on
     */
    TurnOrder(LongSupplier clock) {
        this.clock = clock;
    }

    /** Whether somebody who is ready gives way to others still. */
    boolean isAnybodyWaiting() {
        return !givingWay.isEmpty();
    }

    /** The selector is about to be asked who is ready. */
    void begin() {
        asked = true;
        found = false;
    }

    /** Somebody is ready: called by the selector. */
    @Override
    public void accept(SelectionKey key) {
        if (asked) {
            asked = false;
            now = clock.getAsLong();
        }
        NioPoller.Ready ready = ready(key);
        if (ready.isQueued()) {
            return;
        }
        if (ready.givesWay(now)) {
            ready.queued(true);
            givingWay.add(key);
        } else {
            found = true;
            take(key);
        }
    }

    /** The selector has told of all who are ready: now those who gave way. */
    void end() {
        if (givingWay.isEmpty()) {
            slice = SLICE;
            return;
        }
        slice = found ? SLICE : Math.min(2 * slice, LONGEST_SLICE);
        now = clock.getAsLong();
        long end = now + slice;
        do {
            SelectionKey next = givingWay.remove();
            ready(next).queued(false);
            if (next.isValid()) {
                take(next);
            }
        } while (!givingWay.isEmpty() && now - end < 0);
    }

    private void take(SelectionKey key) {
        NioPoller.Ready ready = ready(key);
        try {
            ready.ready(key);
        } catch (Throwable e) {
            // Out of memory or a bug: it fails this connection, never the loop.
            LoopLog.error("handling a connection failed", e);
            key.cancel();
            ready.failed(e);
        }
        long start = now;
        now = clock.getAsLong();
        ready.giveWayUntil(now + Math.min((now - start) * TIMES, LONGEST));
    }

    private static NioPoller.Ready ready(SelectionKey key) {
        return (NioPoller.Ready) key.attachment();
    }
}
