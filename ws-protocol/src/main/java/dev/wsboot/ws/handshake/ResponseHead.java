package dev.wsboot.ws.handshake;

/** The head of a response that {@link ResponseScanner} has accepted. Immutable. */
final class ResponseHead {

    private static final int SWITCHING_PROTOCOLS = 101;

    private final byte[] head;
    private final int fieldsFrom;
    private final int minorVersion;
    private final int status;

    ResponseHead(byte[] head, int fieldsFrom, int minorVersion, int status) {
        this.head = head;
        this.fieldsFrom = fieldsFrom;
        this.minorVersion = minorVersion;
        this.status = status;
    }

    int status() {
        return status;
    }

    /** The digit behind HTTP/1. */
    int minorVersion() {
        return minorVersion;
    }

    boolean isSwitchingProtocols() {
        return status == SWITCHING_PROTOCOLS;
    }

    /** RFC 9110 section 15.2: "an interim response ... prior to completing the requested action". */
    boolean isInterim() {
        return status < 200 && !isSwitchingProtocols();
    }

    boolean isSuccessful() {
        return status >= 200 && status < 300;
    }

    boolean isRedirection() {
        return status >= 300 && status < 400;
    }

    /** What {@link FieldLines} and those who read its values need. */
    byte[] bytes() {
        return head;
    }

    FieldLines lines() {
        return new FieldLines(head, fieldsFrom);
    }
}
