package dev.wsboot.ws.net;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
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
    private final List<Farewells> farewells;
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
        this.farewells = loops.all().stream()
                .map(loop -> new Farewells(loop, () -> connectionsOf(loop)))
                .toList();
    }

    /** Whether nobody is let in any more, or soon. */
    boolean hasBegun() {
        return begun.get();
    }

    /**
     * Tells one after another where there is a window for it. Then lets nobody in, tells the others, waits for the answers and for the
     * last callbacks, and cuts what is left when the time is over. Blocks until all of that is done, unless it is called on an event
     * loop, which cannot wait for itself: then it goes on in the background. A second call waits for the first, and where it leaves no
     * window, it ends that of the first. An interrupt ends the window, and the waiting for the peers.
     */
    void stop(DrainOptions drain, Duration timeout) {
        if (loops.all().stream().anyMatch(EventLoop::inLoop)) {
            new Thread(() -> stop(drain, timeout), "ws-stop").start();
            return;
        }
        try {
            if (begun.compareAndSet(false, true)) {
                try {
                    drain(drain, timeout);
                } finally {
                    try {
                        end();
                    } finally {
                        done.countDown();
                    }
                }
            } else {
                if (drain.window().isZero()) {
                    onFarewells(Farewells::hurry);
                }
                done.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void drain(DrainOptions drain, Duration timeout) throws InterruptedException {
        try {
            if (!drain.window().isZero()) {
                spread(drain);
            }
        } catch (InterruptedException e) {
            tellAll(drain.closeCode(), Duration.ZERO);
            throw e;
        }
        tellAll(drain.closeCode(), timeout);
    }

    /** Tells one after another, for as long as the window at most. */
    private void spread(DrainOptions drain) throws InterruptedException {
        CountDownLatch told = new CountDownLatch(farewells.size());
        onFarewells(each -> each.begin(drain.window(), drain.closeCode(), told::countDown));
        // A loop that a handler blocks tells nobody, and must not block this too.
        if (!told.await(drain.window().plus(GRACE).toNanos(), TimeUnit.NANOSECONDS)) {
            onFarewells(Farewells::hurry);
        }
    }

    private void onFarewells(Consumer<Farewells> work) {
        List<EventLoop> all = loops.all();
        for (int i = 0; i < all.size(); i++) {
            Farewells each = farewells.get(i);
            all.get(i).execute(LoopTask.of(() -> work.accept(each)));
        }
    }

    /** Tells everybody who was not told before, and waits for what they answer. */
    private void tellAll(int closeCode, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        CountDownLatch closed = new CountDownLatch(1);
        loops.first().execute(LoopTask.of(() -> {
            letNobodyIn.run();
            closed.countDown();
        }));
        // A loop that a handler blocks lets nobody in, and must not keep the others from telling.
        if (!closed.await(GRACE.toNanos(), TimeUnit.NANOSECONDS)) {
            LOG.log(Level.WARNING, "a handler blocks the event loop that listens");
        }
        CountDownLatch told = new CountDownLatch(loops.all().size());
        // Behind everybody who was let in before.
        onAllLoops(connection -> connection.shutdown(closeCode), told);
        // It tells nobody, and must not block this too.
        long left = deadline - System.nanoTime();
        if (told.await(Math.max(left, GRACE.toNanos()), TimeUnit.NANOSECONDS)) {
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
            try {
                loops.stop();
            } finally {
                afterwards.run();
            }
        }
    }

    private void onAllLoops(Consumer<Connection> work, CountDownLatch reached) {
        for (EventLoop loop : loops.all()) {
            loop.execute(LoopTask.of(() -> {
                try {
                    connectionsOf(loop).forEach(work);
                } finally {
                    reached.countDown();
                }
            }));
        }
    }

    private List<Connection> connectionsOf(EventLoop loop) {
        return loops.pollerOf(loop).attached().stream()
                .filter(Connection.class::isInstance)
                .map(Connection.class::cast)
                .toList();
    }
}
