package dev.wsboot.ws;

/** A bound that keeps peers from taking more than their share, as {@link WsObserver#limitReached} tells of it. */
public enum WsLimit {

    /** As many TCP connections as the server may have: one more was refused with 503, or closed. */
    CONNECTIONS,

    /** As many TCP connections as one address may have: one more was refused with 429, or closed. */
    CONNECTIONS_PER_ADDRESS,

    /** Accepting failed, which it does most often for lack of file descriptors, and rests for a moment. */
    ACCEPTING,

    /** A client took too long for its handshake: it was refused with 408, or closed. */
    HANDSHAKE_TIME,

    /** A request line or head was too large: it was refused with 414 or 431. */
    REQUEST_HEAD,

    /** A message, or a frame of one, was too large: the connection failed with 1009. */
    MESSAGE_SIZE,

    /** A message came in too many fragments: the connection failed with 1008. */
    FRAGMENTS,

    /** A peer took too long for one message: the connection failed with 1008. */
    MESSAGE_TIME,

    /** A peer sent faster than it may: the connection failed with 1008, unless that is only counted. */
    MESSAGE_RATE,

    /** The peers of one address sent faster together than they may: the connection of the last of them failed with 1008, unless that is only counted. */
    MESSAGE_RATE_PER_ADDRESS,

    /** A peer sent Pings faster than it took the Pongs: only the latest was answered. */
    PENDING_PONGS,

    /**
     * As much waits for a peer as may: the connection failed with 1008. Messages that were dropped instead are told of by
     * {@link WsObserver#messageDropped}.
     */
    SEND_QUEUE,

    /** A peer took nothing of what waits for it for too long: the connection was cut. */
    WRITE_STALL,

    /** A peer did not answer a Close frame in time: the connection was ended. */
    CLOSE_TIME
}
