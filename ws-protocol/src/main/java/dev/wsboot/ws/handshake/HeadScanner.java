package dev.wsboot.ws.handshake;

import java.nio.ByteBuffer;

/**
 * Finds the end of a request head and holds it to the grammar of RFC 9112 and to the limits, byte by byte as they
 * arrive. Each byte is looked at once, whatever the chunks, and the first that no request could have ends it.
 *
 * <pre>
 * START ----------------+
 *   | CR                v
 * EMPTY_LINE -LF-&gt; METHOD -SP-&gt; TARGET -SP-&gt; VERSION -CR-&gt; LINE_FEED -LF-&gt; FIELDS -&gt; COMPLETE
 *                                                                         any of them -&gt; FAILED
 * </pre>
 *
 * <p>The fields are {@link FieldScanner}'s.
 */
final class HeadScanner {

    private enum State {
        START,
        EMPTY_LINE,
        METHOD,
        TARGET,
        VERSION,
        LINE_FEED,
        FIELDS,
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
    private final FieldScanner fields;
    private State state = State.START;
    private int size;
    private int emptyLineLength;
    private int methodLength;
    private int method;
    private int targetLength;
    private int versionLength;

    HeadScanner(HandshakeLimits limits) {
        this.limits = limits;
        this.fields = new FieldScanner(limits.maxHeaders());
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
            case FIELDS -> {
                return fields(in, i, to);
            }
            case EMPTY_LINE -> lineFeed(in.get(i), State.METHOD);
            default -> lineFeed(in.get(i), State.FIELDS);
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

    private int fields(ByteBuffer in, int i, int to) throws HandshakeException {
        try {
            int end = fields.scan(in, i, to);
            if (fields.isComplete()) {
                state = State.COMPLETE;
            }
            return end;
        } catch (BadHeadException e) {
            throw fail(e);
        }
    }

    private void lineFeed(byte b, State next) throws HandshakeException {
        try {
            FieldScanner.requireLineFeed(b);
            state = next;
        } catch (BadHeadException e) {
            throw fail(e);
        }
    }

    private HandshakeException bad(byte b, String where) {
        return fail(BadHeadException.badByte(b, where));
    }

    private HandshakeException fail(BadHeadException e) {
        return fail(e.isTooLarge() ? HandshakeRefusal.headTooLarge() : HandshakeRefusal.badRequest(e.reason()));
    }

    private HandshakeException fail(HandshakeRefusal refusal) {
        state = State.FAILED;
        return new HandshakeException(refusal);
    }
}
