package dev.wsboot.ws.net;

import static dev.wsboot.ws.net.Frames.ascii;
import static dev.wsboot.ws.net.Frames.binary;
import static dev.wsboot.ws.net.Frames.close;
import static dev.wsboot.ws.net.Frames.ping;
import static dev.wsboot.ws.net.Frames.pong;
import static dev.wsboot.ws.net.Frames.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.CloseEvent.Initiator;
import dev.wsboot.ws.PreparedMessage;
import dev.wsboot.ws.WsLimit;
import dev.wsboot.ws.protocol.MessageLimits;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every way in which this side ends a connection because of what the peer did, or of its own accord. */
class WebSocketConnectionFailureTest {

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    private final TestServer server = new TestServer();
    private Peer peer;

    private Peer open() {
        server.messageLimits = new MessageLimits(10, 8, 3);
        peer = server.open();
        return peer;
    }

    private static CloseEvent failed(int code, String reason, Cause cause) {
        return new CloseEvent(code, reason, Initiator.LOCAL, cause, false);
    }

    private static CloseEvent abnormal(Cause cause) {
        return new CloseEvent(1006, "", Initiator.LOCAL, cause, false);
    }

    @Nested
    class ThePeerBreaksARule {

        @Test
        void ofFrames() {
            open().sends("83 00", text("late"));
            peer.expect(close(1002, "unknown opcode 3")).expectHalfClosed().ends();

            server.assertOver(peer, failed(1002, "unknown opcode 3", Cause.PROTOCOL_ERROR));
            server.handler.expect("close");
        }

        @Test
        void ofUtf8() {
            open().sends(text("ok"), "81 01 FF");
            peer.expect(close(1007, "text is not valid UTF-8")).ends();

            server.assertOver(peer, failed(1007, "text is not valid UTF-8", Cause.PROTOCOL_ERROR));
            server.handler.expect("text ok", "close");
        }

        @Test
        void ofTheSizeOfAFrame() {
            open().sends(text("123456789"));
            peer.expect(close(1009, "frame larger than 8 bytes")).ends();

            server.assertOver(peer, failed(1009, "frame larger than 8 bytes", Cause.MESSAGE_TOO_BIG));
            assertThat(server.observer.limits).containsExactly(WsLimit.MESSAGE_SIZE);
        }

        @Test
        void ofTheSizeOfAMessage() {
            open().sends("01 08" + ascii("12345678"), "80 03" + ascii("901"));
            peer.expect(close(1009, "message larger than 10 bytes")).ends();

            server.assertOver(peer, failed(1009, "message larger than 10 bytes", Cause.MESSAGE_TOO_BIG));
        }

        @Test
        void ofTheNumberOfFragments() {
            open().sends("01 00", "00 00", "00 00", "00 00");
            peer.expect(close(1008, "message of more than 3 fragments")).ends();

            server.assertOver(peer, failed(1008, "message of more than 3 fragments", Cause.LIMIT_EXCEEDED));
            assertThat(server.observer.limits).containsExactly(WsLimit.FRAGMENTS);
        }

        @Test
        void afterThisSideHasBegunToClose() {
            open().session().close();
            peer.sends("83 00");
            peer.expect(close(1000, "")).expectHalfClosed().ends();

            server.assertOver(peer, failed(1002, "unknown opcode 3", Cause.PROTOCOL_ERROR));
        }

        @Test
        void andItsCloseFrameIsNotProcessedAnyMore() {
            open().sends("83 00");
            peer.sends(close(1000, "")).ends();

            server.assertOver(peer, failed(1002, "unknown opcode 3", Cause.PROTOCOL_ERROR));
        }
    }

    @Nested
    class ThePeerIsTooSlow {

        @Test
        void forTheStallTimeout() {
            open().transport.take(3);
            peer.session().sendText("hello");
            server.run().advance(TestServer.STALL_TIMEOUT.minusNanos(1));
            server.handler.expect();

            server.advance(Duration.ofNanos(1));

            server.assertOver(peer, abnormal(Cause.WRITE_TIMEOUT));
            assertThat(server.observer.limits).containsExactly(WsLimit.WRITE_STALL);
            server.handler.expect("close");
        }

        @Test
        void butTheStallTimeoutBeginsAnewWithEveryByte() {
            open().transport.take(0);
            peer.session().sendText("hello");
            server.run();
            for (int i = 0; i < 5; i++) {
                server.advance(TestServer.STALL_TIMEOUT.minusNanos(1));
                peer.transport.take(1);
                server.run();
            }
            assertThat(server.handler.closes).isEmpty();

            peer.transport.beFalselyReady();
            server.advance(TestServer.STALL_TIMEOUT);
            server.assertOver(peer, abnormal(Cause.WRITE_TIMEOUT));
            assertThat(server.observer.limits).containsExactly(WsLimit.WRITE_STALL);
        }

        @Test
        void andTheSendQueueOverflows() {
            server.sendQueueSize = 100;
            open().transport.take(0);
            peer.session().sendBinary(ByteBuffer.allocate(60));
            server.run();
            assertThat(peer.session().queuedBytes()).isEqualTo(62);
            assertThat(peer.session().sendBinary(ByteBuffer.allocate(38))).isTrue();

            assertThat(peer.session().sendBinary(ByteBuffer.allocate(1))).isFalse();

            assertThat(peer.session().isOpen()).isFalse();
            server.run();
            server.handler.expect("close");
            peer.transport.takeEverything();
            server.run();
            String reason = "too slow: the send queue is full";
            String zeros = "00".repeat(60);
            peer.expect(binary(zeros), binary("00".repeat(38)), close(1008, reason))
                    .ends();
            server.assertOver(peer, failed(1008, reason, Cause.SEND_QUEUE_OVERFLOW));
            assertThat(server.observer.limits).containsExactly(WsLimit.SEND_QUEUE);
        }

        @Test
        void butASingleMessageMayBeLargerThanTheQueue() {
            server.sendQueueSize = 10;
            open();
            assertThat(peer.session().sendBinary(ByteBuffer.allocate(100_000))).isTrue();
            server.run();

            peer.expect(binary("00".repeat(100_000)));
        }

        @Test
        void butABurstInOneTurnIsNotSlow() {
            server.sendQueueSize = 100_000;
            PreparedMessage message = PreparedMessage.binary(ByteBuffer.allocate(60_000));
            server.handler.does((session, what) -> {
                for (int i = 0; i < 3; i++) {
                    assertThat(session.send(message)).isTrue();
                    assertThat(session.sendBinary(ByteBuffer.allocate(70_000))).isTrue();
                }
            });
            peer = server.connect().upgrades("/ws");

            String expected = binary("00".repeat(60_000)) + binary("00".repeat(70_000));
            assertThat(peer.receives()).endsWith(expected.repeat(3));
        }

        @Test
        void andTheOverflowHappensInsideACallback() {
            server.sendQueueSize = 100;
            RecordingHandler.Action overflow = (session, what) -> {
                if (what.equals("close")) {
                    return;
                }
                boolean taken = true;
                while (taken) {
                    taken = session.sendText("x".repeat(20_000));
                }
                assertThat(session.isOpen()).isFalse();
                throw new IllegalStateException("because of that");
            };
            open().transport.take(0);
            server.handler.does(overflow);
            peer.sends(text("fill"), text("late"), ping("late"), pong("late"), close(1000, ""));
            server.handler.expect("text fill", "close");
            errors.expect("because of that");

            server.advance(TestServer.STALL_TIMEOUT);

            server.assertOver(peer, failed(1008, "too slow: the send queue is full", Cause.SEND_QUEUE_OVERFLOW));
        }
    }

    @Nested
    class TheServerEndsIt {

        @Test
        void byAShutdown() {
            open().connection.shutdown(1001);
            assertThat(peer.session().isOpen()).isFalse();
            server.run();
            peer.expect(close(1001, "the server is shutting down"));
            peer.sends(close(1001, "")).ends();

            server.assertOver(peer, new CloseEvent(1001, "", Initiator.LOCAL, Cause.SHUTDOWN, true));
        }

        @Test
        void byAShutdownThatThePeerDoesNotAnswer() {
            open().connection.shutdown(1001);
            server.run().advance(TestServer.CLOSE_TIMEOUT).advance(TestServer.LINGER);

            server.assertOver(peer, abnormal(Cause.SHUTDOWN));
        }

        @Test
        void byAShutdownWhileItCloses() {
            open().session().close(4000, "mine");
            peer.connection.shutdown(1001);
            peer.sends(close(4000, "")).expect(close(4000, "mine")).ends();

            server.assertOver(peer, new CloseEvent(4000, "", Initiator.LOCAL, Cause.CLOSE_FRAME, true));
        }

        @Test
        void byACutAfterAShutdown() {
            open().connection.shutdown(1001);
            peer.connection.cut();
            peer.connection.cut();
            peer.connection.shutdown(1001);
            server.run();

            server.assertOver(peer, abnormal(Cause.SHUTDOWN));
        }

        @Test
        void byACut() {
            open().connection.cut();

            server.assertOver(peer, abnormal(Cause.IO_ERROR));
        }

        @Test
        void byACutWhileItLingers() {
            open().sends(close(1000, ""));
            peer.connection.shutdown(1001);
            peer.connection.cut();

            server.assertOver(peer, new CloseEvent(1000, "", Initiator.REMOTE, Cause.CLOSE_FRAME, true));
        }

        @Test
        void byABug() {
            open().connection.failed(new IllegalStateException("a bug"));

            server.assertOver(peer, abnormal(Cause.IO_ERROR));
        }
    }
}
