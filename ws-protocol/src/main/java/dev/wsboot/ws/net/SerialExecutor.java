package dev.wsboot.ws.net;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Runs one session's callbacks on an executor, one after another and in order, and tells when as many wait as may. Only
 * the session's event loop adds; one thread of the executor at a time takes.
 */
final class SerialExecutor implements Runnable {

    /** Told of the bound. */
    interface Bound {

        /** As much waits as may; on the event loop, from within {@link SerialExecutor#execute}. */
        void reached();

        /** There is room again; on a thread of the executor, after every {@link #reached}. */
        void cleared();
    }

    /** Callbacks that run before the executor's thread is given back, so that other sessions have their turn. */
    private static final int BATCH = 16;

    private record Call(Runnable work, int bytes) {}

    private final Executor executor;
    private final Consumer<SerialExecutor> starter;
    private final int maxCalls;
    private final int maxBytes;
    private final Bound bound;
    private final Queue<Call> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong waitingBytes = new AtomicLong();
    private volatile boolean full;

    /**
     * Runs callbacks on an executor.
     *
     * @param starter calls {@link #start} soon, from the event loop or from a thread of the executor
     * @param maxCalls how many may wait before {@link Bound#reached} is called
     * @param maxBytes the same for the bytes that they hold
     */
    SerialExecutor(Executor executor, Consumer<SerialExecutor> starter, int maxCalls, int maxBytes, Bound bound) {
        this.executor = executor;
        this.starter = starter;
        this.maxCalls = maxCalls;
        this.maxBytes = maxBytes;
        this.bound = bound;
    }

    /** Adds a callback, which must not throw; on the event loop. */
    void execute(Runnable work, int bytes) {
        queue.add(new Call(work, bytes));
        long heldBytes = waitingBytes.addAndGet(bytes);
        int calls = waiting.incrementAndGet();
        if (calls >= maxCalls || heldBytes >= maxBytes) {
            bound.reached();
            full = true;
        }
        if (calls == 1) {
            starter.accept(this);
        } else {
            // The executor may have emptied the queue before it could see that the bound was reached.
            clearWhereEmptied();
        }
    }

    /** Whether every callback is done; on the event loop. */
    boolean isIdle() {
        return waiting.get() == 0;
    }

    /** Lets a thread of the executor run what waits. */
    void start() {
        startBy(this);
    }

    /**
     * Runs something on the executor, or here where that refuses it: every session has its onClose.
     *
     * @param work must not throw
     */
    void startBy(Runnable work) {
        if (!offer(work)) {
            work.run();
        }
    }

    /** Gives the executor what waits, and returns whether it takes that; otherwise it is to be {@link #run} elsewhere. */
    boolean offer() {
        return offer(this);
    }

    private boolean offer(Runnable work) {
        try {
            executor.execute(work);
            return true;
        } catch (Throwable e) {
            // It was shut down before the server was, or has no thread left.
            return false;
        }
    }

    @Override
    public void run() {
        int done = 0;
        Call call;
        while (done < BATCH && (call = queue.poll()) != null) {
            call.work.run();
            waitingBytes.addAndGet(-call.bytes);
            done++;
        }
        int left = waiting.addAndGet(-done);
        clearWhereEmptied();
        if (left > 0) {
            start();
        }
    }

    /** The bound is cleared at half of what may wait, so that it does not come and go with every callback. */
    private void clearWhereEmptied() {
        if (full && waiting.get() <= maxCalls / 2 && waitingBytes.get() <= maxBytes / 2) {
            full = false;
            bound.cleared();
        }
    }
}
