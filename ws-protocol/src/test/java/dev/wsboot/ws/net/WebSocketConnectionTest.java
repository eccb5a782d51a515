package dev.wsboot.ws.net;

import static dev.wsboot.ws.net.Frames.ascii;
import static dev.wsboot.ws.net.Frames.binary;
import static dev.wsboot.ws.net.Frames.close;
import static dev.wsboot.ws.net.Frames.ping;
import static dev.wsboot.ws.net.Frames.pong;
import static dev.wsboot.ws.net.Frames.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.MessageType;
import dev.wsboot.ws.PreparedMessage;
import dev.wsboot.ws.WsHandler;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Messages, pings and pongs in both directions; how a connection ends is tested elsewhere. */
class WebSocketConnectionTest {

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    private final TestServer server = new TestServer();
    private final Peer peer = server.open();

    @Nested
    class Receiving {

        @Test
        void messagesComeInTheOrderOfTheWire() {
            peer.sends(text("a"), binary("0102"), pong("p"), "01 01 62", ping("q"), "80 01 63", text(""), binary(""));

            server.handler.expect(
                    "text a", "binary 0102", "pong " + ascii("p"), "ping " + ascii("q"), "text bc", "text ", "binary ");
            peer.expect(pong("q"));
        }

        @Test
        void theObserverSeesThem() {
            peer.sends(text("abc"), binary("0102"));

            server.observer.expect("received TEXT 3", "received BINARY 2");
        }

        @Test
        void textIsDecoded() {
            byte[] utf8 = "z\u00DF\u6C34\uD83C\uDF0A".getBytes(StandardCharsets.UTF_8);
            peer.sends(Frames.frame(0x81, Frames.hex(utf8)));

            server.handler.expect("text z\u00DF\u6C34\uD83C\uDF0A");
        }

        @Test
        void aMessageLargerThanTheReadBufferIsCollected() {
            byte[] payload = new byte[3 * EventLoop.READ_BUFFER];
            payload[payload.length - 1] = 7;
            peer.sends(binary(Frames.hex(payload)), text("next"));

            server.handler.expect("binary " + Frames.hex(payload), "text next");
        }

        @Test
        void aHandlerThatDoesNotTakeAKindOfMessageRefusesIt() {
            TestServer other = new TestServer();
            other.endpointHandler = new WsHandler() {};
            Peer textPeer = other.connect().upgrades("/ws");
            Peer binaryPeer = other.connect().upgrades("/ws");
            textPeer.receives();
            binaryPeer.receives();

            textPeer.sends(text("a")).expect(close(1003, "text is not accepted here"));
            binaryPeer.sends(binary("01")).expect(close(1003, "binary is not accepted here"));
        }
    }

    @Nested
    class Pongs {

        @Test
        void tenPingsGetTenPongsInTheirOrder() {
            StringBuilder expected = new StringBuilder();
            for (int i = 0; i < 10; i++) {
                peer.brings(ping("p" + i));
                expected.append(pong("p" + i));
            }
            server.run();

            peer.expect(expected.toString());
            assertThat(peer.transport.writes).endsWith(10 * 4);
        }

        @Test
        void stayBehindWhatWasSentBefore() {
            server.handler.does((session, what) -> session.sendText(what.substring(0, 4)));
            peer.sends(text("a"), ping("1"), text("b"));

            peer.expect(text("text"), pong("1"), text("ping"), text("text"));
        }

        @Test
        void areNotAnsweredBehindACloseFrame() {
            peer.session().close();
            peer.brings(ping("one"));
            server.run();

            peer.expect(close(1000, ""));
        }

        @Test
        void aPeerThatSendsPingsAndTakesNothingIsNotReadFrom() {
            peer.transport.take(0);
            String flood = ping("x".repeat(125));
            for (int i = 0; i < 10_000; i++) {
                peer.brings(flood);
            }
            server.run();

            assertThat(peer.transport.reading).isFalse();
            assertThat(peer.transport.unread()).isGreaterThan(500_000);
            assertThat(peer.session().queuedBytes()).isLessThanOrEqualTo(17 * 127);
        }

        @Test
        void aPeerThatTakesItsPongsGetsThemAll() {
            String[] pongs = new String[400];
            for (int i = 0; i < pongs.length; i++) {
                pongs[i] = pong("%03d".formatted(i));
                peer.brings(ping("%03d".formatted(i)));
            }
            server.run();

            peer.expect(pongs);
            assertThat(server.observer.limits).isEmpty();
        }

        /**
         * A client reads on. Section 5.5.3: "MAY elect to send a Pong frame for only the most recently processed Ping frame".
         */
        @Test
        void thoseThatComeWhileNothingIsTakenAreAnsweredByOne() {
            TestClient client = new TestClient().open();
            client.transport.take(0);
            client.session().sendText("-");
            client.run();
            for (int i = 0; i < 40; i++) {
                client.sendsFrames(ping("%02d".formatted(i)));
            }
            client.transport.takeEverything();

            String[] pongs = IntStream.concat(IntStream.range(0, 16), IntStream.of(39))
                    .mapToObj(i -> pong("%02d".formatted(i)))
                    .toArray(String[]::new);
            client.run().expect(text("-") + String.join("", pongs));
        }
    }

    @Nested
    class Sending {

        @Test
        void everyKindOfMessage() {
            peer.session().sendText("a");
            ByteBuffer data =
                    ByteBuffer.wrap(new byte[] {9, 1, 2, 9}).position(1).limit(3);
            peer.session().sendBinary(data);
            peer.session().send(PreparedMessage.text("b"));
            peer.session().send(PreparedMessage.binary(data));
            server.run();

            assertThat(data.position()).isEqualTo(1);
            assertThat(data.limit()).isEqualTo(3);
            peer.expect(text("a"), binary("0102"), text("b"), binary("0102"));
            assertThat(peer.transport.writes).hasSize(2);
            server.observer.expect("sent TEXT 1", "sent BINARY 2", "sent TEXT 1", "sent BINARY 2");
        }

        @Test
        void textThatIsNotAscii() {
            String text = "z\u00DF\u6C34\uD83C\uDF0A\uD800";
            peer.session().sendText(text);
            server.run();

            peer.expect(Frames.frame(0x81, Frames.hex(text.getBytes(StandardCharsets.UTF_8))));
            server.observer.expect("sent TEXT 11");
        }

        @Test
        void textThatMayNotFitIntoTheBuffer() {
            String text = "\u6C34".repeat(25_000);
            peer.session().sendText(text);
            server.run();

            peer.expect(Frames.frame(0x81, Frames.hex(text.getBytes(StandardCharsets.UTF_8))));
        }

        @Test
        void nothingBehindACloseFrameWhoeverAsks() {
            MessageSender sender = ((Session) peer.session()).connection().sender();
            peer.session().close();

            assertThat(sender.sendText("late")).isFalse();
            assertThat(sender.send(MessageType.BINARY, ByteBuffer.allocate(1))).isFalse();
            assertThat(sender.send(PreparedMessage.text("late"))).isFalse();
            server.run();
            peer.expect(close(1000, ""));
        }

        @Test
        void whatAHandlerSendsForAllItsInputLeavesInOneWrite() {
            server.handler.does((session, what) -> session.sendText(what.substring(5)));
            peer.sends(text("a"), text("b"), text("c"));

            peer.expect(text("a"), text("b"), text("c"));
            assertThat(peer.transport.writes).hasSize(2); // the first was the handshake's
        }

        @Test
        void twoConnectionsThatAnswerInOneTurnKeepTheirBytesApart() {
            Peer other = server.open();
            server.handler.does((session, what) -> session.sendText(session.id() + what.substring(5)));
            peer.brings(text("a"), text("b"));
            other.brings(text("c"), text("d"));
            server.run();

            peer.expect(text("1a"), text("1b"));
            other.expect(text("2c"), text("2d"));
        }

        @Test
        void toOneAnotherInEveryCallback() {
            Peer other = server.open();
            server.handler.does((session, what) -> {
                peer.session().sendText(what.substring(5));
                other.session().sendText(what.substring(5));
            });
            peer.sends(text("a"), text("b"), text("c"));

            peer.expect(text("a"), text("b"), text("c"));
            other.expect(text("a"), text("b"), text("c"));
        }
    }
}
