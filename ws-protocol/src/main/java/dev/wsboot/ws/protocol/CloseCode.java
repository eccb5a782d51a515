package dev.wsboot.ws.protocol;

/**
 * The close codes of RFC 6455 section 7.4 and of the IANA registry, as plain ints: the ranges 3000-3999 (registered
 * by libraries) and 4000-4999 (private use) are open-ended, so an enum could not hold them.
 */
public final class CloseCode {

    /** The purpose of the connection has been fulfilled. */
    public static final int NORMAL = 1000;

    /** The endpoint goes away: a server shuts down, a browser leaves the page. */
    public static final int GOING_AWAY = 1001;

    /** The peer broke the protocol. */
    public static final int PROTOCOL_ERROR = 1002;

    /** A type of data arrived that the endpoint cannot accept, such as binary where only text is understood. */
    public static final int UNSUPPORTED_DATA = 1003;

    /** Reported where a Close frame carried no code. Never sent. */
    public static final int NO_STATUS = 1005;

    /** Reported where no Close frame was received. Never sent. */
    public static final int ABNORMAL = 1006;

    /** A message's content did not fit its type, such as text that is not UTF-8. */
    public static final int INVALID_PAYLOAD = 1007;

    /** The peer broke a rule of this endpoint for which there is no better code. */
    public static final int POLICY_VIOLATION = 1008;

    /** A message or frame is larger than this endpoint takes. */
    public static final int MESSAGE_TOO_BIG = 1009;

    /** The client needed an extension that the server did not negotiate. */
    public static final int MANDATORY_EXTENSION = 1010;

    /** This endpoint met a condition that it did not expect. */
    public static final int INTERNAL_ERROR = 1011;

    /** The service restarts; the client may reconnect (IANA registry). */
    public static final int SERVICE_RESTART = 1012;

    /** The service is overloaded; the client should reconnect later (IANA registry). */
    public static final int TRY_AGAIN_LATER = 1013;

    /** A gateway got an invalid answer from the server behind it (IANA registry). */
    public static final int BAD_GATEWAY = 1014;

    /** Reported where the TLS handshake failed. Never sent. */
    public static final int TLS_FAILURE = 1015;

    private CloseCode() {}

    /**
     * Whether a Close frame that carries this code is legal on the wire (RFC 6455 section 7.4): 1000-1003, 1007-1011,
     * 1012-1014 (IANA), 3000-4999.
     *
     * @param code the code that was received
     * @return false where receiving it is a protocol error
     */
    public static boolean isReceivable(int code) {
        // RFC 6455 section 7.4.1: "1004: Reserved"; 1005, 1006 and 1015 are "reserved value[s] and MUST NOT be set
        // as a status code in a Close control frame by an endpoint". 7.4.2: "0-999: ... are not used".
        return (code >= NORMAL && code <= UNSUPPORTED_DATA)
                || (code >= INVALID_PAYLOAD && code <= BAD_GATEWAY)
                || (code >= 3000 && code <= 4999);
    }

    /**
     * Whether an endpoint may send this code: what is legal on the wire, without the one code that only the other
     * role has a use for.
     *
     * @param code the code to be sent
     * @param role the role of the sender
     * @return false where sending it would break the protocol
     */
    public static boolean isSendable(int code, Role role) {
        // RFC 6455 section 7.4.1: 1010 "is not used by the server, because it can fail the WebSocket handshake".
        return isReceivable(code) && !(code == MANDATORY_EXTENSION && role == Role.SERVER);
    }

    /**
     * The name of a code for logs and pages, such as {@code "going away"}.
     *
     * @param code any code
     * @return its name; "application code" for 3000-4999 and "unknown" for what is neither
     */
    public static String nameOf(int code) {
        return switch (code) {
            case NORMAL -> "normal";
            case GOING_AWAY -> "going away";
            case PROTOCOL_ERROR -> "protocol error";
            case UNSUPPORTED_DATA -> "unsupported data";
            case NO_STATUS -> "no status";
            case ABNORMAL -> "abnormal";
            case INVALID_PAYLOAD -> "invalid payload";
            case POLICY_VIOLATION -> "policy violation";
            case MESSAGE_TOO_BIG -> "message too big";
            case MANDATORY_EXTENSION -> "mandatory extension";
            case INTERNAL_ERROR -> "internal error";
            case SERVICE_RESTART -> "service restart";
            case TRY_AGAIN_LATER -> "try again later";
            case BAD_GATEWAY -> "bad gateway";
            case TLS_FAILURE -> "TLS failure";
            default -> code >= 3000 && code <= 4999 ? "application code" : "unknown";
        };
    }
}
