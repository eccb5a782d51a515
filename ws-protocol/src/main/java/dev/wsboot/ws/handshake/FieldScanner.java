package dev.wsboot.ws.handshake;

import java.nio.ByteBuffer;

/**
 * Holds the header lines of a head to the grammar of RFC 9112 section 5, of a request as of a response, and finds the
 * empty line that ends them. Each byte is looked at once, whatever the chunks.
 *
 * <pre>
 *    +-------------------- LINE_FEED &lt;--------------------+
 *    v                                                    | CR
 * LINE_START ---&gt; FIELD_NAME --- ":" ---&gt; FIELD_VALUE ----+
 *    | CR                                   ^      v
 *    +--&gt; LAST_LINE_FEED --&gt; COMPLETE       OBS_TEXT
 * </pre>
 */
final class FieldScanner {

    private enum State {
        LINE_START,
        FIELD_NAME,
        FIELD_VALUE,
        OBS_TEXT,
        LINE_FEED,
        LAST_LINE_FEED,
        COMPLETE
    }

    private final int maxHeaders;
    private final Utf8Sequence obsText = new Utf8Sequence();
    private State state = State.LINE_START;
    private int headers;

    FieldScanner(int maxHeaders) {
        this.maxHeaders = maxHeaders;
    }

    /** Whether the empty line has been passed. */
    boolean isComplete() {
        return state == State.COMPLETE;
    }

    /** Looks at the bytes between the places, up to the end of the head; returns where it stopped. */
    int scan(ByteBuffer in, int from, int to) throws BadHeadException {
        int i = from;
        while (i < to && state != State.COMPLETE) {
            i = advance(in, i, to);
        }
        return i;
    }

    private int advance(ByteBuffer in, int i, int to) throws BadHeadException {
        switch (state) {
            case FIELD_NAME -> {
                return fieldName(in, i, to);
            }
            case FIELD_VALUE -> {
                return fieldValue(in, i, to);
            }
            case OBS_TEXT -> obsText(in.get(i));
            case LINE_START -> lineStart(in.get(i));
            case LINE_FEED -> {
                requireLineFeed(in.get(i));
                state = State.LINE_START;
            }
            default -> {
                requireLineFeed(in.get(i));
                state = State.COMPLETE;
            }
        }
        return i + 1;
    }

    private void lineStart(byte b) throws BadHeadException {
        if (b == '\r') {
            state = State.LAST_LINE_FEED;
            return;
        }
        // RFC 9112 section 5.2: "A server that receives an obs-fold in a request message that is not within a
        // "message/http" container MUST either reject the message by sending a 400 (Bad Request) ...". Section 2.2 says
        // the same of whitespace between the request line and the first header. A user agent may unfold a response, but
        // no server of WebSocket folds: what does is no such server, or two responses in one.
        if (HeaderGrammar.isSpace(b)) {
            throw new BadHeadException("A header line begins with a space or tab");
        }
        if (!HeaderGrammar.isTokenByte(b)) {
            throw BadHeadException.badByte(b, "a header name");
        }
        if (++headers > maxHeaders) {
            throw new BadHeadException("More header lines than " + maxHeaders, true);
        }
        state = State.FIELD_NAME;
    }

    private int fieldName(ByteBuffer in, int i, int to) throws BadHeadException {
        for (int next = i; next < to; next++) {
            byte b = in.get(next);
            if (b == ':') {
                state = State.FIELD_VALUE;
                return next + 1;
            }
            // RFC 9112 section 5.1: "A server MUST reject, with a response status code of 400 (Bad Request), any
            // received request message that contains whitespace between a header field name and colon."
            if (!HeaderGrammar.isTokenByte(b)) {
                throw BadHeadException.badByte(b, "a header name");
            }
        }
        return to;
    }

    private int fieldValue(ByteBuffer in, int i, int to) throws BadHeadException {
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
                throw BadHeadException.badByte(b, "a header value");
            }
            return next + 1;
        }
        return to;
    }

    private void obsText(byte b) throws BadHeadException {
        if (!obsText.accept(b & 0xFF)) {
            throw BadHeadException.badByte(b, "a header value");
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
    static void requireLineFeed(byte b) throws BadHeadException {
        if (b != '\n') {
            throw BadHeadException.badByte(b, "the place of the LF behind a CR");
        }
    }
}
