package dev.wsboot.ws.net;

import static dev.wsboot.ws.net.Frames.frame;
import static dev.wsboot.ws.net.Frames.hex;
import static dev.wsboot.ws.net.Frames.ping;
import static dev.wsboot.ws.net.Frames.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.WsSession;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceivedTextTest {

    private static final String SCRIPTS = "Gr\u00FC\u00DFe, \u043C\u0438\u0440 \u4E16\u754C \uD83D\uDE00 ";

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    private final TestServer server = new TestServer();

    /** Hands on what it is given, the very String. */
    private final class Relay extends RecordingHandler {

        final List<WsSession> others = new ArrayList<>();

        @Override
        public void onOpen(WsSession opened) throws Exception {
            others.add(opened);
            server.handler.onOpen(opened);
        }

        @Override
        public void onText(WsSession from, String text) {
            others.forEach(each -> assertThat(each.sendText(text)).isTrue());
        }
    }

    private static String utf8(String text) {
        return frame(0x81, hex(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void hasTheBytesOfTheVeryStringInHand() {
        ReceivedText received = new ReceivedText();
        String text = new String(new char[] {'a', 'b'});
        ByteBuffer utf8 = bytes(text);
        received.begin(text, utf8);

        assertThat(received.bytesOf(text)).isSameAs(utf8);
        assertThat(received.bytesOf(new String(new char[] {'a', 'b'}))).isNull();
    }

    @Test
    void hasNoneWhenTheCallbackIsOver() {
        ReceivedText received = new ReceivedText();
        received.begin("a", bytes("a"));
        received.end();

        assertThat(received.bytesOf("a")).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 130, 3_000})
    void textGoesOnAsItCame(int times) {
        server.endpointHandler = new Relay();
        Peer one = server.open();
        Peer other = server.open();
        String text = SCRIPTS.repeat(times);
        one.sends(utf8(text), utf8("a" + text));

        one.expect(utf8(text), utf8("a" + text));
        other.expect(utf8(text), utf8("a" + text));
    }

    @Test
    void textThatCameInFragmentsToo() {
        server.endpointHandler = new Relay();
        Peer peer = server.open();
        peer.sends(frame(0x01, "D0BC"), frame(0x00, "D0"), frame(0x80, "B8"));

        peer.expect(utf8("\u043C\u0438"));
    }

    /** By then its bytes are those of something else. */
    @Test
    void textThatIsKeptForLaterIsEncodedThen() {
        List<String> kept = new ArrayList<>();
        server.endpointHandler = new RecordingHandler() {
            @Override
            public void onText(WsSession from, String text) {
                kept.add(text);
            }

            @Override
            public void onPing(WsSession from, ByteBuffer payload) {
                kept.forEach(from::sendText);
            }
        };
        Peer peer = server.connect().upgrades("/ws");
        peer.receives();
        peer.sends(text("the first"));
        peer.sends(text("another, longer one"));
        peer.sends(ping("what is behind all that"));

        assertThat(peer.receives()).endsWith(text("the first") + text("another, longer one"));
    }

    @Test
    void anEarlierTextIsNotTheOneInHand() {
        List<String> kept = new ArrayList<>();
        server.endpointHandler = new RecordingHandler() {
            @Override
            public void onText(WsSession from, String text) {
                kept.add(text);
                kept.forEach(from::sendText);
            }
        };
        Peer peer = server.connect().upgrades("/ws");
        peer.receives();
        peer.sends(text("one"));
        peer.sends(text("two"));

        peer.expect(text("one"), text("one"), text("two"));
    }

    /** Told by bytes that are not those of the text. */
    @Test
    void itsBytesAreSentAndNotEncodedAgain() {
        server.endpointHandler = new RecordingHandler() {
            @Override
            public void onText(WsSession from, String text) {
                assertThat(server.loop.receivedText().bytesOf(text)).isEqualTo(bytes("received"));
                server.loop.receivedText().begin(text, bytes("other"));
                assertThat(from.sendText(text)).isTrue();
                assertThat(from.sendText(new String(text.toCharArray()))).isTrue();
            }
        };
        Peer peer = server.connect().upgrades("/ws");
        peer.receives();
        peer.sends(text("received"));

        peer.expect(text("other"), text("received"));
    }

    /** What the peer does not take is kept, and the buffer in which it came has something else meanwhile. */
    @Test
    void whatWaitsForASlowPeerIsACopy() {
        server.endpointHandler = new Relay();
        Peer slow = server.open();
        Peer other = server.open();
        String text = SCRIPTS.repeat(3_000);
        slow.transport.take(1_000);
        slow.sends(utf8(text));
        overwrite(other);
        slow.transport.takeEverything();
        server.run();

        slow.expect(utf8(text));
    }

    @Test
    void whatWaitsWhereItMayBeDroppedIsACopy() {
        server.sendQueuePolicy = SendQueuePolicy.DROP_OLDEST;
        server.endpointHandler = new Relay();
        Peer slow = server.open();
        Peer other = server.open();
        slow.transport.take(0);
        other.sends(text("first"));
        other.sends(text("second"));
        other.sends(text("and the last"));
        overwrite(other);
        slow.transport.takeEverything();
        server.run();

        slow.expect(text("first"), text("second"), text("and the last"));
    }

    @Test
    void whatWaitsForAMessageInPartsIsACopy() {
        server.endpointHandler = new Relay();
        Peer peer = server.open();
        peer.session().sendTextPart("begun", false);
        peer.sends(text("received"));
        overwrite(peer);
        peer.session().sendTextPart("", true);
        server.run();

        peer.expect(frame(0x01, hex("begun".getBytes(StandardCharsets.US_ASCII))), frame(0x80, ""), text("received"));
    }

    /** Fills the buffer for reading with something that nobody answers. */
    private static void overwrite(Peer peer) {
        peer.sends(frame(0x82, "AB".repeat(100_000)));
    }
}
