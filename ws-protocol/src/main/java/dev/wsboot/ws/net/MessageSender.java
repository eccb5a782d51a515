package dev.wsboot.ws.net;

import dev.wsboot.ws.MessageType;
import dev.wsboot.ws.PreparedMessage;
import dev.wsboot.ws.StreamedMessage;
import dev.wsboot.ws.protocol.FrameWriter;
import dev.wsboot.ws.protocol.Role;
import dev.wsboot.ws.protocol.WebSocketProtocol;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Encodes the messages of one connection and puts them into its output, as long as they may be sent and fit. Belongs to
 * the connection's event loop.
 */
final class MessageSender {

    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private final WebSocketConnection connection;
    private final Session session;
    private final SessionOptions options;
    private final WebSocketProtocol protocol;
    private final Outbound outbound;
    private final Role role;
    private final SendTurns turns = new SendTurns();
    private final List<MessagePump> pumps = new ArrayList<>(0);

    /** Bytes of the message that leaves in parts. */
    private long partBytes;

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
        boolean straight = most <= EventLoop.WRITE_BUFFER && outbound.queued() == 0 && turns.isFree();
        if (!straight || protocol.compresses(true, (int) most)) {
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
        if (turns.isFree()) {
            write(type, payload);
        } else {
            ByteBuffer copy = copyOf(payload);
            turns.await(null, size, () -> sendLate(type, copy));
        }
        return true;
    }

    private void sendLate(MessageType type, ByteBuffer payload) {
        if (canTake(payload.remaining())) {
            write(type, payload);
        }
    }

    private void write(MessageType type, ByteBuffer payload) {
        int size = payload.remaining();
        boolean text = type == MessageType.TEXT;
        ByteBuffer deflated = protocol.compresses(text, size) ? protocol.compress(payload) : null;
        if (deflated != null) {
            protocol.writeCompressed(text, deflated, outbound.reserve(FrameWriter.MAX_HEADER + deflated.remaining()));
        } else if (text) {
            protocol.writeText(payload, outbound.reserve(FrameWriter.MAX_HEADER + size));
        } else {
            protocol.writeBinary(payload, outbound.reserve(FrameWriter.MAX_HEADER + size));
        }
        outbound.commit();
        options.observer().messageSent(session, type, size);
    }

    /**
     * Sends a message that is encoded already.
     *
     * @return whether it was taken
     */
    boolean send(PreparedMessage message) {
        boolean compressed = protocol.compresses(message.type() == MessageType.TEXT, message.payloadSize());
        if (role == Role.CLIENT || (compressed && protocol.sharedVariant() == 0)) {
            // Section 5.3: each frame of a client has a key of its own. And what refers to earlier messages is nobody
            // else's. There is nothing to be shared.
            return send(message.type(), message.payload());
        }
        if (!canTake(message.frameSize())) {
            return false;
        }
        PreparedMessage shared = compressed ? message.compressedBy(protocol) : message;
        if (turns.isFree()) {
            write(shared);
        } else {
            turns.await(null, shared.frameSize(), () -> sendLate(shared));
        }
        return true;
    }

    private void sendLate(PreparedMessage message) {
        if (canTake(message.frameSize())) {
            write(message);
        }
    }

    private void write(PreparedMessage message) {
        outbound.add(message);
        options.observer().messageSent(session, message.type(), message.payloadSize());
    }

    /**
     * Sends the next part of the application's own message in parts.
     *
     * @param part from position to limit; left alone
     * @return whether it was taken
     */
    boolean sendPart(MessageType type, ByteBuffer part, boolean last) {
        if (turns.isFor(this)) {
            return writePart(this, type, part, last);
        }
        if (!canTake(part.remaining())) {
            return false;
        }
        ByteBuffer copy = copyOf(part);
        turns.await(this, copy.remaining(), () -> writePart(this, type, copy, last));
        return true;
    }

    /**
     * Writes a part, of whose message it is the turn.
     *
     * @param sender keeps the turn until the last part
     * @return whether it was taken
     */
    boolean writePart(Object sender, MessageType type, ByteBuffer part, boolean last) {
        if (!canTake(part.remaining())) {
            return false;
        }
        boolean text = type == MessageType.TEXT;
        ByteBuffer prepared = protocol.preparePart(text, part, last);
        protocol.writePart(text, prepared, last, outbound.reserve(FrameWriter.MAX_HEADER + prepared.remaining()));
        outbound.commit();
        partBytes += part.remaining();
        if (last) {
            options.observer().messageSent(session, type, partBytes);
            partBytes = 0;
            turns.end();
        } else {
            turns.begin(sender);
        }
        return true;
    }

    /** Sends a message that is made meanwhile. */
    void send(StreamedMessage message, CompletableFuture<Void> sent) {
        MessagePump pump = new MessagePump(this, connection, message, sent);
        if (connection.isOver() || !protocol.state().canSend()) {
            pump.sessionEnded();
            return;
        }
        pumps.add(pump);
        if (turns.isFree()) {
            turns.begin(pump);
            pump.start();
        } else {
            turns.await(null, 0, () -> {
                turns.begin(pump);
                pump.start();
            });
        }
    }

    /** Ends the message of a pump: completes it, or where nothing of it was sent, lets the next have its turn. */
    boolean finish(MessagePump pump, MessageType type, boolean complete) {
        pumps.remove(pump);
        if (complete) {
            return writePart(pump, type, EMPTY, true);
        }
        turns.end();
        return true;
    }

    /** Completed when everything that is in the output now has left. */
    void flush(CompletableFuture<Void> flushed) {
        outbound.whenWritten(flushed);
    }

    /** The session ended: what waits is lost. */
    void discard() {
        turns.discard();
        List<MessagePump> unfinished = List.copyOf(pumps);
        pumps.clear();
        unfinished.forEach(MessagePump::sessionEnded);
    }

    static IOException sessionEnded() {
        return new IOException("the session ended before everything was sent");
    }

    private static ByteBuffer copyOf(ByteBuffer payload) {
        return ByteBuffer.allocate(payload.remaining()).put(0, payload, payload.position(), payload.remaining());
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
        long queued = queuedBytes();
        return queued == 0 || queued + size <= options.sendQueueSize();
    }

    /** Bytes that wait; any thread. */
    long queuedBytes() {
        return (long) outbound.queued() + turns.waitingBytes();
    }
}
