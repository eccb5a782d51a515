package dev.wsboot.ws.net;

import dev.wsboot.ws.MessageType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known while a message cannot just be written: one leaves in parts, others wait for that, or they wait for the peer. There is
 * none for a connection that sends whole messages to a peer that takes them. Belongs to the connection's event loop.
 */
final class PendingSends {

    final SendTurns turns = new SendTurns();

    /** Whole messages that can still be dropped. */
    final WaitingMessages messages;

    /** Those whose messages are not complete. */
    final List<MessagePump> pumps = new ArrayList<>(2);

    /** Bytes of the message that leaves in parts. */
    long partBytes;

    /** Bytes of the part that a pump has sent last, and for which it waits. */
    int pumpBytes;

    /** That of the application's own message in parts, while it is not complete. */
    @Nullable
    MessageType partType;

    PendingSends(WaitingMessages messages) {
        this.messages = messages;
    }

    /** Whether a whole message may be written at once. */
    boolean areNone() {
        return turns.isFree() && messages.isEmpty();
    }

    /** Whether all of them have left, and nothing waits. */
    boolean areDone() {
        return areNone() && pumps.isEmpty() && partType == null;
    }

    /** Bytes that wait; any thread. */
    int waitingBytes() {
        return turns.waitingBytes() + messages.bytes();
    }
}
