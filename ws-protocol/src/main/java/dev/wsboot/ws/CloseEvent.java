package dev.wsboot.ws;

import dev.wsboot.ws.protocol.CloseCode;
import java.util.Objects;

/**
 * Why a connection ended. Every connection that was opened yields exactly one; handler, metrics and log line are fed
 * from the same one.
 *
 * <p>The code alone cannot explain an end: 1006 is never received (RFC 6455 section 7.1.5), and the same 1006 stands
 * for a killed process, a proxy's idle timeout and a peer that went silent. So the cause says what this side saw, and
 * the initiator who began it.
 *
 * @param code the code of the Close frame that was received (RFC 6455 section 7.1.5): 1005 where it had none, 1006
 *     where no Close frame was received, 1015 where TLS failed. Where this side failed the connection because of what
 *     the peer or the handler did, nothing that the peer sends afterwards may be processed (section 7.1.7), and the
 *     code is the one that this side's own Close frame gave
 * @param reason the reason that came with the code; empty where there was none. Text from a peer: print
 *     it by {@link Printable#text}
 * @param initiator who began the end
 * @param cause what ended the connection, as this side saw it
 * @param clean whether Close frames went both ways, so that both ends know that nothing was lost
 */
public record CloseEvent(int code, String reason, Initiator initiator, Cause cause, boolean clean) {

    /**
     * Refuses null.
     *
     * @param code the close code
     * @param reason the reason
     * @param initiator who began
     * @param cause what ended it
     * @param clean whether Close frames went both ways
     * @throws NullPointerException if one of them is null
     */
    public CloseEvent {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(initiator, "initiator");
        Objects.requireNonNull(cause, "cause");
    }

    /** Who began the end of a connection. */
    public enum Initiator {
        /** This side: it sent the first Close frame, or gave the connection up. */
        LOCAL,
        /** The peer: its Close frame came first. */
        REMOTE,
        /** Neither: the wire broke. */
        NONE
    }

    /** What ended a connection. */
    public enum Cause {
        /** A closing handshake that the application on one of the sides asked for. */
        CLOSE_FRAME,
        /** The peer sent nothing for the heartbeat timeout after a ping. */
        PING_TIMEOUT,
        /** The peer sent nothing for the idle timeout. */
        IDLE_TIMEOUT,
        /** This side sent a Close frame and the peer did not answer it in time. */
        CLOSE_TIMEOUT,
        /** The peer's TCP connection ended without a Close frame: a killed process, or a proxy in between. */
        EOF_WITHOUT_CLOSE,
        /** Reading or writing failed, most often by a TCP reset. */
        IO_ERROR,
        /** TLS failed. */
        TLS_ERROR,
        /** The peer took nothing of what was waiting for it for the stall timeout. */
        WRITE_TIMEOUT,
        /** More was waiting to be sent than the send queue may hold. */
        SEND_QUEUE_OVERFLOW,
        /** The peer broke RFC 6455 or RFC 7692. */
        PROTOCOL_ERROR,
        /** A message or frame was larger than the limit. */
        MESSAGE_TOO_BIG,
        /** A limit on counts was exceeded, such as fragments of one message. */
        LIMIT_EXCEEDED,
        /** The peer took longer for one message than it may. */
        MESSAGE_TIMEOUT,
        /** The peer sent faster than it may. */
        RATE_LIMIT,
        /** A callback of the handler threw an exception. */
        HANDLER_ERROR,
        /** This server shut down. */
        SHUTDOWN,
        /** An operator ended the connection. */
        KICKED
    }

    @Override
    public String toString() {
        return "%d (%s%s) initiator=%s cause=%s clean=%s"
                .formatted(
                        code,
                        CloseCode.nameOf(code),
                        reason.isEmpty() ? "" : ": " + Printable.text(reason),
                        initiator,
                        cause,
                        clean);
    }
}
