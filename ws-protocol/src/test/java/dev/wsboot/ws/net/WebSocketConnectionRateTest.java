package dev.wsboot.ws.net;

import static dev.wsboot.ws.net.Frames.binary;
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
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A peer that sends faster than it may. */
class WebSocketConnectionRateTest {

    private static final String WHY = "too fast: more messages than the server takes";

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    private final TestServer server = new TestServer();

    private Peer open(RateLimit limit) {
        server.rateLimit = limit;
        return server.open();
    }

    private void assertFailed(Peer peer) {
        peer.expectHalfClosed().ends();
        server.assertOver(peer, new CloseEvent(1008, WHY, Initiator.LOCAL, Cause.RATE_LIMIT, false));
        assertThat(server.observer.limits).containsExactly(WsLimit.MESSAGE_RATE);
    }

    @Test
    void messagesOfEveryKindCount() {
        Peer peer = open(RateLimit.perSecond(4, 0));
        peer.sends(text("a"), binary("01"), ping("p"), pong("q"), text("too early"), text("after"));

        peer.expect(pong("p"), close(1008, WHY));
        server.handler.expect("text a", "binary 01", "ping " + Frames.ascii("p"), "pong " + Frames.ascii("q"), "close");
        assertFailed(peer);
    }

    @Test
    void aPingThatComesTooEarlyIsNotAnswered() {
        Peer peer = open(RateLimit.perSecond(1, 0));
        peer.sends(ping("1"), ping("2")).expect(pong("1"), close(1008, WHY));
        assertFailed(peer);
    }

    @Test
    void aPongThatComesTooEarlyIsTheLast() {
        Peer peer = open(RateLimit.perSecond(1, 0));
        peer.sends(pong("1"), pong("2")).expect(close(1008, WHY));
        assertFailed(peer);
    }

    @Test
    void bytesOfPartsCount() {
        server.endpointOptions = EndpointOptions.DEFAULT.withParts(MessageLimits.UNBOUNDED_PARTS);
        Peer peer = open(RateLimit.perSecond(0, 4));
        peer.sends(frame(0x02, "010203"), frame(0x00, "04")).expect();
        peer.sends(frame(0x00, "05")).expect(close(1008, WHY));
        assertFailed(peer);
    }

    @Test
    void whoKeepsToItIsServedForEver() {
        Peer peer = open(RateLimit.perSecond(2, 0));
        for (int i = 0; i < 100; i++) {
            peer.sends(text("a"));
            server.advance(Duration.ofMillis(500));
        }

        peer.expect();
        assertThat(server.observer.limits).isEmpty();
    }

    /** Not to answer would be a ping timeout. */
    @Test
    void theAnswerToOurPingDoesNotCount() {
        server.heartbeat = new Heartbeat(Duration.ofSeconds(10), Duration.ofSeconds(4), 0, Duration.ZERO);
        Peer peer = open(RateLimit.perSecond(0, 1));
        peer.sends(text("a".repeat(100)));
        server.advance(Duration.ofSeconds(10));
        peer.expect(frame(0x89, "0000000000000001"))
                .sends(frame(0x8A, "0000000000000001"))
                .expect();

        assertThat(server.observer.limits).isEmpty();
    }

    @Test
    void aCloseThatIsUnderWayIsNotDisturbed() {
        Peer peer = open(RateLimit.perSecond(1, 0));
        peer.session().close(4000, "");
        server.run();
        peer.expect(close(4000, ""))
                .sends(ping("1"), ping("2"), ping("3"), close(4000, ""))
                .ends();

        server.assertOver(peer, new CloseEvent(4000, "", Initiator.LOCAL, Cause.CLOSE_FRAME, true));
    }

    @Test
    void whatCameInTimeIsAnsweredThoughItsCallbacksRunElsewhere() {
        Queue<Runnable> callbacks = new ArrayDeque<>();
        server.executor = callbacks::add;
        server.rateLimit = RateLimit.perSecond(2, 0);
        server.handler.does((session, what) -> {
            if (what.startsWith("text")) {
                session.sendText(what);
            }
        });
        Peer peer = server.connect().upgrades("/ws");
        peer.receives();
        peer.sends(text("a"), text("b"), text("too early"), text("after"));
        peer.expect();
        while (!callbacks.isEmpty()) {
            callbacks.remove().run();
            server.run();
        }

        peer.expect(text("text a"), text("text b"), close(1008, WHY)).ends();
        server.run();
        callbacks.forEach(Runnable::run);
        server.handler.expect("open", "text a", "text b", "close");
        assertThat(server.observer.limits).containsExactly(WsLimit.MESSAGE_RATE);
    }

    @Test
    void itMayOnlyBeCounted() {
        Peer peer = open(RateLimit.perSecond(1, 0).countingOnly());
        peer.sends(text("a"), text("b"), binary("03"));

        server.handler.expect("text a", "text b", "binary 03");
        peer.expect();
        assertThat(server.observer.limits).containsExactly(WsLimit.MESSAGE_RATE, WsLimit.MESSAGE_RATE);
    }

    /** The one that sends what is too much is closed, and no other. */
    @Test
    void whatOneAddressSendsIsCountedTogether() {
        server.rateLimitPerAddress = RateLimit.perSecond(3, 0);
        Peer first = server.open();
        Peer second = server.open();
        first.sends(text("a"), text("b"));
        second.sends(text("c"), text("d"));

        first.expect();
        second.expect(close(1008, WHY));
        assertThat(server.observer.limits).containsExactly(WsLimit.MESSAGE_RATE_PER_ADDRESS);
        first.sends(text("e")).expect(close(1008, WHY));
    }

    @Test
    void thatOfAnAddressMayOnlyBeCounted() {
        server.rateLimitPerAddress = RateLimit.perSecond(1, 0).countingOnly();
        Peer peer = server.open();
        peer.sends(text("a"), text("b"), ping("p")).expect(pong("p"));

        assertThat(server.observer.limits)
                .containsExactly(WsLimit.MESSAGE_RATE_PER_ADDRESS, WsLimit.MESSAGE_RATE_PER_ADDRESS);
    }

    @Test
    void aSessionThatEndsLeavesNothingOfItsAddress() {
        server.rateLimitPerAddress = RateLimit.perSecond(10, 0);
        Peer peer = server.open();
        peer.sends(text("a")).sends(close(1000, "")).ends();
        server.advance(Duration.ofMillis(100));

        assertThat(server.options().session().addressRates().known()).isZero();
    }
}
