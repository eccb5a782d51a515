package dev.wsboot.ws.net;

import dev.wsboot.ws.MessageType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known while a message leaves in parts, or waits for one that does; there is none for a connection that only
 * sends whole messages. Belongs to the connection's event loop.
 */
final class MessagesInParts {

    final SendTurns turns = new SendTurns();

    /** Those whose messages are not complete. */
    final List<MessagePump> pumps = new ArrayList<>(2);

    /** Bytes of the message that leaves in parts. */
    long partBytes;

    /** Bytes of the part that a pump has sent last, and for which it waits. */
    int pumpBytes;

    /** That of the application's own message in parts, while it is not complete. */
    @Nullable
    MessageType partType;

    /** Whether all of them have left, and nothing waits. */
    boolean areDone() {
        return turns.isFree() && pumps.isEmpty() && partType == null;
    }
}
