package dev.wsboot.ws.net;

import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;

/** Who waits until how many bytes have left. Belongs to the connection's event loop. */
final class Marks {

    private record Mark(long at, CompletableFuture<Void> done) {}

    private final ArrayDeque<Mark> marks = new ArrayDeque<>(2);

    /** Bytes that have left since this was made. */
    private long written;

    boolean isEmpty() {
        return marks.isEmpty();
    }

    /** Completed, by {@link #complete}, when so many bytes more have left. */
    void add(long after, CompletableFuture<Void> done) {
        marks.add(new Mark(written + after, done));
    }

    /** So many have left; returns whether somebody waited for that. */
    boolean advance(int count) {
        written += count;
        return isReached();
    }

    private boolean isReached() {
        return !marks.isEmpty() && marks.element().at <= written;
    }

    /** Completes those that have what they wait for. */
    void complete() {
        while (isReached()) {
            marks.remove().done.complete(null);
        }
    }

    /** Nobody will have what he waits for any more. */
    void fail() {
        while (!marks.isEmpty()) {
            marks.remove().done.completeExceptionally(MessageSender.sessionEnded());
        }
    }
}
