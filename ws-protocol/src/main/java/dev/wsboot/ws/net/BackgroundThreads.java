package dev.wsboot.ws.net;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for what must not hold up an event loop: the expensive part of TLS handshakes (keys, signatures, chains of
 * certificates, and whatever an application's trust manager does), and looking names up. They are gone when nothing is to
 * be done; what does not fit into the queue is refused, which fails that handshake.
 */
final class BackgroundThreads implements Executor, AutoCloseable {

    private static final int MAX_WAITING = 4096;
    private static final long KEEP_ALIVE_SECONDS = 10;

    private final ThreadPoolExecutor threads;

    /**
     * No threads yet.
     *
     * @param name what the threads' names begin with
     * @param count how many there are at most: one a core for what computes, more for what waits
     */
    BackgroundThreads(String name, int count) {
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                count, count, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), task -> {
                    Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    /** Takes nothing more; what runs goes on, what waits is dropped. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
