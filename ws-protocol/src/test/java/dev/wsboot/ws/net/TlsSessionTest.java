package dev.wsboot.ws.net;

import static dev.wsboot.ws.net.Frames.close;
import static dev.wsboot.ws.net.Frames.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.CloseEvent.Initiator;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a session, and of what observers are told, when something happens to TLS. */
@ParameterizedClass
@ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
class TlsSessionTest {

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    @Parameter
    String protocol;

    private final TestServer server = new TestServer();

    private Peer open() {
        Peer peer = server.connectTls(protocol).upgrades("/ws");
        peer.expectAccepted();
        server.handler.expect("open");
        server.observer.expect("opened");
        return peer;
    }

    @Nested
    class BeforeTheSession {

        @Test
        void plainHttpIsReportedAndEndsInOrder() {
            Peer peer = server.connectTls(protocol);
            peer.transport.arrive(Peer.request("/ws"));
            server.run();

            assertThat(server.observer.events)
                    .hasSize(1)
                    .first()
                    .asString()
                    .startsWith("refused 0 the TLS handshake failed: ");
            assertThat(Frames.hex(peer.transport.sent())).as("an alert").startsWith("15");
            peer.expectHalfClosed().ends();
            server.assertNothingLeft(peer);
        }

        @Test
        void aPortCheckIsNotReported() {
            Peer peer = server.connectTls(protocol).ends();
            server.observer.expect();
            server.assertNothingLeft(peer);
        }

        @Test
        void aPeerThatLeavesInTheMiddleIsReported() {
            Peer peer = server.connectTls(protocol);
            peer.transport.arrive(Frames.bytes("16 03 01 02 00 01"));
            peer.ends();
            server.observer.expect("refused 0 the TLS handshake failed: the peer left during the TLS handshake");
            server.assertNothingLeft(peer);
        }

        @Test
        void aHandshakeThatTakesTooLongIsCut() {
            Peer peer = server.connectTls(protocol);
            // Each byte is life, and does not move the deadline.
            for (byte b : Frames.bytes("16 03 01 02 00 01 00 01 FC")) {
                peer.transport.arrive(new byte[] {b});
                server.advance(TestServer.HANDSHAKE_TIMEOUT.dividedBy(10));
                assertThat(peer.connection.isClosed()).isFalse();
            }
            server.advance(TestServer.HANDSHAKE_TIMEOUT.dividedBy(10));

            server.observer.expect("refused 0 the TLS handshake took too long");
            server.assertNothingLeft(peer);
        }

        @Test
        void theRequestHasTheSameDeadline() {
            Peer peer = server.connectTls(protocol);
            server.advance(TestServer.HANDSHAKE_TIMEOUT.dividedBy(2));
            peer.sendsBytes("GET".getBytes());
            server.advance(TestServer.HANDSHAKE_TIMEOUT.dividedBy(2));

            assertThat(peer.receivesText()).startsWith("HTTP/1.1 408 ");
            assertThat(peer.tls().hasSeenCloseNotify()).isTrue();
            peer.expectHalfClosed();
        }

        @Test
        void aShutdownEndsIt() {
            Peer peer = server.connectTls(protocol);
            peer.connection.shutdown(1001);
            server.observer.expect();
            server.assertNothingLeft(peer);
        }

        /** Records behind the handshake and before the request are TLS's too. */
        @Test
        void garbageAfterTheTlsHandshakeIsReported() {
            Peer peer = server.connectTls(protocol).sendsBytes("GET".getBytes());
            peer.transport.arrive(Frames.bytes("17 03 03 FF FF 00"));
            server.run();

            assertThat(server.observer.events).hasSize(1).first().asString().startsWith("refused 0 TLS failed: ");
            peer.expectHalfClosed().ends();
            server.assertNothingLeft(peer);
        }
    }

    @Nested
    class Ends {

        @Test
        void byCloseFramesAndCloseNotify() {
            Peer peer = open();
            peer.sends(text("hello"), close(4000, "bye"));
            peer.expect(close(4000, ""));
            assertThat(peer.tls().hasSeenCloseNotify()).isTrue();
            peer.expectHalfClosed();
            peer.tls().sendCloseNotify();
            peer.ends();

            assertThat(server.handler.events).startsWith("text hello");
            server.assertOver(peer, new CloseEvent(4000, "bye", Initiator.REMOTE, Cause.CLOSE_FRAME, true));
        }

        /** TCP may end without close_notify where the Close frame has said already that nothing is missing. */
        @Test
        void byACloseFrameAndTheEndOfTcp() {
            Peer peer = open();
            peer.brings(close(4000, "bye"));
            peer.ends();
            server.assertOver(peer, new CloseEvent(4000, "bye", Initiator.REMOTE, Cause.CLOSE_FRAME, true));
        }

        @Test
        void byCloseFrameAndCloseNotifyInOneSegment() {
            Peer peer = open();
            peer.brings(close(4000, "bye"));
            peer.tls().sendCloseNotify();
            server.run();
            peer.ends();
            server.assertOver(peer, new CloseEvent(4000, "bye", Initiator.REMOTE, Cause.CLOSE_FRAME, true));
        }

        /** Whether an attacker cut it or the peer died: without a Close frame nobody knows what is missing. */
        @Test
        void byTruncation() {
            Peer peer = open().ends();
            server.assertOver(peer, new CloseEvent(1006, "", Initiator.NONE, Cause.EOF_WITHOUT_CLOSE, false));
        }

        @Test
        void byCloseNotifyWithoutACloseFrame() {
            Peer peer = open();
            peer.tls().sendCloseNotify();
            server.run();
            server.assertOver(peer, new CloseEvent(1006, "", Initiator.NONE, Cause.EOF_WITHOUT_CLOSE, false));
        }

        /** RFC 6455 section 7.4.1 has 1015 for the handshake of TLS; behind that, no Close frame is 1006. */
        @Test
        void byATlsError() {
            Peer peer = open();
            peer.transport.arrive(Frames.bytes("17 03 03 00 20" + "00".repeat(32)));
            server.run();
            peer.receives();
            assertThat(peer.tls().error).as("the alert").hasMessageContaining("bad_record_mac");
            peer.expectHalfClosed().ends();
            server.assertOver(peer, new CloseEvent(1006, "", Initiator.NONE, Cause.TLS_ERROR, false));
        }

        @Test
        void byATlsErrorWhileThisSideCloses() {
            Peer peer = open();
            server.handler.session().close(4001, "enough");
            server.run();
            peer.transport.arrive(Frames.bytes("17 03 03 FF FF 00"));
            server.run();
            peer.ends();
            server.assertOver(peer, new CloseEvent(1006, "", Initiator.LOCAL, Cause.TLS_ERROR, false));
        }

        @Test
        void byAReset() {
            Peer peer = open();
            peer.transport.failReads();
            server.run();
            server.assertOver(peer, new CloseEvent(1006, "", Initiator.NONE, Cause.IO_ERROR, false));
        }

        @Test
        void ofAPeerThatTakesNothing() {
            Peer peer = open();
            peer.transport.take(0);
            server.handler.session().sendText("hello");
            server.run();
            server.advance(TestServer.STALL_TIMEOUT);
            server.assertOver(peer, new CloseEvent(1006, "", Initiator.LOCAL, Cause.WRITE_TIMEOUT, false));
        }
    }

    @Nested
    class AMessageLargerThanTheBuffers {

        /** Whatever the wire takes of the first records, the others are encrypted once, and nothing is lost or doubled. */
        @ParameterizedTest
        @ValueSource(ints = {0, 1, 16_000, 17_000, 200_000, 270_000, 300_000})
        void leavesWhollyThroughAWireThatTakesLittleAtFirst(int taken) {
            server.sendQueueSize = 2 << 20;
            Peer peer = open();
            peer.receivesBytes();
            byte[] payload = new byte[1 << 20];
            new Random(1).nextBytes(payload);
            peer.transport.take(taken);
            server.handler
                    .session()
                    .sendBinary(ByteBuffer.allocateDirect(payload.length)
                            .put(payload)
                            .flip());
            server.run();
            peer.transport.takeEverything();
            server.run();

            byte[] frame = peer.receivesBytes();
            assertThat(frame).hasSize(10 + payload.length);
            assertThat(Arrays.copyOfRange(frame, 10, frame.length)).isEqualTo(payload);
        }
    }
}
