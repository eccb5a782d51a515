package dev.wsboot.ws.net;

import static dev.wsboot.ws.net.Frames.close;
import static dev.wsboot.ws.net.Frames.frame;
import static dev.wsboot.ws.net.Frames.ping;
import static dev.wsboot.ws.net.Frames.pong;
import static dev.wsboot.ws.net.Frames.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.CloseEvent.Initiator;
import dev.wsboot.ws.WsLimit;
import dev.wsboot.ws.protocol.MessageLimits;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A peer that begins a message and does not complete it, or dribbles it. */
class WebSocketConnectionMessageTimeTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String WHY = "a message took longer than 60 s";

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    private final TestServer server = new TestServer();

    private Peer open() {
        server.messageTimeout = LIMIT;
        return server.open();
    }

    private void assertFailed(Peer peer) {
        peer.expect(close(1008, WHY)).expectHalfClosed().ends();
        server.assertOver(peer, new CloseEvent(1008, WHY, Initiator.LOCAL, Cause.MESSAGE_TIMEOUT, false));
        assertThat(server.observer.limits).containsExactly(WsLimit.MESSAGE_TIME);
    }

    @Test
    void byteByByteItHasTheSameTime() {
        Peer peer = open();
        byte[] message = Frames.masked(text("a".repeat(100)));
        for (int second = 0; second < 60; second++) {
            peer.sendsBytes(new byte[] {message[second]});
            peer.expect();
            server.advance(Duration.ofSeconds(1));
        }

        assertFailed(peer);
    }

    @Test
    void fragmentByFragmentItHasTheSameTimeWhateverComesBetween() {
        Peer peer = open();
        peer.sends(frame(0x01, Frames.ascii("a")));
        for (int i = 0; i < 5; i++) {
            server.advance(Duration.ofSeconds(10));
            peer.sends(frame(0x00, Frames.ascii("b")), ping("p")).expect(pong("p"));
        }
        server.advance(Duration.ofSeconds(10).minusNanos(1));
        peer.expect();
        server.advance(Duration.ofNanos(1));

        assertFailed(peer);
    }

    @Test
    void aHeaderThatIsNotCompleteIsTimedToo() {
        Peer peer = open();
        peer.sendsBytes(new byte[] {(byte) 0x81});
        server.advance(LIMIT);

        assertFailed(peer);
    }

    /** A stream whose every read ends in the middle of the next message takes for ever, but no message of it does. */
    @Test
    void theTimeIsThatOfOneMessage() {
        Peer peer = open();
        byte[] message = Frames.masked(text("abc"));
        peer.sendsBytes(Arrays.copyOf(message, 5));
        byte[] restAndBegin = new byte[message.length];
        System.arraycopy(message, 5, restAndBegin, 0, message.length - 5);
        System.arraycopy(message, 0, restAndBegin, message.length - 5, 5);
        for (int i = 0; i < 10; i++) {
            server.advance(LIMIT.minusNanos(1));
            peer.sendsBytes(restAndBegin);
        }
        peer.expect();
        server.advance(LIMIT);

        assertFailed(peer);
    }

    @Test
    void betweenMessagesNoTimePasses() {
        Peer peer = open();
        peer.sends(text("a"));
        server.advance(LIMIT.multipliedBy(10));
        peer.expect();
        peer.sends(text("b"));

        server.handler.expect("text a", "text b");
    }

    @Test
    void whileNothingIsReadNoTimePasses() {
        Peer peer = open();
        byte[] message = Frames.masked(text("abc"));
        peer.sendsBytes(Arrays.copyOf(message, 5));
        server.advance(LIMIT.minusNanos(1));
        peer.session().suspendReading();
        server.run().advance(LIMIT.multipliedBy(3));
        peer.session().resumeReading();
        server.run().advance(LIMIT.minusNanos(1));
        peer.sendsBytes(Arrays.copyOfRange(message, 5, message.length));

        server.handler.expect("text abc");
        assertThat(server.observer.limits).isEmpty();
    }

    @Test
    void messagesInPartsMayTakeAnyTime() {
        server.endpointOptions = EndpointOptions.DEFAULT.withParts(MessageLimits.UNBOUNDED_PARTS);
        Peer peer = open();
        peer.sends(frame(0x02, "01"));
        server.advance(LIMIT.multipliedBy(10));
        peer.sends(frame(0x80, "02"));

        peer.expect();
        assertThat(server.observer.limits).isEmpty();
    }

    @Test
    void itIsOffWhereItIsZero() {
        Peer peer = server.open();
        peer.sends(frame(0x01, Frames.ascii("a")));
        server.advance(Duration.ofDays(1));
        peer.sends(frame(0x80, Frames.ascii("b")));

        server.handler.expect("text ab");
    }
}
