package dev.wsboot.ws.net;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.CloseEvent.Initiator;
import dev.wsboot.ws.WsLimit;
import dev.wsboot.ws.protocol.CloseCode;
import dev.wsboot.ws.protocol.ConnectionState;
import dev.wsboot.ws.protocol.FrameWriter;
import dev.wsboot.ws.protocol.Role;
import dev.wsboot.ws.protocol.WebSocketProtocol;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The end of a session, from either side or by the wire: sends and answers Close frames, and settles once why it ended.
 * Belongs to the connection's event loop.
 */
final class SessionEnd {

    /** A Close frame with the largest payload. */
    private static final int MAX_CLOSE_FRAME = FrameWriter.MAX_HEADER + 125;

    /** The end has begun. */
    private sealed interface Departure {

        long deadline();
    }

    /** This side closes the session. */
    private record Closing(Cause cause, long deadline) implements Departure {}

    /** The peer's Close frame, or its violation, will be answered once the callbacks before it are done. */
    private record Leaving(CloseEvent event, long deadline) implements Departure {}

    private final WebSocketConnection session;
    private final Connection connection;
    private final WebSocketProtocol protocol;
    private final HandlerCalls calls;
    private final long openedAt;
    private @Nullable Departure departure;
    private boolean over;

    /** The session begins now. */
    SessionEnd(WebSocketConnection session, Connection connection, WebSocketProtocol protocol, HandlerCalls calls) {
        this.session = session;
        this.connection = connection;
        this.protocol = protocol;
        this.calls = calls;
        this.openedAt = connection.loop().now();
    }

    /** Whether it is settled why the session ended. */
    boolean isOver() {
        return over;
    }

    /** Whether one side closes it, or has closed it. */
    boolean hasBegun() {
        return over || departure != null;
    }

    /** When {@link #expired} is to be called. Only where it {@link #hasBegun} and is not over. */
    long deadline() {
        return departure == null ? Phase.NEVER : departure.deadline();
    }

    private long closeDeadline() {
        return connection.loop().now() + session.options().closeTimeout().toNanos();
    }

    // By this side.

    /** Begins the closing handshake, unless one side did before. */
    void close(int code, String reason, Cause cause) {
        if (left() || over || !protocol.state().canSend()) {
            return;
        }
        session.session().closing();
        session.sender().settle();
        departure = new Closing(cause, closeDeadline());
        protocol.writeClose(code, reason, room());
        connection.outbound().commit();
        connection.reschedule();
        // Nothing that still arrives is for the handler, so the peer's Close need not wait until it is free.
        connection.resume(Connection.HANDLER_BUSY);
        connection.resume(Connection.SUSPENDED);
        // Section 5.5.1: nothing may follow, so a message in parts ends here, and what waits for it is lost.
        session.sender().discard();
    }

    /** RFC 6455 section 7.1.7: sends a Close frame where none was sent, and reads nothing more. */
    void fail(int code, String reason, Cause cause) {
        if (!left() && !over) {
            session.sender().settle();
            settle(new CloseEvent(code, reason, Initiator.LOCAL, cause, false));
            giveUp(code, reason);
        }
    }

    /** No Close frame came: for whoever reads the event it is a 1006, explained by its cause. */
    void pingTimeout() {
        settle(abnormal(Initiator.LOCAL, Cause.PING_TIMEOUT));
        giveUp(CloseCode.INTERNAL_ERROR, "ping timeout");
    }

    private void giveUp(int code, String reason) {
        protocol.fail();
        if (protocol.state().canSendClose()) {
            protocol.writeClose(code, reason, room());
            connection.outbound().commit();
        }
        finish();
    }

    // By the peer.

    /** The peer's Close frame came. */
    void closeReceived(int code, String reason) {
        if (protocol.state() == ConnectionState.CLOSE_RECEIVED) {
            leave(new CloseEvent(code, reason, Initiator.REMOTE, Cause.CLOSE_FRAME, true));
        } else {
            settle(new CloseEvent(code, reason, Initiator.LOCAL, closingCauseOr(Cause.CLOSE_FRAME), true));
            finish();
        }
    }

    /**
     * What the peer sent before it ended or broke the connection is answered before that is. Section 5.5.1: "An endpoint MAY
     * delay sending a Close frame until its current message is sent".
     */
    void leave(CloseEvent event) {
        if (!protocol.state().canSendMessages()) {
            answer(event);
            return;
        }
        departure = new Leaving(event, closeDeadline());
        session.session().leaving();
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
        session.sender().settle();
        protocol.writeCloseReply(room());
        connection.outbound().commit();
        settle(event);
        finish();
    }

    // By the wire, or by time.

    /** The peer sends no more. */
    void inputEnded() {
        if (departure instanceof Leaving) {
            connection.pause(Connection.INPUT_ENDED);
        } else {
            wireEnded(Cause.EOF_WITHOUT_CLOSE);
        }
    }

    void broken(IOException error) {
        if (error instanceof SSLException) {
            // In order, so that no reset erases the alert at the peer. Section 7.4.1 has 1015 for "a failure to perform
            // a TLS handshake"; that was done here.
            endWithWire(Cause.TLS_ERROR);
            connection.finish();
        } else {
            wireEnded(Cause.IO_ERROR);
        }
    }

    /** The peer took nothing for too long. */
    void stalled() {
        endUnanswered(abnormal(Initiator.LOCAL, Cause.WRITE_TIMEOUT));
        connection.close();
    }

    /** The connection is about to be closed, whatever it is doing. */
    void cut() {
        endUnanswered(abnormal(
                Initiator.LOCAL, closingCauseOr(departure instanceof Closing ? Cause.CLOSE_TIMEOUT : Cause.IO_ERROR)));
    }

    /** The {@link #deadline} has come. */
    void expired() {
        if (left()) {
            return;
        }
        session.limitReached(WsLimit.CLOSE_TIME);
        settle(abnormal(Initiator.LOCAL, closingCauseOr(Cause.CLOSE_TIMEOUT)));
        connection.finish();
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
        settle(departure instanceof Leaving leaving ? unclean(leaving.event) : otherwise);
    }

    private static CloseEvent unclean(CloseEvent event) {
        return new CloseEvent(event.code(), event.reason(), event.initiator(), event.cause(), false);
    }

    private static CloseEvent abnormal(Initiator initiator, Cause cause) {
        return new CloseEvent(CloseCode.ABNORMAL, "", initiator, cause, false);
    }

    /** Where this side began to close for a reason of its own, that explains more than how the peer left. */
    private Cause closingCauseOr(Cause seen) {
        return departure instanceof Closing closing && closing.cause != Cause.CLOSE_FRAME ? closing.cause : seen;
    }

    // Both.

    private ByteBuffer room() {
        return connection.outbound().reserve(MAX_CLOSE_FRAME);
    }

    private void settle(CloseEvent event) {
        if (over) {
            return;
        }
        over = true;
        departure = null;
        session.session().closing();
        session.ended();
        Duration lifetime = Duration.ofNanos(connection.loop().now() - openedAt);
        session.options().observer().sessionClosed(session.session(), event, lifetime);
        calls.close(event);
    }

    private void finish() {
        // Section 5.5.1: "The server MUST close the underlying TCP connection immediately; the client SHOULD wait for
        // the server to close the connection". Section 7.1.7 asks the same of a client that fails it.
        if (session.role() == Role.SERVER) {
            connection.finish();
        } else {
            connection.finishAfterPeer(session.options().closeTimeout());
        }
    }
}
