package dev.wsboot.ws.handshake;

import java.nio.ByteBuffer;

/**
 * Tells data from framing in a chunked body (RFC 9112 section 7.1), for a reader who wants its beginning only. What is
 * malformed ends the body, as does the last chunk: trailers are not looked at, because the connection is closed.
 *
 * <pre>
 * chunk = chunk-size [ chunk-ext ] CRLF chunk-data CRLF
 * </pre>
 */
final class ChunkScanner {

    private enum State {
        SIZE,
        EXTENSION,
        LINE_FEED,
        DATA,
        DATA_CR,
        DATA_LINE_FEED,
        OVER
    }

    /** RFC 9112 section 7.1.1: "A server ought to limit the total length of chunk extensions received"; so does this client. */
    private static final int MAX_LINE = 256;

    private final int wanted;
    private State state = State.SIZE;
    private int lineLength;
    private int left;

    /** For a reader who wants no more than so many bytes: larger chunks are taken for as large as that. */
    ChunkScanner(int wanted) {
        this.wanted = wanted;
    }

    boolean isOver() {
        return state == State.OVER;
    }

    /** Consumes the framing up to the next data, and tells how many bytes of data follow; 0 where more is needed. */
    int ahead(ByteBuffer in) {
        while (state != State.DATA && state != State.OVER && in.hasRemaining()) {
            state = next(in.get());
        }
        return state == State.DATA ? left : 0;
    }

    /** Says that so many bytes of data have been read. */
    void passed(int length) {
        left -= length;
        if (state == State.DATA && left == 0) {
            state = State.DATA_CR;
        }
    }

    private State next(byte b) {
        return switch (state) {
            case SIZE -> size(b);
            case EXTENSION -> extension(b);
            case LINE_FEED -> b == '\n' && left > 0 ? State.DATA : State.OVER;
            case DATA_CR -> b == '\r' ? State.DATA_LINE_FEED : State.OVER;
            default -> b == '\n' ? startLine() : State.OVER;
        };
    }

    private State startLine() {
        lineLength = 0;
        return State.SIZE;
    }

    private State size(byte b) {
        int digit = HeaderGrammar.hexDigit(b);
        if (digit < 0) {
            return lineLength == 0 ? State.OVER : extension(b);
        }
        // RFC 9112 section 7.1: "recipients MUST anticipate potentially large hexadecimal numerals and prevent parsing
        // errors due to integer conversion overflows".
        left = (int) Math.min(wanted, left * 16L + digit);
        return lengthened(State.SIZE);
    }

    private State extension(byte b) {
        return b == '\r' ? State.LINE_FEED : lengthened(State.EXTENSION);
    }

    private State lengthened(State state) {
        return ++lineLength > MAX_LINE ? State.OVER : state;
    }
}
