package dev.wsboot.ws;

import dev.wsboot.ws.protocol.DeflateParameters;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One open WebSocket connection, as an application sees it. Every method may be called from any thread, handlers
 * included, and none of them blocks, but for sends where the endpoint's policy for slow peers is {@code SendQueuePolicy.BLOCK}.
 *
 * <p>What one thread sends arrives in the order in which it was sent, but for messages that replace others by their key. Sending to a session that is closing or closed is
 * no error, because the peer may leave at any moment: the methods return false then, and {@link WsHandler#onClose} tells
 * the rest.
 */
public interface WsSession {

    /**
     * Identifies the session within its server or client.
     *
     * @return the same text for the life of the session, never reused by this server or client
     */
    String id();

    /**
     * The endpoint that this session belongs to.
     *
     * @return the path template under which it was registered, such as {@code /chat/{room}}; for a client the path that it
     *     asked for
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
     * What was negotiated for permessage-deflate (RFC 7692), the one extension there is.
     *
     * @return null where messages are not compressed
     */
    @Nullable
    DeflateParameters deflate();

    /**
     * The certificates that the peer proved itself with by TLS.
     *
     * @return the peer's own one first; empty where there is no TLS, or the peer gave none
     */
    List<X509Certificate> peerCertificates();

    /**
     * Where the other end of the connection is.
     *
     * @return as {@link WsUpgrade#remoteAddress()}
     */
    InetSocketAddress remoteAddress();

    /**
     * Whether there is any use in sending messages.
     *
     * @return false as soon as either side began to close. Behind the peer's Close frame, callbacks on an executor that are
     *     still to answer what came before it may do so all the same
     */
    boolean isOpen();

    /**
     * Sends a text message.
     *
     * @param text the message; a lone surrogate in it is sent as {@code ?}
     * @return whether it was accepted for sending; false where the session is closing, or where the message did not fit
     *     into the send queue, of which the endpoint's {@code SendQueuePolicy} tells what else becomes of it
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

    /**
     * Sends the next part of a text message, as one frame (RFC 6455 section 5.4). Until the last part was sent, other
     * messages wait, and count as queued. Where the session is closed before, they are lost.
     *
     * @param part the part; it must not be cut within a surrogate pair
     * @param last whether the message ends with it
     * @return as {@link #sendText}. Where it is false for one part, the message cannot be finished, and the session ends
     * @throws IllegalStateException if the message was begun as binary; on the event loop only, elsewhere the session ends
     */
    boolean sendTextPart(String part, boolean last);

    /**
     * Sends the next part of a binary message; as {@link #sendTextPart}.
     *
     * @param part the part, from position to limit; as in {@link #sendBinary}
     * @param last whether the message ends with it
     * @return as {@link #sendTextPart}
     * @throws IllegalStateException if the message was begun as text; on the event loop only, elsewhere the session ends
     */
    boolean sendBinaryPart(ByteBuffer part, boolean last);

    /**
     * Sends a message that is made while it is sent, in parts, each when the one before has left: it may be larger than
     * memory. Other messages wait until it is complete.
     *
     * @param message where the parts come from
     * @return completed when the operating system has taken the last part; fails with {@link java.io.IOException} where the
     *     session ended before, and with what the message's source failed with, which also ends the session with 1011 if a
     *     part was sent already. It is completed on the event loop, where nothing that depends on it may block
     */
    CompletionStage<Void> send(StreamedMessage message);

    /**
     * Tells when everything that was accepted for sending until now has left.
     *
     * @return completed when the operating system has taken it, which does not mean that the peer has; fails with
     *     {@link java.io.IOException} where the session ended before. Messages that wait for one in parts to end are not
     *     waited for. It is completed on the event loop, where nothing that depends on it may block
     */
    CompletionStage<Void> flush();

    /**
     * Sends a Ping. Heartbeats are sent without it; this is for those who measure or keep awake by themselves.
     *
     * @param payload at most 125 bytes, from position to limit; copied
     * @return whether it was accepted; false where the session is closing
     * @throws IllegalArgumentException if the payload is too long
     */
    boolean ping(ByteBuffer payload);

    /**
     * Sends a Pong that nobody asked for (RFC 6455 section 5.5.3). Pings are answered without it.
     *
     * @param payload as {@link #ping}
     * @return as {@link #ping}
     * @throws IllegalArgumentException if the payload is too long
     */
    boolean pong(ByteBuffer payload);

    /**
     * Stops reading from the peer, which then must wait: callbacks that are on their way still come, and pings are not
     * answered meanwhile. While reading is suspended, the peer's silence does not count against it, and its end is not
     * seen. Begins to hold at once where it is called on the event loop. Closing the session resumes reading.
     */
    void suspendReading();

    /** Goes on reading after {@link #suspendReading()}. Does nothing where it is not suspended. */
    void resumeReading();

    /** Begins the closing handshake with code 1000. Does nothing where it has begun already. */
    void close();

    /**
     * Begins the closing handshake. What was sent before goes out first; messages that still arrive are dropped. Does
     * nothing where closing has begun already.
     *
     * @param code 1000-1003, 1007-1014 or 3000-4999
     * @param reason what the peer may read; cut to 123 bytes of UTF-8 at a character's end
     * @throws IllegalArgumentException if the code must not be sent, or the reason has a control character, such as the end of a
     *     line
     */
    void close(int code, String reason);

    /**
     * The same, for those who close on behalf of somebody else and want the {@link CloseEvent} to say so.
     *
     * @param code as {@link #close(int, String)}
     * @param reason as {@link #close(int, String)}
     * @param cause what the close event will give as the cause
     * @throws IllegalArgumentException as {@link #close(int, String)}
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
