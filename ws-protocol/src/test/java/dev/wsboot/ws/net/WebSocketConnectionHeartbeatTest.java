package dev.wsboot.ws.net;

import static dev.wsboot.ws.net.Frames.close;
import static dev.wsboot.ws.net.Frames.frame;
import static dev.wsboot.ws.net.Frames.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.CloseEvent.Initiator;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pings of the server's own, and what comes of a peer that does not answer them. */
class WebSocketConnectionHeartbeatTest {

    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(4);
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final String PING_1 = frame(0x89, "0000000000000001");
    private static final String PING_2 = frame(0x89, "0000000000000002");
    private static final String PONG_1 = frame(0x8A, "0000000000000001");
    private static final String PONG_2 = frame(0x8A, "0000000000000002");

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    private final TestServer server = new TestServer();
    private Peer peer;

    private void openWith(Duration idleTimeout) {
        server.heartbeat = new Heartbeat(INTERVAL, TIMEOUT, 0, idleTimeout);
        peer = server.open();
    }

    private static CloseEvent silent(Cause cause) {
        return new CloseEvent(1006, "", Initiator.LOCAL, cause, false);
    }

    @Test
    void pingsAtEveryInterval() {
        openWith(Duration.ZERO);
        server.advance(INTERVAL.minusNanos(1));
        peer.expect();
        server.advance(Duration.ofNanos(1));
        peer.expect(PING_1).sends(PONG_1);
        server.advance(INTERVAL);

        peer.expect(PING_2);
    }

    @Test
    void tellsHowLongAnAnswerTook() {
        openWith(Duration.ZERO);
        assertThat(peer.session().pingRoundTrip()).isNull();
        server.advance(INTERVAL).advance(Duration.ofMillis(30));
        peer.sends(PONG_1);

        assertThat(peer.session().pingRoundTrip()).isEqualTo(Duration.ofMillis(30));
        server.observer.expect("answered in 30 ms");
        server.handler.expect("pong 0000000000000001");
    }

    @Test
    void aPongThatNobodyAskedForIsNoAnswer() {
        openWith(Duration.ZERO);
        peer.sends(PONG_1);
        server.advance(INTERVAL);
        peer.sends(PONG_2);

        server.observer.expect();
        server.handler.expect("pong 0000000000000001", "pong 0000000000000002");
    }

    @Test
    void theSamePongCountsOnce() {
        openWith(Duration.ZERO);
        server.advance(INTERVAL);
        peer.sends(PONG_1);
        server.advance(Duration.ofSeconds(1));
        peer.sends(PONG_1, PONG_1);

        assertThat(peer.session().pingRoundTrip()).isEqualTo(Duration.ZERO);
        server.observer.expect("answered in 0 ms");
    }

    @Test
    void endsWhereThePeerStaysSilent() {
        openWith(Duration.ZERO);
        server.advance(INTERVAL).advance(TIMEOUT.minusNanos(1));
        peer.expect(PING_1);
        server.handler.expect();
        server.advance(Duration.ofNanos(1));

        server.handler.expect("close");
        peer.expect(close(1011, "ping timeout")).expectHalfClosed();
        server.advance(TestServer.LINGER);
        server.assertOver(peer, silent(Cause.PING_TIMEOUT));
    }

    @Test
    void anyByteIsLife() {
        openWith(Duration.ZERO);
        server.advance(INTERVAL);
        peer.sendsBytes(Frames.bytes("81"));
        server.advance(TIMEOUT);

        assertThat(server.observer.closes).isEmpty();
    }

    @Test
    void endsWhereNothingArrivesForTheIdleTimeout() {
        server.heartbeat = new Heartbeat(Duration.ZERO, TIMEOUT, 0, IDLE);
        peer = server.open();
        server.advance(IDLE.minusNanos(1));
        peer.expect();
        server.advance(Duration.ofNanos(1));
        peer.expect(close(1001, "idle timeout")).sends(close(1001, "")).ends();

        server.assertOver(peer, new CloseEvent(1001, "", Initiator.LOCAL, Cause.IDLE_TIMEOUT, true));
    }

    @Test
    void aPeerThatIsNotEvenThereToBeTold() {
        server.heartbeat = new Heartbeat(Duration.ZERO, TIMEOUT, 0, IDLE);
        peer = server.open();
        server.advance(IDLE).advance(TestServer.CLOSE_TIMEOUT).advance(TestServer.LINGER);

        server.assertOver(peer, silent(Cause.IDLE_TIMEOUT));
    }

    @Test
    void noPingIsSentWhileThePeerTakesNothing() {
        openWith(Duration.ZERO);
        peer.transport.take(0);
        peer.session().sendText("x");
        server.advance(INTERVAL.minusSeconds(4));
        peer.transport.take(1);
        server.run().advance(Duration.ofSeconds(4));
        peer.transport.takeEverything();
        server.run();
        peer.expect(text("x"));

        server.advance(INTERVAL);
        peer.expect(PING_1);
    }

    /** Runs callbacks when the test says so. */
    private final Queue<Runnable> callbacks = new ArrayDeque<>();

    private void openWithSlowHandler(Duration idleTimeout) {
        server.executor = callbacks::add;
        server.handlerQueue = 1;
        server.heartbeat = new Heartbeat(INTERVAL, TIMEOUT, 0, idleTimeout);
        peer = server.connect().upgrades("/ws");
        runCallbacks();
        peer.receives();
    }

    private void runCallbacks() {
        while (!callbacks.isEmpty()) {
            callbacks.remove().run();
        }
    }

    @Test
    void thePeersSilenceMeansNothingWhileReadingPauses() {
        openWithSlowHandler(IDLE);
        peer.sends(text("slow"));
        server.run();
        assertThat(peer.transport.reading).isFalse();

        for (int i = 0; i < 20; i++) {
            server.advance(INTERVAL);
        }

        assertThat(server.observer.closes).isEmpty();
        assertThat(peer.receives()).startsWith(PING_1 + PING_2);
    }

    @Test
    void thePeersSilenceMeansNothingInTheMomentInWhichReadingGoesOn() {
        openWithSlowHandler(Duration.ZERO);
        server.advance(INTERVAL);
        peer.sends(text("slow"));
        server.advance(INTERVAL);
        peer.brings(PONG_1, PONG_2);
        server.clock.advance(TIMEOUT);

        runCallbacks();
        server.run();

        assertThat(server.observer.closes).isEmpty();
        assertThat(peer.transport.unread()).isZero();
    }

    @Test
    void thePeersSilenceMeansNothingWhileItsInputWaitsForTheHandler() {
        openWithSlowHandler(Duration.ZERO);
        peer.sends(text("slow"), text("next"));
        server.advance(INTERVAL);
        server.advance(TIMEOUT);

        runCallbacks();
        server.run();
        runCallbacks();

        assertThat(server.handler.events).contains("text slow", "text next");
        assertThat(server.observer.closes).isEmpty();
    }

    @Test
    void thePeersSilenceIsHeardAgainAfterAPause() {
        openWithSlowHandler(Duration.ZERO);
        peer.sends(text("slow"));
        runCallbacks();
        server.run().advance(INTERVAL).advance(TIMEOUT);
        runCallbacks();
        server.advance(TestServer.LINGER);

        server.assertOver(peer, silent(Cause.PING_TIMEOUT));
    }

    @Test
    void largeMessagesThatArriveSlowlyAreLifeToo() {
        openWith(IDLE);
        byte[] message = Frames.masked(Frames.binary(Frames.hex(new byte[100])));
        for (byte b : message) {
            server.advance(TIMEOUT.minusNanos(1));
            peer.sendsBytes(ByteBuffer.allocate(1).put(b).array());
        }

        assertThat(server.observer.closes).isEmpty();
        assertThat(server.handler.events).hasSize(1);
    }
}
