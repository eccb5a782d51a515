package dev.wsboot.ws.net;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.CloseEvent.Initiator;
import dev.wsboot.ws.MessageType;
import dev.wsboot.ws.WsHandler;
import dev.wsboot.ws.WsLimit;
import dev.wsboot.ws.WsUpgrade;
import dev.wsboot.ws.protocol.CloseCode;
import dev.wsboot.ws.protocol.Compression;
import dev.wsboot.ws.protocol.DeflateOptions;
import dev.wsboot.ws.protocol.DeflateParameters;
import dev.wsboot.ws.protocol.FrameWriter;
import dev.wsboot.ws.protocol.ProtocolEvents;
import dev.wsboot.ws.protocol.ProtocolFailure;
import dev.wsboot.ws.protocol.ProtocolOptions;
import dev.wsboot.ws.protocol.Role;
import dev.wsboot.ws.protocol.WebSocketProtocol;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A connection after its handshake: joins the protocol's state machine to the wire on one side and to the handler on the
 * other, and keeps its deadlines. Belongs to its event loop.
 */
final class WebSocketConnection implements Phase, ProtocolEvents {

    /** A control frame with the largest payload. */
    private static final int MAX_CONTROL_FRAME = FrameWriter.MAX_HEADER + 125;

    private final Connection connection;
    private final SessionOptions options;
    private final WebSocketProtocol protocol;
    private final Session session;
    private final MessageSender sender;
    private final HandlerCalls calls;
    private final Liveness liveness;
    private final SessionEnd end;

    /** Null where a peer that takes nothing is not read. */
    private final @Nullable AnswerRoom answerRoom;

    /** Null where the peer may send as fast as it likes. */
    private final @Nullable Arrivals arrivals;

    /** Made with the first Ping of the peer. */
    private @Nullable PongQueue pongs;

    /** Made when it joins or leaves a group for the first time. */
    private @Nullable Memberships memberships;

    /** Bytes of the message that arrives in parts. */
    private long partBytes;

    WebSocketConnection(
            Connection connection, SessionOptions options, WsHandler handler, WsUpgrade upgrade, Agreement agreement) {
        EventLoop loop = connection.loop();
        this.connection = connection;
        this.options = options;
        Role role = agreement.role();
        ProtocolOptions protocolOptions = new ProtocolOptions(
                role, options.messageLimits(), options.inParts(), compression(agreement), loop.slab());
        this.protocol = new WebSocketProtocol(loop.readers(protocolOptions), loop.frameWriter(role), this);
        this.session = new Session(this, options.sessions().nextId(), upgrade, agreement);
        this.sender = new MessageSender(this, protocol, connection.outbound());
        this.calls = HandlerCalls.of(new Callbacks(handler, session), connection, options);
        // Where callbacks run elsewhere it does not show what is an answer.
        boolean answersInline = role == Role.CLIENT && options.executor() == null;
        this.answerRoom = answersInline ? new AnswerRoom(options.sendQueueSize() / MessageSender.READ_SHARE) : null;
        this.end = new SessionEnd(this, connection, protocol, calls);
        this.arrivals = Arrivals.of(options, session.remoteAddress().getAddress(), loop.now());
        this.liveness = new Liveness(options.heartbeat(), options.messageTimeout(), loop.now());
    }

    private @Nullable Compression compression(Agreement agreement) {
        DeflateParameters agreed = agreement.deflate();
        DeflateOptions wanted = options.deflate();
        return agreed == null || wanted == null
                ? null
                : new Compression(agreed, wanted, connection.loop().zlib());
    }

    EventLoop loop() {
        return connection.loop();
    }

    SessionOptions options() {
        return options;
    }

    Session session() {
        return session;
    }

    Role role() {
        return session.role();
    }

    /** Whether the session ended. */
    boolean isOver() {
        return end.isOver();
    }

    Memberships memberships() {
        Memberships all = memberships == null ? new Memberships() : memberships;
        memberships = all;
        return all;
    }

    /** The 101 was sent: the session begins. */
    void open() {
        options.sessions().add(session);
        options.observer().sessionOpened(session);
        calls.open();
    }

    // What arrives.

    @Override
    public void receive(ByteBuffer in) {
        liveness.heard(connection.loop().now());
        if (answerRoom != null) {
            answerRoom.reading(sender.heldBytes());
        }
        drainedPongs();
        protocol.receive(in);
        timeMessage();
    }

    private void timeMessage() {
        if (!protocol.isInMessage()) {
            liveness.messageComplete();
        } else if (liveness.messageBegun(connection.loop().now())) {
            connection.dueBy(liveness.deadline());
        }
    }

    @Override
    public @Nullable ByteBuffer room(int most) {
        return protocol.payloadRoom(most);
    }

    @Override
    public void onText(ByteBuffer payload, boolean ascii) {
        liveness.messageComplete();
        if (comesTooEarly(1, payload.remaining())) {
            return;
        }
        options.observer().messageReceived(session, MessageType.TEXT, payload.remaining());
        calls.text(payload, ascii);
        pauseWhereAsked();
    }

    @Override
    public void onBinary(ByteBuffer payload) {
        liveness.messageComplete();
        if (comesTooEarly(1, payload.remaining())) {
            return;
        }
        options.observer().messageReceived(session, MessageType.BINARY, payload.remaining());
        calls.binary(payload);
        pauseWhereAsked();
    }

    @Override
    public void onPart(boolean text, ByteBuffer payload, boolean last) {
        if (comesTooEarly(last ? 1 : 0, payload.remaining())) {
            return;
        }
        partBytes += payload.remaining();
        if (last) {
            options.observer().messageReceived(session, text ? MessageType.TEXT : MessageType.BINARY, partBytes);
            partBytes = 0;
        }
        calls.part(text, payload, last);
        pauseWhereAsked();
    }

    @Override
    public void onPing(ByteBuffer payload) {
        if (comesTooEarly(1, payload.remaining())) {
            return;
        }
        PongQueue all = pongs();
        if (all.areMany()) {
            // They may wait only for the end of this turn, which says nothing about the peer.
            connection.outbound().flush();
            drainedPongs();
        }
        if (all.answersNow(payload)) {
            pong(payload);
        } else {
            limitReached(WsLimit.PENDING_PONGS);
        }
        if (!end.hasBegun()) {
            calls.ping(payload);
        }
        pauseWhereAsked();
    }

    private PongQueue pongs() {
        PongQueue all = pongs == null ? new PongQueue(options.maxPendingPongs()) : pongs;
        pongs = all;
        return all;
    }

    /** Section 5.5.2: "an endpoint MUST send a Pong frame in response, unless it already received a Close frame". */
    private void pong(ByteBuffer payload) {
        if (protocol.state().canSend()) {
            protocol.writePong(payload, connection.outbound().reserve(MAX_CONTROL_FRAME));
            connection.outbound().commit();
        }
    }

    /** Answers the latest Ping where it had to wait, once the peer has taken the Pongs before. */
    private void drainedPongs() {
        if (pongs != null && !connection.outbound().isBlocked()) {
            ByteBuffer latest = pongs.drained();
            if (latest != null) {
                pong(latest);
            }
        }
    }

    @Override
    public void onPong(ByteBuffer payload) {
        long roundTrip = liveness.roundTrip(payload, connection.loop().now());
        if (roundTrip < 0 && comesTooEarly(1, payload.remaining())) {
            return;
        }
        if (roundTrip >= 0) {
            session.answeredPing(roundTrip);
            options.observer().pingAnswered(session, Duration.ofNanos(roundTrip));
        }
        if (!end.hasBegun()) {
            calls.pong(payload);
        }
        pauseWhereAsked();
    }

    /** Counts what arrived, and fails the connection where that is more than may come, unless it is only to be counted. */
    private boolean comesTooEarly(int count, int bytes) {
        if (arrivals == null
                || end.hasBegun()
                || !arrivals.areTooMany(count, bytes, connection.loop().now())) {
            return false;
        }
        // What came in time is answered before that, as where the peer breaks the protocol.
        protocol.fail();
        String why = "too fast: more messages than the server takes";
        end.leave(new CloseEvent(CloseCode.POLICY_VIOLATION, why, Initiator.LOCAL, Cause.RATE_LIMIT, false));
        return true;
    }

    /**
     * Two ends that send to each other must not both wait until the other one reads. So a client, and any side while a
     * message leaves in parts, reads the peer though it takes nothing at the moment, as long as what is sent besides has
     * room.
     */
    @Override
    public boolean readsWhileBlocked() {
        return (answerRoom != null && answerRoom.isLeft()) || sender.hasRoomWhileStreaming();
    }

    @Override
    public void outputDrained() {
        if (answerRoom != null) {
            answerRoom.drained();
        }
        drainedPongs();
        sender.outputDrained();
        session.roomChanged();
    }

    @Override
    public void outputFlushed() {
        session.roomChanged();
    }

    /** A peer that does not read is not read from, and neither is one whose handler cannot follow. */
    private void pauseWhereAsked() {
        if (answerRoom != null) {
            answerRoom.handled(sender.heldBytes(), connection.outbound().isBlocked());
        }
        if (connection.outbound().isBlocked() && !readsWhileBlocked()) {
            connection.pause(Connection.OUTPUT_BLOCKED);
        }
        if (session.hasMuchPosted()) {
            // A few compressed bytes become many, and an executor answers them while they are read.
            connection.pause(Connection.SENDS_POSTED);
            connection.loop().execute(LoopTask.of(() -> connection.resume(Connection.SENDS_POSTED)));
        }
        if (connection.isPaused()) {
            protocol.pause();
        }
    }

    @Override
    public void onClose(int code, String reason) {
        end.closeReceived(code, reason);
    }

    @Override
    public void onFailure(ProtocolFailure failure) {
        Cause cause = Cause.PROTOCOL_ERROR;
        if (failure.code() == CloseCode.MESSAGE_TOO_BIG) {
            cause = Cause.MESSAGE_TOO_BIG;
            limitReached(WsLimit.MESSAGE_SIZE);
        } else if (failure.code() == CloseCode.POLICY_VIOLATION) {
            cause = Cause.LIMIT_EXCEEDED;
            limitReached(WsLimit.FRAGMENTS);
        }
        end.leave(new CloseEvent(failure.code(), failure.reason(), Initiator.LOCAL, cause, false));
    }

    @Override
    public void inputEnded() {
        end.inputEnded();
    }

    @Override
    public void broken(IOException error) {
        end.broken(error);
    }

    @Override
    public void stalled() {
        end.stalled();
    }

    @Override
    public void cut() {
        end.cut();
    }

    // What is sent.

    /** Encodes and sends messages. */
    MessageSender sender() {
        return sender;
    }

    /** Reads nothing, until {@link #resumeReading} or the session is closed. */
    void suspendReading() {
        if (!end.hasBegun()) {
            connection.pause(Connection.SUSPENDED);
        }
    }

    void resumeReading() {
        connection.resume(Connection.SUSPENDED);
    }

    void sendQueueOverflown() {
        if (!end.isOver()) {
            limitReached(WsLimit.SEND_QUEUE);
        }
        end.fail(CloseCode.POLICY_VIOLATION, "too slow: the send queue is full", Cause.SEND_QUEUE_OVERFLOW);
    }

    @Override
    public void resumed() {
        liveness.notListening(connection.loop().now());
    }

    // The end.

    /** Begins the closing handshake, unless one side did before. */
    void close(int code, String reason, Cause cause) {
        end.close(code, reason, cause);
    }

    void handlerFailed() {
        end.fail(CloseCode.INTERNAL_ERROR, "", Cause.HANDLER_ERROR);
    }

    @Override
    public void shutdown(int closeCode) {
        if (end.isOver()) {
            return;
        }
        session.closing();
        if (session.hasPosted()) {
            // It was accepted, so it goes first. Nothing more is, or there might be no end of it.
            loop().execute(LoopTask.of(() -> shutdown(closeCode)));
        } else {
            close(closeCode, shutdownReason(), Cause.SHUTDOWN);
        }
    }

    private String shutdownReason() {
        return role() == Role.SERVER ? "the server is shutting down" : "the client is shutting down";
    }

    /** The last callback is about to be called: nothing more is sent or delivered. */
    void ended() {
        if (memberships != null) {
            memberships.leaveAll();
        }
        if (arrivals != null) {
            arrivals.end(connection.loop());
        }
        sender.discard();
        session.roomChanged();
        protocol.release();
    }

    void limitReached(WsLimit limit) {
        options.observer().limitReached(limit);
    }

    // Time.

    @Override
    public long deadline() {
        if (end.isOver()) {
            return NEVER;
        }
        return end.hasBegun() ? end.deadline() : liveness.deadline();
    }

    @Override
    public void expired(long now) {
        if (end.hasBegun()) {
            end.expired();
            return;
        }
        if (connection.isPaused()) {
            liveness.notListening(now);
        }
        switch (liveness.due(now)) {
            case PING -> ping(now);
            case PING_TIMEOUT -> end.pingTimeout();
            case IDLE_TIMEOUT -> close(CloseCode.GOING_AWAY, "idle timeout", Cause.IDLE_TIMEOUT);
            case MESSAGE_TIMEOUT -> messageTimeout();
            case NOTHING -> {}
        }
    }

    private void messageTimeout() {
        limitReached(WsLimit.MESSAGE_TIME);
        String why = "a message took longer than " + Durations.text(options.messageTimeout());
        end.fail(CloseCode.POLICY_VIOLATION, why, Cause.MESSAGE_TIMEOUT);
    }

    private void ping(long now) {
        if (connection.outbound().isBlocked()) {
            liveness.skipPing(now);
            return;
        }
        protocol.writePing(liveness.ping(now), connection.outbound().reserve(MAX_CONTROL_FRAME));
        connection.outbound().commit();
    }
}
