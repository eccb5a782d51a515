package dev.wsboot.ws.net;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The deadlines of one event loop: a binary heap whose members know their place, so that a deadline can be moved. A
 * connection stands here once, with the earliest of its deadlines, and looks at the others when that one has come; what
 * happens for every message moves nothing.
 */
final class DeadlineQueue {

    static final int ABSENT = -1;

    private @Nullable Deadline[] heap = new Deadline[16];
    private int size;

    /** Sets or moves a deadline. */
    void schedule(Deadline deadline, long at) {
        if (deadline.index == ABSENT) {
            if (size == heap.length) {
                heap = Arrays.copyOf(heap, 2 * size);
            }
            deadline.at = at;
            place(deadline, size++);
            siftUp(deadline);
        } else {
            deadline.at = at;
            siftUp(deadline);
            siftDown(deadline);
        }
    }

    /** Takes a deadline out; nothing happens where it does not stand here. */
    void cancel(Deadline deadline) {
        int hole = deadline.index;
        if (hole == ABSENT) {
            return;
        }
        deadline.index = ABSENT;
        Deadline last = at(--size);
        heap[size] = null;
        if (last != deadline) {
            place(last, hole);
            siftUp(last);
            siftDown(last);
        }
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** How long until the earliest; not positive where it has come. Only where the queue is not empty. */
    long untilNext(long now) {
        return at(0).at - now;
    }

    /** Takes out the earliest that has come; null where none has. */
    @Nullable
    Deadline takeDue(long now) {
        if (size == 0 || at(0).at - now > 0) {
            return null;
        }
        Deadline due = at(0);
        cancel(due);
        return due;
    }

    private void siftUp(Deadline deadline) {
        int i = deadline.index;
        while (i > 0) {
            Deadline parent = at((i - 1) >>> 1);
            if (parent.at - deadline.at <= 0) {
                break;
            }
            int parentIndex = parent.index;
            place(parent, i);
            i = parentIndex;
        }
        place(deadline, i);
    }

    private void siftDown(Deadline deadline) {
        int i = deadline.index;
        for (int child = 2 * i + 1; child < size; child = 2 * i + 1) {
            if (child + 1 < size && at(child + 1).at - at(child).at < 0) {
                child++;
            }
            Deadline smaller = at(child);
            if (deadline.at - smaller.at <= 0) {
                break;
            }
            place(smaller, i);
            i = child;
        }
        place(deadline, i);
    }

    private void place(Deadline deadline, int i) {
        heap[i] = deadline;
        deadline.index = i;
    }

    @SuppressWarnings("NullAway") // below size there is always one
    private Deadline at(int i) {
        return heap[i];
    }
}
