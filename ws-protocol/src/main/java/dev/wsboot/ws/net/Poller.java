package dev.wsboot.ws.net;

import java.io.IOException;

/** Waits for readiness on behalf of an event loop, and tells it. Tests have one that never waits. */
interface Poller {

    /** A time-out that never comes. */
    long FOREVER = Long.MAX_VALUE;

    /**
     * Waits until something is ready, {@link #wakeup()} is called or the time is over, and dispatches what is ready. The
     * loop only.
     *
     * @param timeoutNanos not positive: does not wait
     */
    void poll(long timeoutNanos) throws IOException;

    /** What turns leave to be written: the poller writes it between turns where it is due, and the loop behind them. The loop only. */
    WriteBatch writeBatch();

    /** Ends the current or the next wait; any thread. */
    void wakeup();

    /** Gives everything back. The loop only. */
    void close();
}
