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
import dev.wsboot.ws.protocol.ConnectionState;
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
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A connection after its handshake: joins the protocol's state machine to the wire on one side and to the handler on the
 * other, keeps its deadlines, and settles once why it ended. Belongs to its event loop.
 */
final class WebSocketConnection implements Phase, ProtocolEvents {

    /** A control frame with the largest payload. */
    private static final int MAX_CONTROL_FRAME = FrameWriter.MAX_HEADER + 125;

    /** The end has begun. */
    private sealed interface Departure {

        long deadline();
    }

    /** This side closes the session. */
    private record Closing(Cause cause, long deadline) implements Departure {}

    /** The peer's Close frame, or its violation, will be answered once the callbacks before it are done. */
    private record Leaving(CloseEvent event, long deadline) implements Departure {}

    private final Connection connection;
    private final SessionOptions options;
    private final WebSocketProtocol protocol;
    private final Session session;
    private final MessageSender sender;
    private final HandlerCalls calls;
    private final Liveness liveness;
    private final long openedAt;

    /** Null where a peer that takes nothing is not read. */
    private final @Nullable AnswerRoom answerRoom;

    /** Null where the peer may send as fast as it likes. */
    private final @Nullable ArrivalRate arrivals;

    /** Made when it joins or leaves a group for the first time. */
    private @Nullable Memberships memberships;

    /** Bytes of the message that arrives in parts. */
    private long partBytes;

    /** When the first byte came of the message that is not complete, or {@link Phase#NEVER}. */
    private long messageSince = NEVER;

    private @Nullable Departure departure;
    private boolean ended;

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
        this.openedAt = loop.now();
        this.arrivals = ArrivalRate.of(options.rateLimit(), openedAt);
        this.liveness = new Liveness(options.heartbeat(), openedAt);
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
        return ended;
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
            answerRoom.reading(sender.queuedBytes());
        }
        protocol.receive(in);
        timeMessage();
    }

    private void timeMessage() {
        if (!protocol.isInMessage()) {
            messageSince = NEVER;
        } else if (messageSince == NEVER && !options.messageTimeout().isZero()) {
            messageSince = connection.loop().now();
            connection.dueBy(messageDeadline());
        }
    }

    private long messageDeadline() {
        return messageSince == NEVER
                ? NEVER
                : messageSince + options.messageTimeout().toNanos();
    }

    /** While nothing is read, the peer cannot show that it is about to complete its message. */
    private void messageGoesOn() {
        if (messageSince != NEVER) {
            messageSince = connection.loop().now();
        }
    }

    @Override
    public @Nullable ByteBuffer room(int most) {
        return protocol.payloadRoom(most);
    }

    @Override
    public void onText(ByteBuffer payload) {
        messageSince = NEVER;
        if (comesTooEarly(1, payload.remaining())) {
            return;
        }
        options.observer().messageReceived(session, MessageType.TEXT, payload.remaining());
        calls.text(payload);
        pauseWhereAsked();
    }

    @Override
    public void onBinary(ByteBuffer payload) {
        messageSince = NEVER;
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
        // Section 5.5.2: "Upon receipt of a Ping frame, an endpoint MUST send a Pong frame in response, unless it
        // already
        // received a Close frame." Pongs cannot pile up: a peer that does not take them is not read from.
        if (protocol.state().canSend()) {
            protocol.writePong(payload, connection.outbound().reserve(MAX_CONTROL_FRAME));
            connection.outbound().commit();
        }
        if (departure == null) {
            calls.ping(payload);
        }
        pauseWhereAsked();
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
        if (departure == null) {
            calls.pong(payload);
        }
        pauseWhereAsked();
    }

    /** Counts what arrived, and fails the connection where that is more than may come, unless it is only to be counted. */
    private boolean comesTooEarly(int count, int bytes) {
        if (arrivals == null
                || departure != null
                || !arrivals.isExceededBy(count, bytes, connection.loop().now())) {
            return false;
        }
        limitReached(WsLimit.MESSAGE_RATE);
        if (options.rateLimit().onlyCounted()) {
            return false;
        }
        // What came in time is answered before that, as where the peer breaks the protocol.
        protocol.fail();
        String why = "too fast: more messages than the server takes";
        leave(new CloseEvent(CloseCode.POLICY_VIOLATION, why, Initiator.LOCAL, Cause.RATE_LIMIT, false));
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
    }

    /** A peer that does not read is not read from, and neither is one whose handler cannot follow. */
    private void pauseWhereAsked() {
        if (answerRoom != null) {
            answerRoom.handled(sender.queuedBytes(), connection.outbound().isBlocked());
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
        if (protocol.state() == ConnectionState.CLOSE_RECEIVED) {
            leave(new CloseEvent(code, reason, Initiator.REMOTE, Cause.CLOSE_FRAME, true));
        } else {
            end(new CloseEvent(code, reason, Initiator.LOCAL, closingCauseOr(Cause.CLOSE_FRAME), true));
            finish();
        }
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
        leave(new CloseEvent(failure.code(), failure.reason(), Initiator.LOCAL, cause, false));
    }

    /**
     * What the peer sent before it ended or broke the connection is answered before that is. Section 5.5.1: "An endpoint MAY
     * delay sending a Close frame until its current message is sent".
     */
    private void leave(CloseEvent event) {
        if (!protocol.state().canSendMessages()) {
            answer(event);
            return;
        }
        departure = new Leaving(
                event, connection.loop().now() + options.closeTimeout().toNanos());
        session.leaving();
        calls.afterThem(this::left);
        connection.reschedule();
    }

    /** Answers now where it was still to be done, and returns whether it was. */
    private boolean left() {
        if (!(departure instanceof Leaving now)) {
            return false;
        }
        departure = null;
        answer(now.event);
        return true;
    }

    /** Answers the peer's Close frame, or its violation. */
    private void answer(CloseEvent event) {
        if (event.initiator() == Initiator.LOCAL) {
            fail(event.code(), event.reason(), event.cause());
            return;
        }
        protocol.writeCloseReply(connection.outbound().reserve(MAX_CONTROL_FRAME));
        connection.outbound().commit();
        end(event);
        finish();
    }

    @Override
    public void inputEnded() {
        if (departure instanceof Leaving) {
            connection.pause(Connection.INPUT_ENDED);
        } else {
            wireEnded(Cause.EOF_WITHOUT_CLOSE);
        }
    }

    @Override
    public void broken(IOException error) {
        if (error instanceof SSLException) {
            // In order, so that no reset erases the alert at the peer. Section 7.4.1 has 1015 for "a failure to perform
            // a
            // TLS handshake"; that was done here.
            endWithWire(Cause.TLS_ERROR);
            connection.finish();
        } else {
            wireEnded(Cause.IO_ERROR);
        }
    }

    @Override
    public void stalled() {
        endUnanswered(abnormal(Initiator.LOCAL, Cause.WRITE_TIMEOUT));
        connection.close();
    }

    @Override
    public void cut() {
        endUnanswered(abnormal(
                Initiator.LOCAL, closingCauseOr(departure instanceof Closing ? Cause.CLOSE_TIMEOUT : Cause.IO_ERROR)));
    }

    private void wireEnded(Cause cause) {
        endWithWire(cause);
        connection.close();
    }

    private void endWithWire(Cause cause) {
        endUnanswered(abnormal(departure == null ? Initiator.NONE : Initiator.LOCAL, closingCauseOr(cause)));
    }

    /**
     * What the peer did before explains more than how the wire ended. Section 7.1.5: the code is that "contained in the first
     * Close control frame received".
     */
    private void endUnanswered(CloseEvent otherwise) {
        end(departure instanceof Leaving leaving ? unclean(leaving.event) : otherwise);
    }

    private static CloseEvent unclean(CloseEvent event) {
        return new CloseEvent(event.code(), event.reason(), event.initiator(), event.cause(), false);
    }

    /** Where this side began to close for a reason of its own, that explains more than how the peer left. */
    private Cause closingCauseOr(Cause seen) {
        return departure instanceof Closing closing && closing.cause != Cause.CLOSE_FRAME ? closing.cause : seen;
    }

    // What is sent.

    /** Encodes and sends messages. */
    MessageSender sender() {
        return sender;
    }

    /** Reads nothing, until {@link #resumeReading} or the session is closed. */
    void suspendReading() {
        if (!ended && departure == null) {
            connection.pause(Connection.SUSPENDED);
        }
    }

    void resumeReading() {
        connection.resume(Connection.SUSPENDED);
    }

    void sendQueueOverflown() {
        if (!ended) {
            limitReached(WsLimit.SEND_QUEUE);
        }
        fail(CloseCode.POLICY_VIOLATION, "too slow: the send queue is full", Cause.SEND_QUEUE_OVERFLOW);
    }

    /** While nothing was read the peer could not show that it lives, so the time of its silence begins anew. */
    @Override
    public void resumed() {
        liveness.heard(connection.loop().now());
        messageGoesOn();
    }

    // The end.

    /** Begins the closing handshake, unless one side did before. */
    void close(int code, String reason, Cause cause) {
        if (left() || ended || !protocol.state().canSend()) {
            return;
        }
        session.closing();
        departure = new Closing(
                cause, connection.loop().now() + options.closeTimeout().toNanos());
        protocol.writeClose(code, reason, connection.outbound().reserve(MAX_CONTROL_FRAME));
        connection.outbound().commit();
        connection.reschedule();
        // Nothing that still arrives is for the handler, so the peer's Close need not wait until it is free.
        connection.resume(Connection.HANDLER_BUSY);
        connection.resume(Connection.SUSPENDED);
        // Section 5.5.1: nothing may follow, so a message in parts ends here, and what waits for it is lost.
        sender.discard();
    }

    void handlerFailed() {
        fail(CloseCode.INTERNAL_ERROR, "", Cause.HANDLER_ERROR);
    }

    @Override
    public void shutdown() {
        close(CloseCode.GOING_AWAY, shutdownReason(), Cause.SHUTDOWN);
    }

    private String shutdownReason() {
        return role() == Role.SERVER ? "the server is shutting down" : "the client is shutting down";
    }

    /** RFC 6455 section 7.1.7: sends a Close frame where none was sent, and reads nothing more. */
    private void fail(int code, String reason, Cause cause) {
        if (!left() && !ended) {
            end(new CloseEvent(code, reason, Initiator.LOCAL, cause, false));
            giveUp(code, reason);
        }
    }

    private void giveUp(int code, String reason) {
        protocol.fail();
        if (protocol.state().canSendClose()) {
            protocol.writeClose(code, reason, connection.outbound().reserve(MAX_CONTROL_FRAME));
            connection.outbound().commit();
        }
        finish();
    }

    private void limitReached(WsLimit limit) {
        options.observer().limitReached(limit);
    }

    private void finish() {
        // Section 5.5.1: "The server MUST close the underlying TCP connection immediately; the client SHOULD wait for
        // the server to close the connection". Section 7.1.7 asks the same of a client that fails it.
        if (role() == Role.SERVER) {
            connection.finish();
        } else {
            connection.finishAfterPeer(options.closeTimeout());
        }
    }

    private void end(CloseEvent event) {
        if (ended) {
            return;
        }
        ended = true;
        departure = null;
        session.closing();
        if (memberships != null) {
            memberships.leaveAll();
        }
        sender.discard();
        protocol.release();
        options.observer()
                .sessionClosed(
                        session, event, Duration.ofNanos(connection.loop().now() - openedAt));
        calls.close(event);
    }

    private static CloseEvent abnormal(Initiator initiator, Cause cause) {
        return new CloseEvent(CloseCode.ABNORMAL, "", initiator, cause, false);
    }

    // Time.

    @Override
    public long deadline() {
        if (ended) {
            return NEVER;
        }
        return departure != null ? departure.deadline() : Math.min(liveness.deadline(), messageDeadline());
    }

    @Override
    public void expired(long now) {
        if (left()) {
            return;
        }
        if (departure != null) {
            limitReached(WsLimit.CLOSE_TIME);
            end(abnormal(Initiator.LOCAL, closingCauseOr(Cause.CLOSE_TIMEOUT)));
            connection.finish();
            return;
        }
        if (connection.isPaused()) {
            // What the peer says is not heard at the moment, so its silence means nothing.
            liveness.heard(now);
            messageGoesOn();
        }
        if (messageDeadline() <= now) {
            limitReached(WsLimit.MESSAGE_TIME);
            String limit = options.messageTimeout().toSeconds() + " s";
            fail(CloseCode.POLICY_VIOLATION, "a message took longer than " + limit, Cause.MESSAGE_TIMEOUT);
            return;
        }
        switch (liveness.due(now)) {
            case PING -> ping(now);
            case PING_TIMEOUT -> {
                // No Close frame came: for whoever reads the event it is a 1006, explained by its cause.
                end(abnormal(Initiator.LOCAL, Cause.PING_TIMEOUT));
                giveUp(CloseCode.INTERNAL_ERROR, "ping timeout");
            }
            case IDLE_TIMEOUT -> close(CloseCode.GOING_AWAY, "idle timeout", Cause.IDLE_TIMEOUT);
            case NOTHING -> {}
        }
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
