package dev.wsboot.ws.net;

import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Who of those that are ready goes first, so that a thousand who keep the loop busy do not keep the others waiting. Who had a turn
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

    /** After this the selector is asked again. */
    static final long SLICE = TimeUnit.MICROSECONDS.toNanos(250);

    /** As long as nobody else is found to be ready, slices become longer, up to this: then it costs next to nothing. */
    static final long LONGEST_SLICE = 32 * SLICE;

    /**
     * A slice is the time since somebody else was ready, divided by this, within {@link #SLICE} and {@link #LONGEST_SLICE}. That one slice sees
     * nobody says little: where two thousand messages a second come, every other one sees none.
     */
    static final int ALONE_TO_SLICE = 8;

    /**
     * Where more wait than this while somebody else is ready, the selector is not to tell of them at each turn: of a thousand that takes it a
     * quarter of a millisecond. To say so takes for each as long as to tell of it some ten times.
     */
    static final int MANY = 100;

    private final LongSupplier clock;
    private final WriteBatch writeBatch;

    /** Those who give way, from {@link #first} on. Not a deque, which loses all of them where it has no memory to grow. */
    private final List<SelectionKey> givingWay = new ArrayList<>();

    private int first;

    /** Whether time has passed since the last turn that is not the next one's. */
    private boolean late;

    /** Whether the selector has told of somebody who does not give way, since it was asked. */
    private boolean found;

    /** Whether the loop has something else to do behind this poll. */
    private boolean hurried;

    /** Whether many wait, and somebody else was ready just now: then they are to be passed over. */
    private boolean crowded;

    /** When the turns of those who were found last began; at first, when this was made. */
    private long foundAt;

    /** When the last turn ended and what was due then was written, or the first one begins. */
    private long now;

    /**
     * Nobody is ready.
     *
     * @param clock nanoseconds from any moment on
     * @param writeBatch what turns leave to be written, with the same clock
     */
    TurnOrder(LongSupplier clock, WriteBatch writeBatch) {
        this.clock = clock;
        this.writeBatch = writeBatch;
        this.foundAt = clock.getAsLong();
    }

    /** Whether somebody who is ready gives way to others still. */
    boolean isAnybodyWaiting() {
        return waiting() > 0;
    }

    private int waiting() {
        return givingWay.size() - first;
    }

    /**
     * The selector is about to be asked who is ready.
     *
     * @param hurry whether the loop has something else to do behind this, so that this slice is short
     */
    void begin(boolean hurry) {
        crowded = waiting() > MANY && (found || hurry);
        late = true;
        found = false;
        hurried = hurry;
    }

    /** Somebody is ready: called by the selector. */
    @Override
    public void accept(SelectionKey key) {
        NioPoller.Ready ready = ready(key);
        if (ready.isQueued()) {
            if (crowded) {
                hush(key);
            }
            late = true;
            return;
        }
        if (late) {
            late = false;
            now = clock.getAsLong();
        }
        if (ready.givesWay(now)) {
            givingWay.add(key);
            ready.queued(true);
            late = true;
            writeWhatIsDue();
        } else {
            if (!found) {
                found = true;
                foundAt = now;
            }
            take(key);
        }
    }

    /** The selector has told of all who are ready: now those who gave way. */
    void end() {
        if (!isAnybodyWaiting()) {
            return;
        }
        writeBatch.write();
        now = clock.getAsLong();
        long end = now + nextSlice();
        do {
            take(givingWay.get(first++));
        } while (isAnybodyWaiting() && now - end < 0);
        forgetThoseWhoHadTheirs();
    }

    /** At least what the others took, or who gives way would never have a turn where the others are many. */
    private long nextSlice() {
        if (found) {
            return Math.max(SLICE, now - foundAt);
        }
        return hurried ? SLICE : Math.max(SLICE, Math.min((now - foundAt) / ALONE_TO_SLICE, LONGEST_SLICE));
    }

    /** Most often that is all of them, which leaves no garbage. */
    private void forgetThoseWhoHadTheirs() {
        if (!isAnybodyWaiting()) {
            givingWay.clear();
            first = 0;
        } else if (first > givingWay.size() / 2) {
            givingWay.subList(0, first).clear();
            first = 0;
        }
    }

    private static void hush(SelectionKey key) {
        try {
            ready(key).hush();
        } catch (Throwable e) {
            failed(key, e);
        }
    }

    private void take(SelectionKey key) {
        NioPoller.Ready ready = ready(key);
        long correction = writeBatch.turnCorrection();
        try {
            ready.queued(false);
            // Another's turn may have ended it.
            if (key.isValid()) {
                ready.ready(key, now);
            }
        } catch (Throwable e) {
            failed(key, e);
        }
        long start = now;
        now = clock.getAsLong();
        long took = now - start + writeBatch.turnCorrection() - correction;
        ready.hadTurn(took, now + Math.min(took, LONGEST / TIMES) * TIMES);
        writeWhatIsDue();
    }

    private void writeWhatIsDue() {
        if (writeBatch.isDue(now)) {
            writeBatch.write();
            now = clock.getAsLong();
        }
    }

    /** Out of memory or a bug: it fails this connection, never the loop. */
    private static void failed(SelectionKey key, Throwable error) {
        LoopLog.error("handling a connection failed", error);
        key.cancel();
        ready(key).failed(error);
    }

    private static NioPoller.Ready ready(SelectionKey key) {
        return (NioPoller.Ready) key.attachment();
    }
}
