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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the messages of one connection and puts them into its output, as long as they may be sent and fit. Belongs to
 * the connection's event loop.
 */
final class MessageSender {

    /** What a control frame adds to its payload. */
    static final int CONTROL_HEADER = 2;

    /**
     * What part of the send queue may be in use while a peer is read that takes nothing, and the same for what other threads
     * have posted: half of it is for the answers to callbacks that wait.
     */
    static final int READ_SHARE = 8;

    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private final WebSocketConnection connection;
    private final WebSocketProtocol protocol;
    private final Outbound outbound;
    private final Role role;

    /** Null while there is none; written by the loop only, read by any thread. */
    private volatile @Nullable PendingSends pending;

    MessageSender(WebSocketConnection connection, WebSocketProtocol protocol, Outbound outbound) {
        this.connection = connection;
        this.protocol = protocol;
        this.outbound = outbound;
        this.role = connection.role();
    }

    /**
     * Sends a text message. What was received goes straight from here where it can, and not by {@link #send(MessageType, ByteBuffer)}:
     * by two more calls it would be beyond what HotSpot inlines.
     *
     * @return whether it was taken
     */
    boolean sendText(String text) {
        ByteBuffer received = connection.loop().receivedText().bytesOf(text);
        if (received != null) {
            int size = received.remaining();
            if (!goesStraight(size) || protocol.compresses(true, size) || outbound.writesThrough(size)) {
                return send(MessageType.TEXT, received);
            }
            protocol.writeText(received, outbound.reserve(FrameWriter.MAX_HEADER + size));
            outbound.commit();
            sent(MessageType.TEXT, size);
            return true;
        }
        long most = FrameWriter.maxTextFrameSize(text);
        boolean straight = most <= EventLoop.WRITE_BUFFER && goesStraight(most);
        if (!straight || protocol.compresses(true, (int) most)) {
            // What has to wait takes the room that it needs, not the most that it could need.
            return send(MessageType.TEXT, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }
        int size = protocol.writeText(text, outbound.reserve((int) most));
        outbound.commit();
        sent(MessageType.TEXT, size);
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
        if (goesStraight(size)) {
            write(type, payload);
            return true;
        }
        if (mayWait(size)) {
            return await(PreparedMessage.of(type, payload));
        }
        if (!canTake(size)) {
            return false;
        }
        if (isFree()) {
            write(type, payload);
        } else {
            ByteBuffer copy = copyOf(payload);
            pending().turns.await(null, size, () -> sendLate(type, copy));
        }
        return true;
    }

    /**
     * Whether a message may be sent and no policy and no bound has a say, because nothing waits and there is much room: the way of nearly
     * all. To ask that first takes 3 to 6 of some 80 ns off an echo of 64 characters without a kernel.
     */
    private boolean goesStraight(long size) {
        return outbound.queued() == 0 && isFree() && isFarFromFull(size) && canSendMessages();
    }

    /** What waits was counted when it came, so it has its place whatever else waits by now. */
    private void sendLate(MessageType type, ByteBuffer payload) {
        if (canSendMessages()) {
            write(type, payload);
        }
    }

    private void write(MessageType type, ByteBuffer payload) {
        int size = payload.remaining();
        boolean text = type == MessageType.TEXT;
        ByteBuffer deflated = protocol.compresses(text, size) ? protocol.compress(payload) : null;
        ByteBuffer content = deflated == null ? payload : deflated;
        if (role == Role.SERVER && outbound.writesThrough(content.remaining())) {
            writeThrough(text, deflated != null, content);
        } else {
            ByteBuffer out = outbound.reserve(FrameWriter.MAX_HEADER + content.remaining());
            if (deflated != null) {
                protocol.writeCompressed(text, deflated, out);
            } else if (text) {
                protocol.writeText(payload, out);
            } else {
                protocol.writeBinary(payload, out);
            }
            outbound.commit();
        }
        sent(type, size);
    }

    /** A large payload that needs no mask goes to the operating system from where it is. */
    private void writeThrough(boolean text, boolean compressed, ByteBuffer content) {
        protocol.writeHeader(text, compressed, content.remaining(), outbound.reserve(FrameWriter.MAX_HEADER));
        outbound.commit();
        outbound.writeThrough(content);
    }

    /**
     * Sends a message that is encoded already.
     *
     * @return whether it was taken
     */
    boolean send(PreparedMessage message) {
        if (mayWait(message.frameSize())) {
            return await(message);
        }
        boolean compressed = isCompressed(message);
        if (!isShared(compressed)) {
            return send(message.type(), message.payload());
        }
        if (!canTake(message.frameSize())) {
            return false;
        }
        if (isFree()) {
            writeShared(message, compressed);
        } else {
            // Not compressed before its turn, because the message in parts is in the middle of being compressed.
            pending().turns.await(null, message.frameSize(), () -> sendLate(message));
        }
        return true;
    }

    private void sendLate(PreparedMessage message) {
        if (!canSendMessages()) {
            return;
        }
        boolean compressed = isCompressed(message);
        if (isShared(compressed)) {
            writeShared(message, compressed);
        } else {
            write(message.type(), message.payload());
        }
    }

    private boolean isCompressed(PreparedMessage message) {
        return protocol.compresses(message.type() == MessageType.TEXT, message.payloadSize());
    }

    /**
     * Whether a receiver gets the same bytes as others. Section 5.3: each frame of a client has a key of its own. And what refers
     * to earlier messages is nobody else's.
     */
    private boolean isShared(boolean compressed) {
        return role == Role.SERVER && (!compressed || protocol.sharedVariant() != 0);
    }

    private void writeShared(PreparedMessage message, boolean compressed) {
        outbound.add(compressed ? message.compressedBy(protocol) : message);
        sent(message.type(), message.payloadSize());
    }

    // Whole messages that wait for a slow peer, and can be dropped meanwhile.

    private SendQueuePolicy policy() {
        return connection.options().sendQueuePolicy();
    }

    /** Whether a message is to wait where the policy can still drop it, and not in the output. */
    private boolean mayWait(int size) {
        if (policy() == SendQueuePolicy.CLOSE || !canSendMessages()) {
            return false;
        }
        if (isFree()) {
            flushWhatIsMuch(size);
        }
        return !isFree() || outbound.isBlocked();
    }

    private boolean await(PreparedMessage message) {
        if (pending().messages.offer(message, this::dropped)) {
            return true;
        }
        if (policy() != SendQueuePolicy.DROP_NEWEST) {
            connection.sendQueueOverflown();
        }
        return false;
    }

    private void dropped(PreparedMessage message) {
        connection.options().observer().messageDropped(connection.session(), message.type(), message.payloadSize());
    }

    /** The peer takes messages again. */
    void outputDrained() {
        PendingSends all = pending;
        if (all != null) {
            goOn(all);
        }
    }

    private void goOn(PendingSends all) {
        while (!all.messages.isEmpty() && all.turns.isFree() && !outbound.isBlocked()) {
            sendLate(all.messages.remove());
            all.messages.passMarks();
            if (outbound.queued() >= EventLoop.WRITE_BUFFER) {
                // What is in the output cannot be dropped any more, so it is not given more than it can write at once.
                outbound.flush();
            }
        }
        if (all.areDone() && pending == all) {
            pending = null;
        }
    }

    /** What waits is to be sent whatever comes, and before it. */
    void settle() {
        PendingSends all = pending;
        while (all != null && !all.messages.isEmpty()) {
            PreparedMessage message = all.messages.remove();
            if (all.turns.isFree()) {
                sendLate(message);
            } else {
                all.turns.await(null, message.payloadSize(), () -> sendLate(message));
            }
            all.messages.passMarks();
        }
    }

    /**
     * Sends the next part of the application's own message in parts.
     *
     * @param part from position to limit; left alone
     * @return whether it was taken
     */
    boolean sendPart(MessageType type, ByteBuffer part, boolean last) {
        if (!canSendMessages()) {
            return false;
        }
        PendingSends all = pending();
        if (all.partType == null) {
            settle();
        }
        if (all.partType != null && all.partType != type) {
            throw new IllegalStateException("a message is either text or binary in all its parts");
        }
        int size = part.remaining();
        boolean now = all.turns.isFor(this);
        // Those that wait for the end of this message must not keep it from its end.
        if (!(now ? fits(size, 0) : canTake(size))) {
            return false;
        }
        all.partType = last ? null : type;
        if (now) {
            writeOwnPart(type, part, last);
        } else {
            ByteBuffer copy = copyOf(part);
            all.turns.await(this, size, () -> writeOwnPart(type, copy, last));
        }
        return true;
    }

    private void writeOwnPart(MessageType type, ByteBuffer part, boolean last) {
        if (canSendMessages()) {
            PendingSends all = pending();
            all.turns.begin(this);
            writePart(all, type, part, last);
            if (last) {
                endTurn(all);
            }
        }
    }

    /**
     * Writes a part of the message of a pump, whose turn it is.
     *
     * @return whether it was taken
     */
    boolean sendPart(MessagePump pump, MessageType type, ByteBuffer part) {
        if (!canSendMessages()) {
            return false;
        }
        PendingSends all = pending();
        all.turns.begin(pump);
        all.pumpBytes = writePart(all, type, part, false);
        return true;
    }

    /** Returns how many bytes it became. */
    private int writePart(PendingSends all, MessageType type, ByteBuffer part, boolean last) {
        boolean text = type == MessageType.TEXT;
        ByteBuffer prepared = protocol.preparePart(text, part, last);
        int written = prepared.remaining();
        protocol.writePart(text, prepared, last, outbound.reserve(FrameWriter.MAX_HEADER + written));
        outbound.commit();
        all.partBytes += part.remaining();
        if (last) {
            long size = all.partBytes;
            all.partBytes = 0;
            sent(type, size);
        }
        return written;
    }

    /** Sends a message that is made meanwhile. */
    void send(StreamedMessage message, CompletableFuture<Void> sent) {
        MessagePump pump = new MessagePump(this, connection, message, sent);
        if (!canSendMessages()) {
            pump.sessionEnded();
            return;
        }
        settle();
        PendingSends all = pending();
        all.pumps.add(pump);
        if (all.turns.isFree()) {
            all.turns.begin(pump);
            pump.start();
        } else {
            all.turns.await(null, 0, () -> {
                all.turns.begin(pump);
                pump.start();
            });
        }
    }

    /**
     * Ends the message of a pump.
     *
     * @param sent completed when its last byte has left
     * @return whether that was taken
     */
    boolean complete(MessagePump pump, MessageType type, CompletableFuture<Void> sent) {
        PendingSends all = pending();
        all.pumps.remove(pump);
        if (!canSendMessages()) {
            return false;
        }
        all.pumpBytes = 0;
        writePart(all, type, EMPTY, true);
        flush(sent);
        endTurn(all);
        return true;
    }

    /** Nothing of a pump's message was sent, nor will be: the next has its turn. */
    void abandon(MessagePump pump) {
        PendingSends all = pending();
        all.pumps.remove(pump);
        endTurn(all);
    }

    private PendingSends pending() {
        PendingSends all = pending;
        if (all == null) {
            all = new PendingSends(new WaitingMessages(
                    policy(),
                    connection.options().sendQueueMessages(),
                    connection.options().sendQueueSize(),
                    outbound::whenWritten));
            pending = all;
        }
        return all;
    }

    private void endTurn(PendingSends all) {
        all.turns.end();
        goOn(all);
    }

    /**
     * Sends a Ping or a Pong that the application wants.
     *
     * @return whether it was taken
     */
    boolean sendControl(boolean ping, ByteBuffer payload) {
        if (connection.isOver() || !protocol.state().canSend() || !fits(CONTROL_HEADER + payload.remaining(), 0)) {
            return false;
        }
        ByteBuffer out = outbound.reserve(FrameWriter.MAX_HEADER + payload.remaining());
        if (ping) {
            protocol.writePing(payload, out);
        } else {
            protocol.writePong(payload, out);
        }
        outbound.commit();
        return true;
    }

    /** Completed when everything that was taken until now has left, or was dropped; fails where the session is over. */
    void flushSession(CompletableFuture<Void> flushed) {
        if (connection.isOver()) {
            flushed.completeExceptionally(sessionEnded());
        } else {
            PendingSends all = pending;
            if (all == null || all.messages.isEmpty() || !all.turns.isFree()) {
                // Those that wait for a message in parts to end are not waited for.
                flush(flushed);
            } else {
                all.messages.mark(flushed);
            }
        }
    }

    /** Completed when everything that is in the output now has left. */
    void flush(CompletableFuture<Void> flushed) {
        outbound.whenWritten(flushed);
    }

    /** Nothing can be sent any more: what waits is lost. */
    void discard() {
        PendingSends all = pending;
        if (all == null) {
            return;
        }
        all.turns.discard();
        all.messages.discard();
        List<MessagePump> unfinished = List.copyOf(all.pumps);
        all.pumps.clear();
        unfinished.forEach(MessagePump::sessionEnded);
    }

    static IOException sessionEnded() {
        return new IOException("the session ended before everything was sent");
    }

    /** A copy of what stands from position to limit, which is left alone. */
    static ByteBuffer copyOf(ByteBuffer payload) {
        return ByteBuffer.allocate(payload.remaining()).put(0, payload, payload.position(), payload.remaining());
    }

    private boolean canSendMessages() {
        return !connection.isOver() && protocol.state().canSendMessages();
    }

    private boolean canTake(int size) {
        return canSendMessages() && fits(size, waitingBytes());
    }

    /** Whether a whole message may go now. */
    private boolean isFree() {
        PendingSends all = pending;
        return all == null || all.areNone();
    }

    /** Whether a message is leaving in parts, for which others may wait. */
    boolean isSendingInParts() {
        PendingSends all = pending;
        return all != null && !all.turns.isFree();
    }

    private int waitingBytes() {
        PendingSends all = pending;
        return all == null ? 0 : all.waitingBytes();
    }

    private void sent(MessageType type, long size) {
        connection.options().observer().messageSent(connection.session(), type, size);
    }

    /** Whether there is room for so many bytes more; where there is none, the session ends. */
    private boolean fits(int size, int waiting) {
        boolean blockedNow = flushWhatIsMuch((long) size + waiting);
        // Where it shows only now that the peer takes no more, one message may be more than the queue holds.
        if ((blockedNow && waiting == 0) || hasRoom(size, waiting)) {
            return true;
        }
        connection.sendQueueOverflown();
        return false;
    }

    /**
     * What this turn has collected waits only for its end, which says nothing about the peer. Where it is much, the peer is asked to take
     * it: so it shows that it does not while there is still room for the other answers of the same callback.
     *
     * @return whether it has shown just now
     */
    private boolean flushWhatIsMuch(long more) {
        if (outbound.isBlocked() || isFarFromFull(more)) {
            return false;
        }
        outbound.flush();
        return outbound.isBlocked();
    }

    /** Whether at most half of the queue would be in use with so many bytes more; a single message may have any size. */
    private boolean isFarFromFull(long more) {
        long held = outbound.held();
        return held == 0 || held + more <= connection.options().sendQueueSize() / 2;
    }

    private boolean hasRoom(int size, int waiting) {
        long queued = outbound.held() + waiting;
        return queued == 0 || queued + size <= connection.options().sendQueueSize();
    }

    /** Whether a message is leaving in parts, and what waits besides is little. */
    boolean hasRoomWhileStreaming() {
        PendingSends all = pending;
        return all != null
                && !all.turns.isFree()
                && queuedBytes() - all.pumpBytes <= connection.options().sendQueueSize() / READ_SHARE;
    }

    /** Bytes that the operating system has not taken; any thread. */
    int unwrittenBytes() {
        return outbound.queued();
    }

    /** Bytes that wait, be it for the operating system or for a message in parts; any thread. */
    long queuedBytes() {
        return (long) outbound.queued() + waitingBytes();
    }

    /** Bytes that wait, and those that this turn has collected. */
    long heldBytes() {
        return outbound.held() + waitingBytes();
    }

    /** Messages that wait and can be dropped; any thread. */
    int queuedMessages() {
        PendingSends all = pending;
        return all == null ? 0 : all.messages.count();
    }
}
