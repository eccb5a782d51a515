package dev.wsboot.ws.protocol;

/**
 * A reason to <em>fail the WebSocket connection</em> (RFC 6455 section 7.1.7), with the close code that tells the peer
 * why. It carries no stack trace, because a hostile peer decides how often it is thrown.
 */
public final class ProtocolFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int code;

    ProtocolFailure(int code, String reason) {
        super(reason, null, false, false);
        this.code = code;
    }

    static ProtocolFailure protocolError(String reason) {
        return new ProtocolFailure(CloseCode.PROTOCOL_ERROR, reason);
    }

    static ProtocolFailure invalidUtf8() {
        return new ProtocolFailure(CloseCode.INVALID_PAYLOAD, "text is not valid UTF-8");
    }

    static ProtocolFailure tooBig(String what, long limit) {
        return new ProtocolFailure(CloseCode.MESSAGE_TOO_BIG, what + " larger than " + limit + " bytes");
    }

    /**
     * The close code that this failure is answered with.
     *
     * @return one of {@link CloseCode}, legal to send
     */
    public int code() {
        return code;
    }

    /**
     * What the peer did wrong.
     *
     * @return a short text that is safe to send as the reason of a Close frame
     */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
