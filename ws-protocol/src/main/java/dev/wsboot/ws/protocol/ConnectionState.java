package dev.wsboot.ws.protocol;

/**
 * How far the closing handshake has come (RFC 6455 sections 7.1.2 to 7.1.4).
 *
 * <pre>
 *                 Close sent                 Close received
 *        OPEN ----------------> CLOSE_SENT ------------------+
 *          |                                                 v
 *          +------------------> CLOSE_RECEIVED ----------> CLOSED
 *              Close received                  Close sent
 *
 * </pre>
 *
 * <p>Where this side fails the connection, it goes on as if a Close frame had been received: nothing more is read, and
 * only a Close frame may still be sent, and before it the answers to what was received before.
 */
public enum ConnectionState {
    /** Messages go both ways. */
    OPEN,
    /** This side sent a Close frame and waits for the peer's. */
    CLOSE_SENT,
    /** The peer's Close frame arrived, or the connection failed; this side's Close frame is still to be sent. */
    CLOSE_RECEIVED,
    /** Nothing more is read or sent. */
    CLOSED;

    /**
     * Whether Ping and Pong frames may be sent.
     *
     * @return false once either side sent a Close frame
     */
    public boolean canSend() {
        // RFC 6455 section 5.5.2: "an endpoint MUST send a Pong frame in response, unless it already received a Close
        // frame."
        return this == OPEN;
    }

    /**
     * Whether data frames may be sent.
     *
     * @return false once this side sent a Close frame
     */
    public boolean canSendMessages() {
        // RFC 6455 section 5.5.1: "The application MUST NOT send any more data frames after sending a Close frame."
        // After receiving one it may: "An endpoint MAY delay sending a Close frame until its current message is sent".
        return this == OPEN || this == CLOSE_RECEIVED;
    }

    /**
     * Whether a Close frame may still be sent.
     *
     * @return false once one was sent
     */
    public boolean canSendClose() {
        return this == OPEN || this == CLOSE_RECEIVED;
    }

    /**
     * Whether frames of the peer are still read.
     *
     * @return false once the peer's Close frame arrived
     */
    public boolean canReceive() {
        // Section 1.4: "After receiving a control frame indicating the connection should be closed, a peer discards any
        // further data received."
        return this == OPEN || this == CLOSE_SENT;
    }

    ConnectionState afterCloseSent() {
        return this == OPEN ? CLOSE_SENT : CLOSED;
    }

    ConnectionState afterCloseReceived() {
        return this == OPEN ? CLOSE_RECEIVED : CLOSED;
    }
}
