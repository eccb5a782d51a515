package dev.wsboot.ws.net;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Tasks from many threads for one event loop, in order: a stack that the loop takes as a whole and turns around. Adding
 * is one compare-and-set and allocates nothing.
 */
final class TaskQueue {

    /** Stands in the place of the newest task where no more are taken. */
    private static final LoopTask CLOSED = LoopTask.of(() -> {});

    private final AtomicReference<@Nullable LoopTask> newest = new AtomicReference<>();

    /**
     * Adds a task; any thread.
     *
     * @return false where the queue is closed
     */
    boolean add(LoopTask task) {
        LoopTask previous;
        do {
            previous = newest.get();
            if (isClosedBy(previous)) {
                return false;
            }
            task.next = previous;
        } while (!newest.compareAndSet(previous, task));
        return true;
    }

    boolean isEmpty() {
        return newest.get() == null;
    }

    /** Takes all tasks; the loop only. The oldest comes first, each linked to the one after it. */
    @Nullable
    LoopTask takeAll() {
        return oldestFirst(newest.getAndSet(null));
    }

    /** Takes all tasks, as {@link #takeAll}, and lets no more in. Once, and the last thing that the loop does. */
    @Nullable
    LoopTask close() {
        return oldestFirst(newest.getAndSet(CLOSED));
    }

    @SuppressWarnings("ReferenceEquality") // this very task
    private static boolean isClosedBy(@Nullable LoopTask task) {
        return task == CLOSED;
    }

    private static @Nullable LoopTask oldestFirst(@Nullable LoopTask newestTask) {
        LoopTask oldest = null;
        LoopTask task = newestTask;
        while (task != null) {
            LoopTask before = task.next;
            task.next = oldest;
            oldest = task;
            task = before;
        }
        return oldest;
    }
}
