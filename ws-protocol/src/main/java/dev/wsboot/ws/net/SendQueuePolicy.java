package dev.wsboot.ws.net;

/**
 * What becomes of a message that does not fit into a session's send queue, because its peer takes less than it is sent. It is
 * about whole messages; where a part of one, a Ping or a Pong does not fit, the session is closed under every policy.
 */
public enum SendQueuePolicy {

    /** The session is closed with 1008 and the cause {@code SEND_QUEUE_OVERFLOW}. Nothing is ever lost silently. */
    CLOSE,

    /**
     * The messages that wait longest are dropped for the new one: for news of which the latest matter. Where it is the event loop
     * that is late, the new one is dropped, and the method that sends it returns false.
     */
    DROP_OLDEST,

    /**
     * The new message is dropped, and the method that sends it returns false; or it has returned true, where another thread has taken
     * the room meanwhile.
     */
    DROP_NEWEST,

    /**
     * A message with a key ({@link dev.wsboot.ws.PreparedMessage#withKey}) takes the place of the one with the same key that
     * still waits, from when something waits and not only when the queue is full: for values of which only the last counts.
     * So that one may overtake others. Messages without a key are never dropped. Where the queue is full all the same, the session is
     * closed; what other threads send counts as it is, until the event loop has looked at it.
     */
    CONFLATE,

    /**
     * Whoever sends waits until there is room. The method returns false where the session has ended, or the thread was interrupted,
     * before. An event loop cannot wait: where a message is sent on one, and for those to a {@link WsGroup}, it is as {@link #CLOSE}.
     *
     * <p>A peer that takes a little from time to time may hold a thread for long, so it wants threads of which there are enough. A
     * thread that has begun a message in parts must not send a whole one before its end: it could wait for itself.
     */
    BLOCK
}
