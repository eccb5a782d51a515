package dev.wsboot.ws;

import java.time.Duration;

/**
 * Watches the connections of a server or a client: the seam on which metrics and logs stand. It is called on event loops where nothing else is said, so it must not
 * block, and it must be safe for use by many threads. What it throws is logged and otherwise ignored.
 */
public interface WsObserver {

    /** Watches nothing. */
    WsObserver NONE = new WsObserver() {};

    /**
     * The server starts and will serve this endpoint. Called before any of its connections is accepted.
     *
     * @param endpoint its path template
     */
    default void endpointServed(String endpoint) {}

    /**
     * A connection was refused or its handshake failed, before there was a session.
     *
     * @param status the HTTP status that it was answered with, 0 where there was no answer
     * @param why the explanation in one line, as {@link Printable#text} makes it: of a refusal's body, or for operators only
     */
    default void handshakeRefused(int status, String why) {}

    /**
     * A limit did its work. What became of the connection is told by the other methods, where there was one.
     *
     * @param limit which one
     */
    default void limitReached(WsLimit limit) {}

    /**
     * A session was opened.
     *
     * @param session the new session
     */
    default void sessionOpened(WsSession session) {}

    /**
     * A message arrived, for one that is taken in parts: its last part.
     *
     * @param session the session that it came from
     * @param type text or binary
     * @param bytes size of its payload, not compressed
     */
    default void messageReceived(WsSession session, MessageType type, long bytes) {}

    /**
     * A message is being sent, for one that is sent in parts: its last part.
     *
     * @param session the session that it goes to
     * @param type text or binary
     * @param bytes size of its payload, not compressed
     */
    default void messageSent(WsSession session, MessageType type, long bytes) {}

    /**
     * A message was dropped, or replaced by a newer one, because the peer takes less than it is sent, as its endpoint's policy wants it
     * ({@code SendQueuePolicy}). Called on any thread.
     *
     * @param session the session that it would have gone to
     * @param type text or binary
     * @param bytes size of its payload, not compressed
     */
    default void messageDropped(WsSession session, MessageType type, long bytes) {}

    /**
     * A ping was answered.
     *
     * @param session the session that answered
     * @param roundTrip how long it took
     */
    default void pingAnswered(WsSession session, Duration roundTrip) {}

    /**
     * A session ended.
     *
     * @param session the session that ended
     * @param close why
     * @param lifetime how long it was open
     */
    default void sessionClosed(WsSession session, CloseEvent close, Duration lifetime) {}
}
