package dev.wsboot.ws.handshake;

import java.nio.ByteBuffer;

/**
 * Finds the end of a response head and holds it to the grammar of RFC 9112 and to the limits, byte by byte as they
 * arrive. RFC 9112 section 4:
 *
 * <pre>
 * status-line = HTTP-version SP status-code SP [ reason-phrase ]
 *
 * VERSION -SP-&gt; STATUS -SP-&gt; PHRASE -CR-&gt; LINE_FEED -LF-&gt; FIELDS -&gt; complete
 *                  |                         ^
 *                  +--------- CR ------------+
 * </pre>
 *
 * <p>The fields are {@link FieldScanner}'s.
 */
final class ResponseScanner {

    private enum State {
        VERSION,
        STATUS,
        PHRASE,
        LINE_FEED,
        FIELDS
    }

    private static final int TLS_ALERT_RECORD = 0x15;
    private static final String VERSION = "HTTP/1.1 ";
    private static final int MINOR_VERSION = 7;
    private static final int STATUS_DIGITS = 3;

    private final int maxHead;
    private final FieldScanner fields;
    private State state = State.VERSION;
    private int size;
    private int versionLength;
    private int minorVersion;
    private int statusLength;
    private int status;
    private int lineLength;

    ResponseScanner(ResponseLimits limits) {
        this.maxHead = limits.maxHead();
        this.fields = new FieldScanner(limits.maxHeaders());
    }

    /** Consumes bytes up to the end of the head, and tells whether that was reached. */
    boolean scan(ByteBuffer in) throws BadHeadException {
        int from = in.position();
        int to = from + Math.min(in.remaining(), maxHead - size);
        int i = from;
        while (i < to && state != State.FIELDS) {
            statusLine(in.get(i));
            i++;
        }
        i = fields.scan(in, i, to);
        in.position(i);
        size += i - from;
        if (!fields.isComplete() && size == maxHead) {
            throw new BadHeadException("The head is larger than " + maxHead + " bytes", true);
        }
        return fields.isComplete();
    }

    /** What the complete head says, of which these are the bytes. */
    ResponseHead head(byte[] bytes) {
        return new ResponseHead(bytes, lineLength, minorVersion, status);
    }

    private void statusLine(byte b) throws BadHeadException {
        lineLength++;
        switch (state) {
            case VERSION -> version(b);
            case STATUS -> status(b);
            case PHRASE -> phrase(b);
            default -> {
                FieldScanner.requireLineFeed(b);
                state = State.FIELDS;
            }
        }
    }

    private void version(byte b) throws BadHeadException {
        if (versionLength == 0 && b == TLS_ALERT_RECORD) {
            throw new BadHeadException("This looks like TLS, while plain HTTP is spoken here: use wss, not ws");
        }
        if (versionLength == MINOR_VERSION && b >= '0' && b <= '9') {
            minorVersion = b - '0';
        } else if (b != VERSION.charAt(versionLength)) {
            throw BadHeadException.badByte(b, "the protocol version");
        }
        if (++versionLength == VERSION.length()) {
            state = State.STATUS;
        }
    }

    private void status(byte b) throws BadHeadException {
        if (statusLength == STATUS_DIGITS) {
            // RFC 9112 section 4: "A server MUST send the space that separates the status-code from the reason-phrase
            // even when the reason-phrase is absent". Some do not, and there is no second way to read that.
            if (b != ' ' && b != '\r') {
                throw BadHeadException.badByte(b, "the end of the status code");
            }
            state = b == ' ' ? State.PHRASE : State.LINE_FEED;
            return;
        }
        // RFC 9110 section 15: "All valid status codes are within the range of 100 to 599, inclusive."
        if (b < (statusLength == 0 ? '1' : '0') || b > (statusLength == 0 ? '5' : '9')) {
            throw BadHeadException.badByte(b, "the status code");
        }
        status = status * 10 + b - '0';
        statusLength++;
    }

    /** RFC 9112 section 4: "A client SHOULD ignore the reason-phrase content". Only where it ends is looked for. */
    private void phrase(byte b) throws BadHeadException {
        if (b == '\r') {
            state = State.LINE_FEED;
        } else if (b >= 0 && !HeaderGrammar.isValueByte(b)) {
            throw BadHeadException.badByte(b, "the reason phrase");
        }
    }
}
