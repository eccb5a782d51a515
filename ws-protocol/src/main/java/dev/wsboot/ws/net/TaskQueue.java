package dev.wsboot.ws.net;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Tasks from many threads for one event loop, in order: a stack that the loop takes as a whole and turns around. Adding
 * is one compare-and-set and allocates nothing.
 */
final class TaskQueue {

    private final AtomicReference<@Nullable LoopTask> newest = new AtomicReference<>();

    /** Adds a task; any thread. */
    void add(LoopTask task) {
        LoopTask previous;
        do {
            previous = newest.get();
            task.next = previous;
        } while (!newest.compareAndSet(previous, task));
    }

    boolean isEmpty() {
        return newest.get() == null;
    }

    /** Takes all tasks; the loop only. The oldest comes first, each linked to the one after it. */
    @Nullable
    LoopTask takeAll() {
        LoopTask oldest = null;
        LoopTask task = newest.getAndSet(null);
        while (task != null) {
            LoopTask before = task.next;
            task.next = oldest;
            oldest = task;
            task = before;
        }
        return oldest;
    }
}
