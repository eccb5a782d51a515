package dev.wsboot.ws.net;

import static dev.wsboot.ws.net.Frames.close;
import static dev.wsboot.ws.net.Frames.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.CloseEvent.Initiator;
import dev.wsboot.ws.UpgradeDecision;
import dev.wsboot.ws.WsLimit;
import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.handshake.HandshakeRefusal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandshakePhaseTest {

    private static final String BYE = close(1000, "");

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    private final TestServer server = new TestServer();

    private void assertRefused(Peer peer, int status) {
        assertThat(peer.receivesText()).startsWith("HTTP/1.1 " + status + " ").contains("\r\nConnection: ");
        peer.expectHalfClosed();
        assertThat(server.handler.events).isEmpty();
        assertThat(server.observer.events).hasSize(1).first().asString().startsWith("refused " + status + " ");
    }

    @Nested
    class Acceptance {

        /** They would be most of what is kept of a request, for as long as the connection lives. */
        @Test
        void forgetsTheHeaderLinesThatNobodyWantsAnyMore() {
            Peer peer = server.connect().upgrades("/ws", "Cookie: a=b");
            peer.expectAccepted();
            WsSession session = peer.session();

            assertThat(session.upgrade().header("Sec-WebSocket-Key")).isNull();
            assertThat(session.upgrade().header("Cookie")).isEqualTo("a=b");
        }

        @Test
        void comesBeforeWhatOnOpenSends() {
            server.handler.does((session, what) -> {
                if (what.equals("open")) {
                    session.sendText("hello");
                    session.close();
                }
            });
            Peer peer = server.connect().upgrades("/ws");

            String expected = Frames.hex(Peer.ACCEPTED.getBytes(StandardCharsets.US_ASCII)) + text("hello") + BYE;
            peer.expect(expected);
            assertThat(peer.transport.writes).hasSize(1);
            server.handler.expect("open");
        }

        @Test
        void isTheSameWhereverTheInputIsSplit() {
            ByteBuffer all = ByteBuffer.allocate(1000).put(Peer.request("/ws"));
            all.put(Frames.masked(text("one"))).put(Frames.masked(text("two"))).put(Frames.masked(BYE));
            byte[] input = new byte[all.flip().remaining()];
            all.get(input);
            for (int split = 1; split < input.length; split++) {
                TestServer each = new TestServer();
                Peer peer = each.connect();
                peer.sendsBytes(Arrays.copyOf(input, split));
                peer.sendsBytes(Arrays.copyOfRange(input, split, input.length));

                peer.expect(Frames.hex(Peer.ACCEPTED.getBytes(StandardCharsets.US_ASCII)), BYE);
                peer.ends();
                each.handler.expect("open", "text one", "text two", "close");
                each.assertOver(peer, new CloseEvent(1000, "", Initiator.REMOTE, Cause.CLOSE_FRAME, true));
            }
        }

        @Test
        void worksByteByByte() {
            Peer peer = server.connect();
            for (byte b : Peer.request("/ws")) {
                peer.sendsBytes(new byte[] {b});
            }
            peer.expectAccepted();
            server.handler.expect("open");
            server.observer.expect("opened");
        }

        @Test
        void tellsTheSessionWhereItIs() {
            Peer peer = server.connect().upgrades("/ws/anna?q=1");

            assertThat(peer.receivesText()).isEqualTo(Peer.ACCEPTED);
            assertThat(server.handler.session().endpoint()).isEqualTo("/ws/{name}");
            assertThat(server.handler.session().upgrade().pathParameters()).containsEntry("name", "anna");
            assertThat(server.handler.session().upgrade().path()).isEqualTo("/ws/anna");
            assertThat(server.handler.session().remoteAddress()).isEqualTo(peer.transport.remoteAddress());
            assertThat(server.handler.session())
                    .hasToString("session 1 of /ws/anna from " + peer.transport.remoteAddress());
        }

        /** What a peer has chosen of the path stands in lines of logs. */
        @Test
        void namesTheSessionInOneShortLine() {
            server.connect().upgrades("/ws/%E2%80%AE%E2%80%A8" + "a".repeat(500));
            WsSession session = server.handler.session();

            assertThat(session.upgrade().path()).hasSize(506);
            assertThat(session.toString())
                    .startsWith("session 1 of /ws/\\u202e\\u2028aaa")
                    .hasSizeLessThan(280);
            assertThat(session.upgrade().toString())
                    .startsWith("/ws/\\u202e\\u2028aaa")
                    .hasSizeLessThan(280);
        }

        @Test
        void choosesTheSubprotocolThatTheEndpointPrefers() {
            server.endpointOptions = EndpointOptions.DEFAULT.withSubprotocols("b", "a");
            Peer peer = server.connect().upgrades("/ws", "Sec-WebSocket-Protocol: a, b");

            assertThat(peer.receivesText()).contains("\r\nSec-WebSocket-Protocol: b\r\n");
            assertThat(server.handler.session().subprotocol()).isEqualTo("b");
        }

        @Test
        void endsTheDeadline() {
            Peer peer = server.open();
            server.advance(TestServer.HANDSHAKE_TIMEOUT);

            peer.expect();
            assertThat(peer.connection.isClosed()).isFalse();
        }

        @Test
        void thatCannotBeWrittenEndsTheSession() {
            Peer peer = server.connect();
            peer.transport.failWrites();
            peer.upgrades("/ws");

            server.assertOver(peer, new CloseEvent(1006, "", Initiator.NONE, Cause.IO_ERROR, false));
            server.handler.expect("open", "close");
        }
    }

    @Nested
    class Refusal {

        @ParameterizedTest
        @CsvSource({"/other, , 404", "/ws, Origin: https://evil.example, 403", "/ws, Content-Length: 5, 400"})
        void isAnsweredAndLingers(String path, String line, int status) {
            Peer peer = server.connect();
            peer.transport.arrive(line == null ? Peer.request(path) : Peer.request(path, line));
            peer.sends(text("frames behind a refusal"));
            assertRefused(peer, status);

            peer.sendsBytes(Peer.request("/ws"));
            assertThat(peer.receives()).as("answer to a second request").isEmpty();
            assertThat(peer.transport.unread()).isZero();
            server.advance(TestServer.LINGER.minusNanos(1));
            peer.expectHalfClosed();
            server.advance(Duration.ofNanos(1));

            server.assertNothingLeft(peer);
            assertThat(server.handler.events).isEmpty();
        }

        @Test
        void endsAsSoonAsThePeerEnds() {
            Peer peer = server.connect().upgrades("/other");
            assertRefused(peer, 404);
            peer.ends();

            server.assertNothingLeft(peer);
        }

        @Test
        void ofAHeadThatIsTooLargeWhichIsALimit() {
            Peer peer = server.connect().sendsBytes(Peer.request("/" + "a".repeat(20_000)));

            assertRefused(peer, 414);
            assertThat(server.observer.limits).containsExactly(WsLimit.REQUEST_HEAD);
        }

        /** Autobahn CVE-2020-35678: the application may put into the body what the peer has sent. */
        @Test
        void isToldInOneShortLine() {
            String body = "no \r\n2026 INFO forged\u001b[31m\u202e\u2028 " + "x".repeat(500);
            server.endpointOptions = EndpointOptions.DEFAULT.withUpgradeCheck(upgrade ->
                    CompletableFuture.completedFuture(UpgradeDecision.refuse(HandshakeRefusal.forbidden(body))));
            List<String> lines = errors.recordEverything();
            Peer peer = server.connect().upgrades("/ws");

            assertThat(peer.receivesText()).endsWith(body);
            assertThat(server.observer.events)
                    .singleElement()
                    .asString()
                    .startsWith("refused 403 no \\u000d\\u000a2026 INFO forged\\u001b[31m\\u202e\\u2028 xxx")
                    .hasSizeLessThan(280);
            assertThat(lines)
                    .anyMatch(line -> line.contains("with 403: no \\u000d"))
                    .allMatch(line -> line.length() < 300 && !line.contains("\n") && !line.contains("\u202e"));
        }

        /** Behind a proxy that keeps the client's host to itself, that is what an operator must see. */
        @Test
        void ofAnOriginNamesItAndTheHostButNotToThePeer() {
            List<String> lines = errors.recordEverything();
            Peer peer = server.connect().upgrades("/ws", "Origin: https://chat.example\\");

            assertThat(peer.receivesText()).endsWith("the origin is not allowed");
            assertThat(server.observer.events)
                    .containsExactly(
                            "refused 403 at localhost:6060 the origin \"https://chat.example\\u005c\" is not allowed");
            assertThat(lines)
                    .anyMatch(line -> line.contains("the origin \"https://chat.example\\u005c\" is not allowed"));
        }

        @Test
        void ofALongOriginNamesTheHostAllTheSame() {
            List<String> lines = errors.recordEverything();
            server.connect().upgrades("/ws", "Origin: https://" + "x".repeat(1000));

            assertThat(lines).anyMatch(line -> line.contains("at localhost:6060 the origin"));
        }

        /** What TLS complains about may be the peer's own words. */
        @Test
        void ofTlsIsToldInOneShortLineToo() {
            String forged = "no \r\n2026 INFO forged\u202e " + "x".repeat(500);
            List<String> lines = errors.recordEverything();
            Peer peer = server.connectByProxy(client -> {
                throw new SSLException(forged);
            });
            peer.sendsBytes("PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThat(server.observer.events)
                    .singleElement()
                    .asString()
                    .startsWith("refused 0 TLS failed: no \\u000d\\u000a2026 INFO forged\\u202e xxx")
                    .hasSizeLessThan(280);
            assertThat(lines)
                    .anyMatch(line -> line.contains("TLS failed: no \\u000d"))
                    .allMatch(line -> line.length() < 300 && !line.contains("\n") && !line.contains("\u202e"));
        }

        @Test
        void ofWhatIsNoRequest() {
            Peer peer = server.connect().sendsBytes(Frames.bytes("160301"));

            assertRefused(peer, 400);
        }

        @Test
        void thatIsNotTakenEndsAtTheStallTimeout() {
            Peer peer = server.connect();
            peer.transport.take(10);
            peer.upgrades("/other");
            assertThat(peer.transport.outputShut).isFalse();
            server.advance(TestServer.STALL_TIMEOUT);

            server.assertNothingLeft(peer);
        }

        @Test
        void isWrittenToTheEndThoughThePeerSendsNoMore() {
            Peer peer = server.connect();
            peer.transport.take(10);
            peer.upgrades("/other").ends();
            peer.transport.takeEverything();
            server.run();

            assertThat(peer.receivesText()).startsWith("HTTP/1.1 404").endsWith("There is no WebSocket endpoint here");
            server.assertNothingLeft(peer);
        }
    }

    @Nested
    class Deadline {

        @Test
        void answersWith408HoweverSlowlyBytesCome() {
            Peer peer = server.connect();
            byte[] request = Peer.request("/ws");
            for (int i = 0; i < 9; i++) {
                peer.sendsBytes(new byte[] {request[i]});
                server.advance(Duration.ofSeconds(1));
            }
            assertThat(peer.receives()).isEmpty();
            server.advance(Duration.ofSeconds(1));

            assertRefused(peer, 408);
            assertThat(server.observer.limits).containsExactly(WsLimit.HANDSHAKE_TIME);
            server.advance(TestServer.LINGER);
            server.assertNothingLeft(peer);
        }

        @Test
        void isThatOfTheWholeHandshake() {
            Peer peer = server.connect();
            server.advance(TestServer.HANDSHAKE_TIMEOUT.minusNanos(1));
            assertThat(peer.receives()).isEmpty();
            server.advance(Duration.ofNanos(1));

            assertRefused(peer, 408);
            assertThat(server.observer.limits).containsExactly(WsLimit.HANDSHAKE_TIME);
        }
    }

    @Nested
    class ThePeerLeaves {

        @Test
        void withoutAWord() {
            Peer peer = server.connect().ends();

            server.assertNothingLeft(peer);
            server.observer.expect();
        }

        @Test
        void inTheMiddleOfTheRequest() {
            Peer peer = server.connect().sendsBytes("GET /ws".getBytes(StandardCharsets.US_ASCII));
            peer.ends();

            server.assertNothingLeft(peer);
            server.observer.expect("refused 0 the peer left during the handshake");
        }

        @Test
        void byAReset() {
            Peer peer = server.connect().sendsBytes("GET /ws".getBytes(StandardCharsets.US_ASCII));
            peer.transport.failReads();
            server.run();

            server.assertNothingLeft(peer);
            server.observer.expect("refused 0 the peer left during the handshake");
        }

        @Test
        void becauseItIsCut() {
            Peer peer = server.connect().sendsBytes("GET /ws".getBytes(StandardCharsets.US_ASCII));
            peer.connection.cut();

            server.assertNothingLeft(peer);
            server.observer.expect("refused 0 the peer left during the handshake");
        }
    }

    @Nested
    class Shutdown {

        @Test
        void answersWith503() {
            Peer peer = server.connect().sendsBytes("GET /ws".getBytes(StandardCharsets.US_ASCII));
            peer.connection.shutdown(1001);
            server.run();

            String answer = peer.receivesText();
            assertThat(answer).startsWith("HTTP/1.1 503 ").contains("\r\nRetry-After: 5\r\n");
            peer.expectHalfClosed().ends();
            server.assertNothingLeft(peer);
        }

        @Test
        void answersWithTheHintOfAServerThatDrains() {
            Peer peer = server.connect();
            server.reception.close(30);
            peer.upgrades("/ws");

            assertThat(peer.receivesText()).startsWith("HTTP/1.1 503 ").contains("\r\nRetry-After: 30\r\n");
            server.handler.expect();

            Peer begun = server.connect().sendsBytes("GET /ws".getBytes(StandardCharsets.US_ASCII));
            begun.connection.shutdown(1001);
            server.run();
            assertThat(begun.receivesText()).contains("\r\nRetry-After: 30\r\n");
        }

        @Test
        void closesWhatHasNotSaidAnything() {
            Peer peer = server.connect();
            peer.connection.shutdown(1001);

            server.assertNothingLeft(peer);
            server.observer.expect();
            assertThat(peer.receives()).isEmpty();
        }
    }

    @Test
    void countsEverySession() {
        List<Peer> peers = List.of(server.open(), server.open(), server.open());

        assertThat(server.sessions.open())
                .hasSize(3)
                .extracting(WsSession::id)
                .containsExactlyInAnyOrder("1", "2", "3");
        peers.forEach(Peer::ends);
        assertThat(server.sessions.open()).isEmpty();
    }
}
