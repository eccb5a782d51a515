package dev.wsboot.ws.handshake;

/**
 * Says that a request head cannot become a WebSocket connection. It carries the response that tells the client so, and
 * its message is that response's short explanation, which never contains bytes of the peer's choosing.
 *
 * <p>It has no stack trace: refusing must stay cheap while somebody attacks, and the message already says which rule
 * was broken.
 */
public final class HandshakeException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient HandshakeRefusal refusal;
    private final boolean looksLikeTls;

    HandshakeException(HandshakeRefusal refusal) {
        this(refusal, false);
    }

    HandshakeException(HandshakeRefusal refusal, boolean looksLikeTls) {
        super(refusal.body(), null, false, false);
        this.refusal = refusal;
        this.looksLikeTls = looksLikeTls;
    }

    /**
     * The response to send before the connection is closed.
     *
     * @return the refusal, ready to be encoded
     */
    public HandshakeRefusal refusal() {
        return refusal;
    }

    /**
     * Whether the client began with a TLS handshake, which means that it was told {@code wss} or {@code https} while
     * this port speaks plain {@code ws}. An operator wants to read exactly that.
     *
     * @return true where the first byte was that of a TLS record of type handshake
     */
    public boolean looksLikeTls() {
        return looksLikeTls;
    }
}
