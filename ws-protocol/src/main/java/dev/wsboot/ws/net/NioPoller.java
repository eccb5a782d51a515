package dev.wsboot.ws.net;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Readiness by a {@link Selector}. */
final class NioPoller implements Poller {

    /** What is attached to a selection key. */
    interface Ready {

        /**
         * The channel is ready for what it is interested in.
         *
         * @param now when this turn begins, by the loop's clock
         */
        void ready(SelectionKey key, long now) throws IOException;

        /** An exception came out of {@link #ready}: what cannot be handled ends here. */
        void failed(Throwable error);

        /** Whether others who are ready go first. */
        default boolean givesWay(long now) {
            return false;
        }

        /** Whether it is in the queue of those that give way. */
        default boolean isQueued() {
            return false;
        }

        /** It joins the queue, or leaves it, and then the selector is to tell of it again. */
        default void queued(boolean queued) {}

        /** It waits in the queue: the selector need not tell of it meanwhile. */
        default void hush() {}

        /**
         * It had a turn, for which others go first.
         *
         * @param took nanoseconds
         * @param until when it has given way
         */
        default void hadTurn(long took, long until) {}
    }

    private static final System.Logger LOG = System.getLogger("dev.wsboot.ws");

    private final Selector selector;
    private final WriteBatch writeBatch;
    private final TurnOrder turns;

    /**
     * Nothing is ready.
     *
     * @param clock the loop's, by which turns are measured, and from which they have the time
     */
    NioPoller(LongSupplier clock) throws IOException {
        selector = Selector.open();
        writeBatch = new WriteBatch(clock);
        turns = new TurnOrder(clock, writeBatch);
    }

    @Override
    public void poll(long timeoutNanos) throws IOException {
        turns.begin(timeoutNanos <= 0);
        if (timeoutNanos <= 0 || turns.isAnybodyWaiting()) {
            selector.selectNow(turns);
        } else if (timeoutNanos == FOREVER) {
            selector.select(turns);
        } else {
            // Rounded up: a deadline that is waited for a little too short would be waited for again and again.
            selector.select(turns, TimeUnit.NANOSECONDS.toMillis(timeoutNanos) + 1);
        }
        turns.end();
    }

    SelectionKey register(SelectableChannel channel, int interest) throws IOException {
        return channel.register(selector, interest);
    }

    /** What is attached to the keys that are still valid. */
    List<Ready> attached() {
        List<Ready> all = new ArrayList<>();
        for (SelectionKey key : selector.keys()) {
            if (key.isValid() && key.attachment() instanceof Ready ready) {
                all.add(ready);
            }
        }
        return all;
    }

    @Override
    public WriteBatch writeBatch() {
        return writeBatch;
    }

    @Override
    public void wakeup() {
        selector.wakeup();
    }

    @Override
    public void close() {
        try {
            selector.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "closing a selector failed", e);
        }
    }
}
