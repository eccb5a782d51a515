package dev.wsboot.ws.handshake;

import java.nio.ByteBuffer;

/**
 * Finds the end of a request head and holds it to the grammar of RFC 9112 and to the limits, byte by byte as they
 * arrive. Each byte is looked at once, whatever the chunks, and the first that no request could have ends it.
 *
 * <pre>
 * START ----------------+
 *   | CR                v
 * EMPTY_LINE -LF-&gt; METHOD -SP-&gt; TARGET -SP-&gt; VERSION -CR-&gt; LINE_FEED -+
 *                                                              ^      v
 *         OBS_TEXT &lt;-&gt; FIELD_VALUE &lt;- ":" - FIELD_NAME &lt;- LINE_START -CR-&gt; LAST_LINE_FEED -&gt; COMPLETE
 *                           | CR                               ^
 *                           +-----&gt; LINE_FEED -----------------+           any of them -&gt; FAILED
 * </pre>
 */
final class HeadScanner {

    private enum State {
        START,
        EMPTY_LINE,
        METHOD,
        TARGET,
        VERSION,
        LINE_FEED,
        LINE_START,
        FIELD_NAME,
        FIELD_VALUE,
        OBS_TEXT,
        LAST_LINE_FEED,
        COMPLETE,
        FAILED
    }

    /** The longest that is registered with IANA has 17 characters. */
    private static final int MAX_METHOD = 32;

    private static final int GET = 'G' << 16 | 'E' << 8 | 'T';
    private static final int HEAD = 'H' << 24 | 'E' << 16 | 'A' << 8 | 'D';
    private static final int TLS_HANDSHAKE_RECORD = 0x16;
    private static final String VERSION = "HTTP/1.1";
    private static final int MAJOR_VERSION = 5;
    private static final int MINOR_VERSION = 7;

    private final HandshakeLimits limits;
    private final Utf8Sequence obsText = new Utf8Sequence();
    private State state = State.START;
    private int size;
    private int emptyLineLength;
    private int methodLength;
    private int method;
    private int targetLength;
    private int versionLength;
    private int headers;

    HeadScanner(HandshakeLimits limits) {
        this.limits = limits;
    }

    /** Consumes bytes up to the end of the head, and tells whether that was reached. */
    boolean scan(ByteBuffer in) throws HandshakeException {
        int from = in.position();
        int to = from + Math.min(in.remaining(), limits.maxHead() - size);
        int i = from;
        while (i < to && state != State.COMPLETE) {
            i = advance(in, i, to);
        }
        in.position(i);
        size += i - from;
        if (state != State.COMPLETE && size == limits.maxHead()) {
            throw fail(state == State.TARGET ? HandshakeRefusal.uriTooLong() : HandshakeRefusal.headTooLarge());
        }
        return state == State.COMPLETE;
    }

    /** Whether nothing more may be scanned. */
    boolean isOver() {
        return state == State.COMPLETE || state == State.FAILED;
    }

    /** Bytes consumed so far. */
    int size() {
        return size;
    }

    /** Of these, the empty line that stood before the request line: 0 or 2. */
    int emptyLineLength() {
        return emptyLineLength;
    }

    int targetLength() {
        return targetLength;
    }

    private int advance(ByteBuffer in, int i, int to) throws HandshakeException {
        switch (state) {
            case START -> {
                return start(in, i);
            }
            case METHOD -> {
                return method(in, i, to);
            }
            case TARGET -> {
                return target(in, i, to);
            }
            case VERSION -> {
                return version(in, i, to);
            }
            case FIELD_NAME -> {
                return fieldName(in, i, to);
            }
            case FIELD_VALUE -> {
                return fieldValue(in, i, to);
            }
            case OBS_TEXT -> obsText(in.get(i));
            case LINE_START -> lineStart(in.get(i));
            case EMPTY_LINE -> lineFeed(in.get(i), State.METHOD);
            case LINE_FEED -> lineFeed(in.get(i), State.LINE_START);
            default -> lineFeed(in.get(i), State.COMPLETE);
        }
        return i + 1;
    }

    private int start(ByteBuffer in, int i) throws HandshakeException {
        byte b = in.get(i);
        if (b == TLS_HANDSHAKE_RECORD) {
            state = State.FAILED;
            throw new HandshakeException(
                    HandshakeRefusal.badRequest("This looks like TLS, but the port speaks plain HTTP: use ws, not wss"),
                    true);
        }
        // RFC 9112 section 2.2: "a server that is expecting to receive and parse a request-line SHOULD ignore at least
        // one empty line (CRLF) received prior to the request-line": exactly one.
        if (b == '\r') {
            emptyLineLength = 2;
            state = State.EMPTY_LINE;
            return i + 1;
        }
        state = State.METHOD;
        return i;
    }

    private int method(ByteBuffer in, int i, int to) throws HandshakeException {
        for (int next = i; next < to; next++) {
            byte b = in.get(next);
            if (b == ' ' && methodLength > 0) {
                requireGet();
                state = State.TARGET;
                return next + 1;
            }
            if (!HeaderGrammar.isTokenByte(b)) {
                throw bad(b, "the method");
            }
            method = method << 8 | b;
            if (++methodLength > MAX_METHOD) {
                throw fail(HandshakeRefusal.methodNotAllowed());
            }
        }
        return to;
    }

    /** RFC 6455 section 4.1: "The method of the request MUST be GET, and the HTTP version MUST be at least 1.1." */
    private void requireGet() throws HandshakeException {
        if (methodLength == 4 && method == HEAD) {
            // RFC 9110 section 9.3.2: "the server MUST NOT send content in the response".
            throw fail(HandshakeRefusal.methodNotAllowed().withoutBody());
        }
        if (methodLength != 3 || method != GET) {
            throw fail(HandshakeRefusal.methodNotAllowed());
        }
    }

    private int target(ByteBuffer in, int i, int to) throws HandshakeException {
        for (int next = i; next < to; next++) {
            byte b = in.get(next);
            if (b == ' ' && targetLength > 0) {
                state = State.VERSION;
                return next + 1;
            }
            if (!HeaderGrammar.isTargetByte(b)) {
                throw bad(b, "the request target");
            }
            if (++targetLength > limits.maxTarget()) {
                throw fail(HandshakeRefusal.uriTooLong());
            }
        }
        return to;
    }

    private int version(ByteBuffer in, int i, int to) throws HandshakeException {
        for (int next = i; next < to; next++) {
            byte b = in.get(next);
            if (versionLength == VERSION.length()) {
                if (b != '\r') {
                    throw bad(b, "the end of the request line");
                }
                state = State.LINE_FEED;
                return next + 1;
            }
            if (b != VERSION.charAt(versionLength)) {
                requireHigherMinorVersion(b);
            }
            versionLength++;
        }
        return to;
    }

    private void requireHigherMinorVersion(byte b) throws HandshakeException {
        if (versionLength == MAJOR_VERSION && b >= '0' && b <= '9') {
            throw fail(HandshakeRefusal.versionNotSupported());
        }
        if (versionLength == MINOR_VERSION && b == '0') {
            throw fail(HandshakeRefusal.badRequest("A WebSocket needs HTTP/1.1, not HTTP/1.0"));
        }
        // RFC 9110 section 2.5: "A recipient that receives a message with a major version number that it implements and
        // a minor version number higher than what it implements SHOULD process the message as if it was in the highest
        // minor version within that major version to which the recipient is conformant."
        if (versionLength != MINOR_VERSION || b < '0' || b > '9') {
            throw bad(b, "the protocol version");
        }
    }

    private void lineStart(byte b) throws HandshakeException {
        if (b == '\r') {
            state = State.LAST_LINE_FEED;
            return;
        }
        // RFC 9112 section 5.2: "A server that receives an obs-fold in a request message that is not within a
        // "message/http" container MUST either reject the message by sending a 400 (Bad Request) ...". Section 2.2 says
        // the same of whitespace between the request line and the first header.
        if (HeaderGrammar.isSpace(b)) {
            throw fail(HandshakeRefusal.badRequest("A header line begins with a space or tab"));
        }
        if (!HeaderGrammar.isTokenByte(b)) {
            throw bad(b, "a header name");
        }
        if (++headers > limits.maxHeaders()) {
            throw fail(HandshakeRefusal.headTooLarge());
        }
        state = State.FIELD_NAME;
    }

    private int fieldName(ByteBuffer in, int i, int to) throws HandshakeException {
        for (int next = i; next < to; next++) {
            byte b = in.get(next);
            if (b == ':') {
                state = State.FIELD_VALUE;
                return next + 1;
            }
            // RFC 9112 section 5.1: "A server MUST reject, with a response status code of 400 (Bad Request), any
            // received request message that contains whitespace between a header field name and colon."
            if (!HeaderGrammar.isTokenByte(b)) {
                throw bad(b, "a header name");
            }
        }
        return to;
    }

    private int fieldValue(ByteBuffer in, int i, int to) throws HandshakeException {
        for (int next = i; next < to; next++) {
            byte b = in.get(next);
            if (HeaderGrammar.isValueByte(b)) {
                continue;
            }
            if (b == '\r') {
                state = State.LINE_FEED;
            } else if (obsText.begin(b & 0xFF)) {
                state = State.OBS_TEXT;
            } else {
                // RFC 9110 section 5.5: "Field values containing CR, LF, or NUL characters are invalid and dangerous".
                throw bad(b, "a header value");
            }
            return next + 1;
        }
        return to;
    }

    private void obsText(byte b) throws HandshakeException {
        if (!obsText.accept(b & 0xFF)) {
            throw bad(b, "a header value");
        }
        if (obsText.isComplete()) {
            state = State.FIELD_VALUE;
        }
    }

    /**
     * RFC 9112 section 2.2: "A recipient of such a bare CR MUST consider that element to be invalid". A bare LF, which
     * that section lets a recipient take for a line end, is refused wherever it stands: two readers must not disagree
     * on where a line ends.
     */
    private void lineFeed(byte b, State next) throws HandshakeException {
        if (b != '\n') {
            throw bad(b, "the place of the LF behind a CR");
        }
        state = next;
    }

    private HandshakeException bad(byte b, String where) {
        return fail(HandshakeRefusal.badRequest("Byte 0x%02x in %s".formatted(b & 0xFF, where)));
    }

    private HandshakeException fail(HandshakeRefusal refusal) {
        state = State.FAILED;
        return new HandshakeException(refusal);
    }
}
