package dev.wsboot.ws.handshake;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The beginning of the body that a refusal has, as RFC 9112 section 6.3 tells where it ends. */
final class ResponseBody {

    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private final ByteArrayOutputStream content = new ByteArrayOutputStream(0);
    private final ResponseHead head;
    private final int wanted;
    private final @Nullable ChunkScanner chunks;

    private ResponseBody(ResponseHead head, int wanted, boolean chunked) {
        this.head = head;
        this.wanted = wanted;
        this.chunks = chunked ? new ChunkScanner(wanted) : null;
    }

    /** The body that follows this head, of which no more than so many bytes are wanted. */
    static ResponseBody of(ResponseHead head, int max) throws BadHeadException {
        int status = head.status();
        // RFC 9112 section 6.3: "any response with a 1xx (Informational), 204 (No Content), or 304 (Not Modified)
        // status
        // code is always terminated by the first empty line after the header fields".
        if (status < 200 || status == NO_CONTENT || status == NOT_MODIFIED) {
            return new ResponseBody(head, 0, false);
        }
        boolean encoded = false;
        boolean chunked = false;
        long length = -1;
        FieldLines line = head.lines();
        while (line.next()) {
            if (line.isNamed("transfer-encoding")) {
                encoded = true;
                chunked = isChunkedLast(line, head.bytes());
            } else if (line.isNamed("content-length")) {
                length = length(line.value(), length, max);
            }
        }
        // RFC 9112 section 6.3: "If a message is received with both a Transfer-Encoding and a Content-Length header
        // field, the Transfer-Encoding overrides the Content-Length." "If a Transfer-Encoding header field is present
        // in
        // a response and the chunked transfer coding is not the final encoding, the message body length is determined
        // by reading the connection until it is closed by the server." So it is where there is neither.
        return new ResponseBody(head, encoded || length < 0 ? max : (int) length, chunked);
    }

    private static boolean isChunkedLast(FieldLines line, byte[] head) {
        boolean chunked = false;
        ListElements codings = new ListElements(line, head);
        while (codings.next()) {
            chunked = codings.is("chunked");
        }
        return chunked;
    }

    /**
     * RFC 9112 section 6.3: "If a message is received without Transfer-Encoding and with an invalid Content-Length
     * header field, then the message framing is invalid and the recipient MUST treat it as an unrecoverable error". A
     * second one is no better, even where it says the same.
     */
    private static long length(String value, long before, int max) throws BadHeadException {
        if (before >= 0 || value.isEmpty()) {
            throw new BadHeadException("Content-Length is repeated or empty");
        }
        long length = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < '0' || c > '9') {
                throw new BadHeadException("Content-Length is not a number");
            }
            length = Math.min(max, length * 10 + c - '0');
        }
        return length;
    }

    /** The head that it follows. */
    ResponseHead head() {
        return head;
    }

    /** Takes what has arrived; true where the body is complete, or as long as is wanted. */
    boolean read(ByteBuffer in) {
        if (chunks == null) {
            take(in, Math.min(in.remaining(), missing()));
            return missing() == 0;
        }
        while (missing() > 0 && in.hasRemaining() && !chunks.isOver()) {
            int length = Math.min(chunks.ahead(in), Math.min(in.remaining(), missing()));
            take(in, length);
            chunks.passed(length);
        }
        return missing() == 0 || chunks.isOver();
    }

    private int missing() {
        return wanted - content.size();
    }

    private void take(ByteBuffer in, int length) {
        byte[] piece = new byte[length];
        in.get(piece);
        content.writeBytes(piece);
    }

    /** What has been taken, with a replacement character for what is not UTF-8. */
    String text() {
        return content.toString(StandardCharsets.UTF_8);
    }
}
