package dev.wsboot.ws.net;

import dev.wsboot.ws.MessageType;
import dev.wsboot.ws.PreparedMessage;
import dev.wsboot.ws.protocol.FrameWriter;
import dev.wsboot.ws.protocol.Role;
import dev.wsboot.ws.protocol.WebSocketProtocol;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Encodes the messages of one connection and puts them into its output, as long as they may be sent and fit. Belongs to
 * the connection's event loop.
 */
final class MessageSender {

    private final WebSocketConnection connection;
    private final Session session;
    private final SessionOptions options;
    private final WebSocketProtocol protocol;
    private final Outbound outbound;
    private final Role role;

    MessageSender(
            WebSocketConnection connection,
            Session session,
            SessionOptions options,
            Role role,
            WebSocketProtocol protocol,
            Outbound outbound) {
        this.connection = connection;
        this.session = session;
        this.options = options;
        this.role = role;
        this.protocol = protocol;
        this.outbound = outbound;
    }

    /**
     * Sends a text message.
     *
     * @return whether it was taken
     */
    boolean sendText(String text) {
        long most = FrameWriter.maxTextFrameSize(text);
        if (most > EventLoop.WRITE_BUFFER || outbound.queued() > 0) {
            // What has to wait takes the room that it needs, not the most that it could need.
            return send(MessageType.TEXT, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }
        if (!canTake(text.length())) {
            return false;
        }
        int size = protocol.writeText(text, outbound.reserve((int) most));
        outbound.commit();
        options.observer().messageSent(session, MessageType.TEXT, size);
        return true;
    }

    /**
     * Sends a message.
     *
     * @param payload from position to limit; left alone
     * @return whether it was taken
     */
    boolean send(MessageType type, ByteBuffer payload) {
        int size = payload.remaining();
        if (!canTake(size)) {
            return false;
        }
        ByteBuffer out = outbound.reserve(FrameWriter.MAX_HEADER + size);
        if (type == MessageType.TEXT) {
            protocol.writeText(payload, out);
        } else {
            protocol.writeBinary(payload, out);
        }
        outbound.commit();
        options.observer().messageSent(session, type, size);
        return true;
    }

    /**
     * Sends a message that is encoded already.
     *
     * @return whether it was taken
     */
    boolean send(PreparedMessage message) {
        if (role == Role.CLIENT) {
            // Section 5.3: each frame of a client has a key of its own, so there is nothing to be shared.
            return send(message.type(), message.payload());
        }
        if (!canTake(message.frameSize())) {
            return false;
        }
        outbound.add(message);
        options.observer().messageSent(session, message.type(), message.payloadSize());
        return true;
    }

    private boolean canTake(int size) {
        if (connection.isOver() || !protocol.state().canSend()) {
            return false;
        }
        if (!fits(size)) {
            // Much of it may wait only for the end of this turn, which says nothing about the peer.
            outbound.flush();
            if (!fits(size)) {
                connection.sendQueueOverflown();
                return false;
            }
        }
        return true;
    }

    private boolean fits(int size) {
        int queued = outbound.queued();
        return queued == 0 || (long) queued + size <= options.sendQueueSize();
    }
}
