package dev.wsboot.ws.handshake;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads one response: past interim ones to the head of the final one, and where that is not the acceptance that was asked
 * for, on to the end of its body.
 *
 * <pre>
 *  bytes --&gt; ResponseScanner --1xx--&gt; again
 *                   |
 *                   +-- accepted ----------------------&gt; ResponseHead
 *                   +-- any other --&gt; ResponseBody ----&gt; UpgradeRejectedException
 * </pre>
 */
final class ResponseReader {

    /** RFC 9110 section 15.2 sets no bound; more than these are no answer to a handshake. */
    private static final int MAX_INTERIM = 8;

    /** What the response has to be, and how to say that it is not. */
    enum Expected {
        UPGRADE("The server", "upgrading to WebSocket") {
            @Override
            boolean isMetBy(ResponseHead head) {
                return head.isSwitchingProtocols();
            }
        },
        TUNNEL("The proxy", "opening a tunnel") {
            /** RFC 9110 section 9.3.6: "Any 2xx (Successful) response indicates that the sender ... will switch". */
            @Override
            boolean isMetBy(ResponseHead head) {
                return head.isSuccessful();
            }
        };

        private final String who;
        private final String what;

        Expected(String who, String what) {
            this.who = who;
            this.what = what;
        }

        abstract boolean isMetBy(ResponseHead head);
    }

    private final ResponseLimits limits;
    private final Expected expected;
    private final HeadBytes bytes;
    private ResponseScanner scanner;
    private int interim;
    private @Nullable ResponseBody refusal;
    private boolean over;

    ResponseReader(ResponseLimits limits, Expected expected) {
        this.limits = limits;
        this.expected = expected;
        this.bytes = new HeadBytes(limits.maxHead());
        this.scanner = new ResponseScanner(limits);
    }

    /** The head of a response that is as expected, behind which the buffer stands; null where more bytes are needed. */
    @Nullable
    ResponseHead receive(ByteBuffer in) throws UpgradeRejectedException {
        if (over) {
            throw new IllegalStateException("The response has already ended");
        }
        try {
            return refusal == null ? head(in) : body(in, refusal);
        } catch (BadHeadException e) {
            over = true;
            throw UpgradeRejectedException.unreadable(expected.who + "'s response is malformed: " + e.reason());
        }
    }

    private @Nullable ResponseHead head(ByteBuffer in) throws BadHeadException, UpgradeRejectedException {
        ResponseHead head = finalHead(in);
        if (head == null) {
            return null;
        }
        if (expected.isMetBy(head)) {
            over = true;
            return head;
        }
        ResponseBody body = ResponseBody.of(head, limits.maxBody());
        refusal = body;
        return body(in, body);
    }

    private @Nullable ResponseHead finalHead(ByteBuffer in) throws BadHeadException {
        while (true) {
            int from = in.position();
            if (!scanner.scan(in)) {
                bytes.add(in, from);
                return null;
            }
            ResponseHead head = scanner.head(bytes.complete(in, from, 0));
            // RFC 9110 section 15.2: "A client MUST be able to parse one or more 1xx responses received prior to a
            // final
            // response, even if the client does not expect one. A user agent MAY ignore unexpected 1xx responses."
            if (!head.isInterim()) {
                return head;
            }
            if (++interim > MAX_INTERIM) {
                throw new BadHeadException("More interim responses than " + MAX_INTERIM, true);
            }
            scanner = new ResponseScanner(limits);
        }
    }

    private @Nullable ResponseHead body(ByteBuffer in, ResponseBody body) throws UpgradeRejectedException {
        if (body.read(in)) {
            over = true;
            throw rejection(body);
        }
        return null;
    }

    private UpgradeRejectedException rejection(ResponseBody body) {
        String message = expected.who + " answered " + body.head().status() + " instead of " + expected.what;
        return UpgradeRejectedException.refused(message, body.head(), body.text());
    }

    /** What is to be told where no more bytes come. */
    UpgradeRejectedException inputEnded() {
        return refusal == null
                ? UpgradeRejectedException.unreadable(expected.who + " closed before its response was complete")
                : rejection(refusal);
    }
}
