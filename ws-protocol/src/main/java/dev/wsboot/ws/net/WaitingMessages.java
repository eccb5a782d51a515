package dev.wsboot.ws.net;

import dev.wsboot.ws.PreparedMessage;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Whole messages that wait for a peer, in order, and can still be dropped, because nothing of them was sent. Belongs to the
 * connection's event loop.
 */
final class WaitingMessages {

    private final SendQueuePolicy policy;
    private final int maxMessages;
    private final int maxBytes;

    private final Consumer<CompletableFuture<Void>> markReached;

    /**
     * By their keys; those that have none, or none that matters, have one of their own here. Behind a message there may be marks, which are
     * futures.
     */
    private final Map<Object, Object> messages = new LinkedHashMap<>();

    /** Both are written by the loop only, and read by any thread. */
    private final AtomicInteger count = new AtomicInteger();

    private final AtomicInteger bytes = new AtomicInteger();

    /**
     * Nothing waits yet.
     *
     * @param markReached takes a mark when nothing waits before it any more
     */
    WaitingMessages(
            SendQueuePolicy policy, int maxMessages, int maxBytes, Consumer<CompletableFuture<Void>> markReached) {
        this.policy = policy;
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
        this.markReached = markReached;
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    /**
     * Lets a message wait behind the others, where the policy finds room for it.
     *
     * @param dropped takes what will not be sent for it, the message itself included
     * @return whether it waits now
     */
    boolean offer(PreparedMessage message, Consumer<PreparedMessage> dropped) {
        if (policy == SendQueuePolicy.CONFLATE) {
            PreparedMessage needless = replace(message);
            if (needless != null) {
                dropped.accept(needless);
                return true;
            }
        }
        while (policy == SendQueuePolicy.DROP_OLDEST && !hasRoom(message.payloadSize())) {
            PreparedMessage oldest = remove();
            passMarks();
            dropped.accept(oldest);
        }
        if (hasRoom(message.payloadSize())) {
            add(message);
            return true;
        }
        if (policy == SendQueuePolicy.DROP_NEWEST) {
            dropped.accept(message);
        }
        return false;
    }

    /** A single message always has room: a bound must not forbid a large one. */
    private boolean hasRoom(int size) {
        return isEmpty() || (count() < maxMessages && (long) bytes() + size <= maxBytes);
    }

    private void add(PreparedMessage message) {
        Object key = policy == SendQueuePolicy.CONFLATE ? message.key() : null;
        messages.put(key == null ? new Object() : key, message);
        counted(1, message.payloadSize());
    }

    /** Takes out the one that has waited longest; to be followed by {@link #passMarks}. */
    PreparedMessage remove() {
        PreparedMessage oldest = (PreparedMessage) removeFirst();
        counted(-1, -oldest.payloadSize());
        return oldest;
    }

    /** What was taken out is on its way: tells whoever waited for it and has nothing more to wait for. */
    void passMarks() {
        while (!messages.isEmpty() && messages.values().iterator().next() instanceof CompletableFuture<?>) {
            markReached.accept(asMark(removeFirst()));
        }
    }

    private Object removeFirst() {
        Iterator<Object> each = messages.values().iterator();
        Object first = each.next();
        each.remove();
        return first;
    }

    @SuppressWarnings("unchecked")
    private static CompletableFuture<Void> asMark(Object mark) {
        return (CompletableFuture<Void>) mark;
    }

    /** Sets a mark behind what waits, which is not nothing. */
    void mark(CompletableFuture<Void> mark) {
        messages.put(new Object(), mark);
    }

    /** Puts a message into the place of the one with the same key, where there is such a one, and returns that. */
    private @Nullable PreparedMessage replace(PreparedMessage message) {
        Object key = message.key();
        PreparedMessage waiting = key == null ? null : (PreparedMessage) messages.get(key);
        if (waiting == null) {
            return null;
        }
        int more = message.payloadSize() - waiting.payloadSize();
        if (count() > 1 && (long) bytes() + more > maxBytes) {
            return null;
        }
        messages.put(key, message);
        counted(0, more);
        return waiting;
    }

    private void counted(int more, int moreBytes) {
        count.setOpaque(count() + more);
        bytes.setOpaque(bytes() + moreBytes);
    }

    /** How many wait; any thread. */
    int count() {
        return count.getOpaque();
    }

    /** Bytes of their payloads; any thread. */
    int bytes() {
        return bytes.getOpaque();
    }

    /** Nothing of it will be sent; whoever waits for a mark is told. */
    void discard() {
        List<Object> all = List.copyOf(messages.values());
        messages.clear();
        counted(-count(), -bytes());
        for (Object each : all) {
            if (each instanceof CompletableFuture<?> mark) {
                mark.completeExceptionally(MessageSender.sessionEnded());
            }
        }
    }
}
