package dev.wsboot.ws.net;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** The event loops of one server or client, and their threads. */
final class EventLoops {

    private final List<EventLoop> loops = new ArrayList<>();
    private final List<NioPoller> pollers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();

    /**
     * Loops that are not yet running.
     *
     * @param name what the threads' names begin with
     * @param daemon whether the JVM may end while they run
     * @throws IOException if the operating system has no more selectors
     */
    EventLoops(int count, String name, boolean daemon) throws IOException {
        try {
            for (int i = 0; i < count; i++) {
                LongSupplier clock = System::nanoTime;
                NioPoller poller = new NioPoller(clock);
                pollers.add(poller);
                EventLoop loop = new EventLoop(poller, clock);
                loops.add(loop);
                Thread thread = new Thread(loop::run, name + "-" + (i + 1));
                thread.setDaemon(daemon);
                threads.add(thread);
            }
        } catch (IOException e) {
            pollers.forEach(NioPoller::close);
            throw e;
        }
    }

    List<EventLoop> all() {
        return List.copyOf(loops);
    }

    EventLoop first() {
        return loops.get(0);
    }

    NioPoller pollerOf(EventLoop loop) {
        return pollers.get(loops.indexOf(loop));
    }

    /** The loop for the next connection; any thread. */
    EventLoop next() {
        return loops.get(Math.floorMod(next.getAndIncrement(), loops.size()));
    }

    void start() {
        threads.forEach(Thread::start);
    }

    /** Never started, never needed again. */
    void discard() {
        pollers.forEach(NioPoller::close);
    }

    /** Ends every loop after its turn, and waits a moment for the threads, the calling one excepted. */
    void stop() throws InterruptedException {
        for (EventLoop loop : loops) {
            loop.execute(LoopTask.of(loop::stop));
        }
        for (Thread thread : threads) {
            if (thread != Thread.currentThread()) {
                thread.join(TimeUnit.SECONDS.toMillis(1));
            }
        }
    }
}
