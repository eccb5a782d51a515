package dev.wsboot.ws;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One open WebSocket connection, as an application sees it. Every method may be called from any thread, handlers
 * included, and none of them blocks.
 *
 * <p>What one thread sends arrives in the order in which it was sent. Sending to a session that is closing or closed is
 * no error, because the peer may leave at any moment: the methods return false then, and {@link WsHandler#onClose} tells
 * the rest.
 */
public interface WsSession {

    /**
     * Identifies the session within its server.
     *
     * @return the same text for the life of the session, never reused by this server
     */
    String id();

    /**
     * The endpoint that this session belongs to.
     *
     * @return the path template under which it was registered, such as {@code /chat/{room}}
     */
    String endpoint();

    /**
     * The request that opened the connection.
     *
     * @return path, parameters, headers and addresses
     */
    WsUpgrade upgrade();

    /**
     * The negotiated subprotocol.
     *
     * @return null where none was negotiated
     */
    @Nullable
    String subprotocol();

    /**
     * Where the other end of the TCP connection is.
     *
     * @return the peer's address, which is a proxy's where there is one in between
     */
    InetSocketAddress remoteAddress();

    /**
     * Whether messages can still be sent.
     *
     * @return false as soon as either side began to close
     */
    boolean isOpen();

    /**
     * Sends a text message.
     *
     * @param text the message; a lone surrogate in it is sent as {@code ?}
     * @return whether it was accepted for sending; false where the session is closing, or where the message did not fit
     *     into the send queue
     */
    boolean sendText(String text);

    /**
     * Sends a binary message.
     *
     * @param data the message, from position to limit. It is copied or written before the method returns, and its
     *     position and limit are left alone, so it may be used again at once
     * @return as {@link #sendText}
     */
    boolean sendBinary(ByteBuffer data);

    /**
     * Sends a message that was encoded before, which is what to do with one message for many sessions.
     *
     * @param message the message
     * @return as {@link #sendText}
     */
    boolean send(PreparedMessage message);

    /** Begins the closing handshake with code 1000. Does nothing where it has begun already. */
    void close();

    /**
     * Begins the closing handshake. What was sent before goes out first; messages that still arrive are dropped. Does
     * nothing where closing has begun already.
     *
     * @param code 1000-1003, 1007-1014 or 3000-4999
     * @param reason what the peer may read; cut to 123 bytes of UTF-8 at a character's end
     * @throws IllegalArgumentException if the code must not be sent
     */
    void close(int code, String reason);

    /**
     * The same, for those who close on behalf of somebody else and want the {@link CloseEvent} to say so.
     *
     * @param code as {@link #close(int, String)}
     * @param reason as {@link #close(int, String)}
     * @param cause what the close event will give as the cause
     * @throws IllegalArgumentException if the code must not be sent
     */
    void close(int code, String reason, CloseEvent.Cause cause);

    /**
     * How much is waiting to be sent.
     *
     * @return bytes that were accepted for sending and that the operating system has not taken yet
     */
    long queuedBytes();

    /**
     * How long the last ping took to be answered.
     *
     * @return null before the first answer
     */
    @Nullable
    Duration pingRoundTrip();

    /**
     * A place for what the application knows of this session.
     *
     * @return a map for use by many threads, which takes no nulls; made at the first call
     */
    Map<String, Object> attributes();
}
