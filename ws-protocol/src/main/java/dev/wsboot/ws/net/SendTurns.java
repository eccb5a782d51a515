package dev.wsboot.ws.net;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is to send. RFC 6455 section 5.4: "The fragments of one message MUST NOT be interleaved between the
 * fragments of another message": while one leaves in parts, all others wait, in order. Belongs to the connection's event
 * loop.
 */
final class SendTurns {

    /** What each that waits costs besides its bytes, so that empty ones are bounded too. */
    private static final int OVERHEAD = 64;

    /** What waits: a whole message, which has no sender, or a part of its sender's message. */
    private record Waiting(@Nullable Object sender, int bytes, Runnable send) {}

    private @Nullable Object current;
    private @Nullable Deque<Waiting> waiting;
    private boolean goingOn;

    /** Written by the loop only; read by any thread. */
    private final AtomicInteger waitingBytes = new AtomicInteger();

    /** Whether a whole message may go now. */
    boolean isFree() {
        return current == null && waiting == null;
    }

    /** Whether a part of this sender may go now. */
    boolean isFor(Object sender) {
        return current == sender || isFree();
    }

    /** From now on only this sender sends, until {@link #end}. */
    void begin(Object sender) {
        current = sender;
    }

    /** The message in parts is complete: those that wait have their turn. */
    void end() {
        current = null;
        goOn();
    }

    /** Sends later, behind those that wait already. */
    void await(@Nullable Object sender, int bytes, Runnable send) {
        if (waiting == null) {
            waiting = new ArrayDeque<>(2);
        }
        waiting.add(new Waiting(sender, bytes + OVERHEAD, send));
        waitingBytes.setOpaque(waitingBytes.getPlain() + bytes + OVERHEAD);
    }

    private void goOn() {
        if (goingOn) {
            // One of those that waited has just ended a message of its own: its turn came from here.
            return;
        }
        goingOn = true;
        try {
            for (Waiting next = takeNext(); next != null; next = takeNext()) {
                next.send.run();
            }
        } finally {
            goingOn = false;
        }
    }

    /** The next one, or where a message in parts has begun, the next part of it. */
    private @Nullable Waiting takeNext() {
        if (waiting == null) {
            return null;
        }
        Iterator<Waiting> each = waiting.iterator();
        while (each.hasNext()) {
            Waiting next = each.next();
            if (current == null || next.sender == current) {
                each.remove();
                waitingBytes.setOpaque(waitingBytes.getPlain() - next.bytes);
                if (waiting.isEmpty()) {
                    waiting = null;
                }
                return next;
            }
        }
        return null;
    }

    /** Bytes that wait, and what it costs to keep them; any thread. */
    int waitingBytes() {
        return waitingBytes.getOpaque();
    }

    /** Nothing is sent any more. */
    void discard() {
        waiting = null;
        waitingBytes.setOpaque(0);
    }
}
