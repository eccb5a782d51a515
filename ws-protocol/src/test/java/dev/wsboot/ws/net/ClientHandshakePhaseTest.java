package dev.wsboot.ws.net;

import static dev.wsboot.ws.net.Frames.close;
import static dev.wsboot.ws.net.Frames.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.CloseEvent.Initiator;
import dev.wsboot.ws.handshake.UpgradeRejectedException;
import dev.wsboot.ws.protocol.DeflateOptions;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The opening handshake of a client against a server in memory. */
class ClientHandshakePhaseTest {

    private static final String BYE = close(1000, "");

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    private final TestClient client = new TestClient();

    private UpgradeRejectedException rejection() {
        Throwable error = client.assertFailed();
        assertThat(error).isInstanceOf(UpgradeRejectedException.class);
        return (UpgradeRejectedException) error;
    }

    @Nested
    class Acceptance {

        @Test
        void opensTheSessionAndThenTellsTheFuture() {
            client.handler.does((session, event) ->
                    assertThat(client.result).as("the future during " + event).isNotDone());
            client.open();

            assertThat(client.result.join()).isSameAs(client.session());
            assertThat(client.session().isOpen()).isTrue();
            assertThat(client.sessions.open()).containsExactly(client.session());
        }

        @Test
        void comesBeforeWhatOnOpenSends() {
            client.handler.does((session, event) -> session.sendText("hello"));
            client.connect().takesRequest().sends(Peer.ACCEPTED).expect(text("hello"));
        }

        @Test
        void isTheSameWhereverTheInputIsSplit() {
            byte[] response = Peer.ACCEPTED.getBytes(StandardCharsets.US_ASCII);
            byte[] frames = Frames.bytes(text("one") + text("two") + BYE);
            byte[] input = ByteBuffer.allocate(response.length + frames.length)
                    .put(response)
                    .put(frames)
                    .array();
            for (int split = 1; split <= input.length; split++) {
                TestClient each = new TestClient();
                each.connect().takesRequest();
                each.sendsBytes(Arrays.copyOf(input, split));
                each.sendsBytes(Arrays.copyOfRange(input, split, input.length));

                each.expect(BYE).ends();
                each.handler.expect("open", "text one", "text two", "close");
                each.assertOver(new CloseEvent(1000, "", Initiator.REMOTE, Cause.CLOSE_FRAME, true));
            }
        }

        @Test
        void worksByteByByte() {
            client.connect().takesRequest();
            for (byte b : Peer.ACCEPTED.getBytes(StandardCharsets.US_ASCII)) {
                assertThat(client.result).isNotDone();
                client.sendsBytes(new byte[] {b});
            }
            client.handler.expect("open");
        }

        @Test
        void tellsTheSessionWhatWasAskedFor() {
            client.request = WsRequest.to("ws://localhost:6060/a/b?x=1")
                    .header("X-Mine", "yes")
                    .subprotocols("chat.v2", "chat.v1");
            client.connect();
            client.sends(Peer.ACCEPTED.replace("\r\n\r\n", "\r\nSec-WebSocket-Protocol: chat.v1\r\n\r\n"));

            assertThat(client.session().endpoint()).isEqualTo("/a/b");
            assertThat(client.session().upgrade().queryParameter("x")).isEqualTo("1");
            assertThat(client.session().upgrade().header("x-mine")).isEqualTo("yes");
            assertThat(client.session().upgrade().header("sec-websocket-key")).isNull();
            assertThat(client.session().upgrade().subprotocols()).containsExactly("chat.v2", "chat.v1");
            assertThat(client.session().subprotocol()).isEqualTo("chat.v1");
            assertThat(client.session().remoteAddress()).isEqualTo(client.transport.remoteAddress());
        }

        @Test
        void endsTheDeadline() {
            client.open().advance(TestClient.HANDSHAKE_TIMEOUT);

            assertThat(client.connection.isClosed()).isFalse();
        }

        @Test
        void tellsWhoeverWatchesBothEnds() {
            StringBuilder seen = new StringBuilder();
            client.life = new SessionLife() {
                @Override
                public void opened(dev.wsboot.ws.WsSession session) {
                    seen.append("opened before ").append(client.handler.events);
                }

                @Override
                public void over() {
                    seen.append(", over behind ").append(client.handler.events);
                }
            };
            client.open().sendsFrames(BYE).ends();

            assertThat(seen).hasToString("opened before [], over behind [close]");
        }

        @Test
        void offersCompressionWhereItIsWanted() {
            client.deflate = DeflateOptions.DEFAULT;
            client.connect();

            assertThat(client.receivesText()).contains("\r\nSec-WebSocket-Extensions: permessage-deflate");
        }
    }

    @Nested
    class Refusal {

        @Test
        void carriesStatusHeadersAndBody() {
            client.connect()
                    .sends("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer\r\nContent-Length: 7\r\n\r\nwho are");

            UpgradeRejectedException refusal = rejection();
            assertThat(refusal.status()).isEqualTo(401);
            assertThat(refusal.header("www-authenticate")).isEqualTo("Bearer");
            assertThat(refusal.body()).isEqualTo("who are");
        }

        @Test
        void waitsForTheBody() {
            client.connect().sends("HTTP/1.1 500 Oops\r\n\r\nbe");
            assertThat(client.result).isNotDone();
            client.sends("cause").ends();

            assertThat(rejection().body()).isEqualTo("because");
        }

        @Test
        void isARedirectionThatIsNotFollowed() {
            client.connect().sends("HTTP/1.1 302 Found\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n");

            assertThat(rejection().location()).isEqualTo("/other");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"SSH-2.0-OpenSSH\r\n\r\n", "HTTP/1.1 101 Switching Protocols\r\n\r\n", "\u0016\u0003\u0001"})
        void isAnythingElse(String response) {
            client.connect().sends(response).ends();

            assertThat(rejection().isRefusal()).isFalse();
        }

        @Test
        void ofWhoLeavesAtOnce() {
            client.connect().ends();

            assertThat(rejection().status()).isZero();
        }
    }

    @Nested
    class TheWireBreaks {

        @Test
        void byAReset() {
            client.connect();
            client.transport.failReads();

            assertThat(client.run().assertFailed())
                    .isInstanceOf(IOException.class)
                    .hasMessage("connection reset");
        }

        @Test
        void beforeTheRequestIsSent() {
            client.transport.failWrites();

            assertThat(client.connect().assertFailed())
                    .isInstanceOf(IOException.class)
                    .hasMessage("broken pipe");
        }
    }

    @Nested
    class Deadline {

        @Test
        void isThatOfTheWholeHandshakeHoweverSlowlyBytesCome() {
            client.connect();
            for (int i = 0; i < 19; i++) {
                client.sends(Peer.ACCEPTED.substring(i, i + 1)).advance(Duration.ofSeconds(1));
            }
            client.advance(Duration.ofSeconds(1).minusNanos(1));
            assertThat(client.result).isNotDone();
            client.advance(Duration.ofNanos(1));

            assertThat(client.assertFailed())
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessage("the handshake with localhost took longer than PT20S");
        }

        @Test
        void comesEarlierWhereTheRequestIsNotTaken() {
            client.transport.take(10);
            client.connect().advance(TestClient.STALL_TIMEOUT);

            assertThat(client.assertFailed())
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessage("localhost does not take the request");
        }
    }
}
