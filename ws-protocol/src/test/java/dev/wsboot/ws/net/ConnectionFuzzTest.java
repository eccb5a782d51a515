package dev.wsboot.ws.net;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.Pieces;
import dev.wsboot.ws.WsHandler;
import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.protocol.MessageLimits;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;

/**
 * The contract of a whole connection, from the first byte of its handshake to the end of TCP, for bytes that a fuzzer makes
 * up: nothing escapes to the loop, each session ends with one close event, nothing is left behind, and how the bytes are
 * cut changes nothing that the peer gets to see.
 */
class ConnectionFuzzTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final Echo echo = new Echo();
    private final TestServer server = server();

    private TestServer server() {
        TestServer made = new TestServer();
        made.messageLimits = new MessageLimits(1_000, 800, 8);
        made.endpointHandler = echo;
        return made;
    }

    /** An echo, whose peer reads all, sends the end behind its bytes, or falls silent. */
    @FuzzTest
    void anySplitGivesTheSameAnswers(byte[] input) {
        Pieces pieces = new Pieces(input);
        byte[] whole = answers(pieces, false);
        byte[] cut = answers(pieces, true);
        if (!Arrays.equals(whole, cut)) {
            throw new AssertionError("whole: " + Frames.hex(whole) + ", cut: " + Frames.hex(cut));
        }
    }

    private byte[] answers(Pieces pieces, boolean cut) {
        echo.begin();
        Peer peer = server.connect();
        if (cut) {
            pieces.feed(in -> {
                byte[] piece = new byte[in.remaining()];
                in.get(piece);
                peer.sendsBytes(piece);
            });
        } else {
            peer.sendsBytes(pieces.whole());
        }
        if (pieces.option(0)) {
            peer.ends();
        }
        // What is silent now, or half closed, is over when its deadline has passed; an open session when it is closed.
        if (echo.session != null) {
            echo.session.close(1001, "over");
        }
        server.advance(LONG).advance(LONG);
        requireNothingLeft(peer);
        return peer.transport.sent();
    }

    private void requireNothingLeft(Peer peer) {
        require(peer.transport.closed == 1, "closed " + peer.transport.closed + " times");
        require(peer.connection.outbound().queued() == 0, "bytes in the queue");
        require(server.poller.timeout == Poller.FOREVER, "a deadline is left");
        require(server.poller.failures.isEmpty(), "escaped to the loop: " + server.poller.failures);
        require(server.sessions.open().isEmpty(), "a session is left");
        require(echo.opens == echo.closes && echo.opens <= 1, echo.opens + " opens, " + echo.closes + " closes");
        server.observer.events.clear();
        server.observer.closes.clear();
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    /** Sends back what comes, and counts. */
    private static final class Echo implements WsHandler {

        private WsSession session;
        private int opens;
        private int closes;

        void begin() {
            session = null;
            opens = 0;
            closes = 0;
        }

        @Override
        public void onOpen(WsSession opened) {
            session = opened;
            opens++;
        }

        @Override
        public void onText(WsSession from, String text) {
            // A text of its own, which is encoded, and not the bytes that came.
            from.sendText(new String(text.toCharArray()));
        }

        @Override
        public void onBinary(WsSession from, ByteBuffer data) {
            from.sendBinary(data);
        }

        @Override
        public void onClose(WsSession from, CloseEvent close) {
            closes++;
        }
    }
}
