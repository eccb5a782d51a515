package dev.wsboot.ws.net;

import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Where threads wait until there is room in a session's send queue. */
final class SendRoom {

    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final AtomicInteger waiting = new AtomicInteger();
    private final LoopTask tell = LoopTask.of(this::tell, this::tell);
    private final EventLoop loop;

    /** Belongs to the loop. */
    private boolean planned;

    SendRoom(EventLoop loop) {
        this.loop = loop;
    }

    /**
     * Waits until something holds; any thread but event loops.
     *
     * @param condition is asked at once, and whenever something has {@link #changed}
     * @return whether it holds; false where the thread was interrupted, which it still is then
     */
    boolean await(BooleanSupplier condition) {
        lock.lock();
        waiting.incrementAndGet();
        try {
            while (!condition.getAsBoolean()) {
                changed.await();
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            waiting.decrementAndGet();
            lock.unlock();
        }
    }

    /**
     * What is waited for may hold by now, or at the end of this turn, when everything is written that can be. On the event loop,
     * or where that has ended.
     */
    void changed() {
        if (!planned) {
            planned = true;
            loop.execute(tell);
        }
    }

    private void tell() {
        planned = false;
        // What the loop counts may be seen late. Either its change is seen by who begins to wait, or he is seen here.
        VarHandle.fullFence();
        if (waiting.get() > 0) {
            lock.lock();
            try {
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
