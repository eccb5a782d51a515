package dev.wsboot.ws.net;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Brings all connections of a server or a client to an end, and then its threads. For any thread. */
final class OrderlyStop {

    private static final System.Logger LOG = System.getLogger("dev.wsboot.ws");

    /** How long it waits for its own threads, which take no time unless a handler blocks them. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final EventLoops loops;
    private final Census census;
    private final Runnable letNobodyIn;
    private final Runnable afterwards;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CountDownLatch done = new CountDownLatch(1);

    /**
     * Nothing happens before {@link #stop}.
     *
     * @param letNobodyIn is run once on the first loop, at the beginning
     * @param afterwards is run once, behind everything
     */
    OrderlyStop(EventLoops loops, Census census, Runnable letNobodyIn, Runnable afterwards) {
        this.loops = loops;
        this.census = census;
        this.letNobodyIn = letNobodyIn;
        this.afterwards = afterwards;
    }

    /** Whether nobody is let in any more, or soon. */
    boolean hasBegun() {
        return begun.get();
    }

    /**
     * Lets nobody in, sends Close 1001 to everybody, waits for the answers and for the last callbacks, and cuts what is left
     * when the time is over. Blocks until all of that is done, unless it is called on an event loop, which cannot wait for
     * itself: then it goes on in the background. An interrupt ends the waiting for the peers.
     */
    void stop(Duration timeout) {
        if (loops.all().stream().anyMatch(EventLoop::inLoop)) {
            new Thread(() -> stop(timeout), "ws-stop").start();
            return;
        }
        try {
            if (begun.compareAndSet(false, true)) {
                try {
                    drain(timeout);
                } finally {
                    end();
                    done.countDown();
                }
            } else {
                done.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells everybody, and waits for what they answer. */
    private void drain(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        CountDownLatch told = new CountDownLatch(loops.all().size());
        loops.first().execute(LoopTask.of(() -> {
            letNobodyIn.run();
            // Behind everybody who was let in before.
            onAllLoops(Connection::shutdown, told);
        }));
        // A loop that a handler blocks tells nobody, and must not block this too.
        if (told.await(Math.max(timeout.toNanos(), GRACE.toNanos()), TimeUnit.NANOSECONDS)) {
            census.close();
            census.awaitEmpty(deadline - System.nanoTime());
        }
    }

    /** Cuts what is left, gives its last callbacks a moment, and ends the threads. */
    private void end() throws InterruptedException {
        CountDownLatch cut = new CountDownLatch(loops.all().size());
        onAllLoops(Connection::cut, cut);
        census.close();
        try {
            if (!cut.await(GRACE.toNanos(), TimeUnit.NANOSECONDS) || !census.awaitEmpty(GRACE.toNanos())) {
                LOG.log(Level.WARNING, "stopped while callbacks were still running");
            }
        } finally {
            loops.stop();
            afterwards.run();
        }
    }

    private void onAllLoops(Consumer<Connection> work, CountDownLatch reached) {
        for (EventLoop loop : loops.all()) {
            loop.execute(LoopTask.of(() -> {
                try {
                    loops.pollerOf(loop).attached().stream()
                            .filter(Connection.class::isInstance)
                            .map(Connection.class::cast)
                            .forEach(work);
                } finally {
                    reached.countDown();
                }
            }));
        }
    }
}
