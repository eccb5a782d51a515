package dev.wsboot.ws.net;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts what a server or a client must wait for before it has stopped: TCP connections, and sessions whose last callback is not done.
 * For any thread.
 */
final class Census {

    private final AtomicInteger present = new AtomicInteger();
    private final CountDownLatch empty = new CountDownLatch(1);
    private volatile boolean closing;

    void enter() {
        present.incrementAndGet();
    }

    void leave() {
        if (present.decrementAndGet() == 0 && closing) {
            empty.countDown();
        }
    }

    /** From now on nobody enters who was not let in before. */
    void close() {
        closing = true;
        if (present.get() == 0) {
            empty.countDown();
        }
    }

    /**
     * Waits until everybody has left, after {@link #close}.
     *
     * @return false where the time was over first
     */
    boolean awaitEmpty(long nanos) throws InterruptedException {
        return empty.await(nanos, TimeUnit.NANOSECONDS);
    }
}
