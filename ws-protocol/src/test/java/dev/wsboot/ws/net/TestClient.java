package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.handshake.ClientHandshake.Header;
import dev.wsboot.ws.handshake.ResponseLimits;
import dev.wsboot.ws.protocol.DeflateOptions;
import dev.wsboot.ws.protocol.MessageLimits;
import dev.wsboot.ws.protocol.SlabProbe;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * A client without sockets: one event loop that the test's thread turns, a clock that stands still, and one server in
 * memory that the test plays. The options are set before {@link #connect}; what a test does not care for is off.
 */
final class TestClient {

    static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(20);
    static final Duration STALL_TIMEOUT = Duration.ofSeconds(7);
    static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    /** That of {@link Peer#ACCEPTED}. */
    private static final byte[] NONCE = Base64.getDecoder().decode("Omt7iN7CaEUxYdm+wlVEaA==");

    /** What a test reads in hex is not random. */
    private static final class FixedNonce extends SecureRandom {

        private static final long serialVersionUID = 1L;

        @Override
        public void nextBytes(byte[] bytes) {
            System.arraycopy(NONCE, 0, bytes, 0, bytes.length);
        }
    }

    final FakeClock clock = new FakeClock();
    final FakePoller poller = new FakePoller(clock);
    final EventLoop loop = new EventLoop(poller, clock);
    final Census census = new Census();
    final SessionRegistry sessions = new SessionRegistry(census);
    final RecordingHandler handler = new RecordingHandler();
    final RecordingObserver observer = new RecordingObserver();
    final MemoryTransport transport = new MemoryTransport();

    // Options.
    WsRequest request = WsRequest.to("ws://localhost:6060/ws");
    DeflateOptions deflate;
    TlsOptions tls;
    InetSocketAddress proxy;
    List<Header> proxyHeaders = new ArrayList<>();
    Heartbeat heartbeat = Heartbeat.OFF;
    SendQueuePolicy sendQueuePolicy = SendQueuePolicy.CLOSE;
    Executor executor;
    SessionLife life = SessionLife.UNWATCHED;

    Attempt attempt;
    Connection connection;
    CompletableFuture<WsSession> result;

    TestClient() {
        loop.own();
    }

    /** TCP is connected. */
    TestClient connect() {
        SessionOptions session = new SessionOptions(
                MessageLimits.DEFAULT,
                false,
                Duration.ZERO,
                RateLimit.NONE,
                null,
                16,
                deflate,
                heartbeat,
                200_000,
                16_384,
                sendQueuePolicy,
                STALL_TIMEOUT,
                CLOSE_TIMEOUT,
                executor,
                256,
                observer,
                sessions);
        ClientOptions options = new ClientOptions(
                Duration.ofSeconds(10),
                HANDSHAKE_TIMEOUT,
                ResponseLimits.defaults(),
                tls,
                proxy,
                proxyHeaders,
                0,
                session);
        loop.refreshTime();
        ClientResources resources = new ClientResources(null, census, null, null, Runnable::run, new FixedNonce());
        attempt = new Attempt(options, resources, loop, request, handler, life);
        result = attempt.result();
        result.whenComplete((opened, error) -> attempt.fulfilled());
        connection = attempt.connected(transport);
        poller.register(transport, connection);
        return run();
    }

    /** A session that is open. What was told of it until here is forgotten. */
    TestClient open() {
        connect().takesRequest().sends(Peer.ACCEPTED);
        handler.expect("open");
        observer.expect("opened");
        assertThat(result).isCompletedWithValue(handler.session());
        return this;
    }

    /** Asserts that the request of {@link #request} was sent, and nothing else. */
    TestClient takesRequest() {
        assertThat(receivesText()).isEqualTo(requestText());
        return this;
    }

    static String requestText() {
        return "GET /ws HTTP/1.1\r\nHost: localhost:6060\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: Omt7iN7CaEUxYdm+wlVEaA==\r\n\r\n";
    }

    WsSession session() {
        return handler.session();
    }

    // The server.

    TestClient sends(String ascii) {
        return sendsBytes(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    TestClient sendsFrames(String... frames) {
        return sendsBytes(Frames.bytes(String.join("", frames)));
    }

    TestClient sendsBytes(byte[] bytes) {
        transport.arrive(bytes);
        return run();
    }

    TestClient ends() {
        transport.endInput();
        return run();
    }

    String receivesText() {
        return new String(transport.sent(), StandardCharsets.UTF_8);
    }

    /** Asserts which frames were sent since the last time, to the last byte, written as if unmasked. */
    TestClient expect(String... frames) {
        assertThat(Frames.unmasked(transport.sent()))
                .isEqualTo(String.join("", frames).replace(" ", ""));
        return this;
    }

    // Time.

    TestClient run() {
        int turns = 0;
        for (int calm = 0; calm < 2; calm = poller.dispatched == 0 && poller.timeout > 0 ? calm + 1 : 0) {
            loop.turn();
            assertThat(++turns).as("turns of a loop that finds no end").isLessThan(10_000);
        }
        return this;
    }

    TestClient advance(Duration duration) {
        clock.advance(duration);
        return run();
    }

    // The end.

    /** Asserts that the handshake failed, that nobody but the future was told so, and that nothing is left of it. */
    Throwable assertFailed() {
        assertNothingLeft();
        assertThat(handler.events).isEmpty();
        assertThat(observer.events).isEmpty();
        return failure();
    }

    Throwable failure() {
        assertThat(result).isCompletedExceptionally();
        return result.handle((opened, error) -> error).join();
    }

    void assertOver(CloseEvent expected) {
        run();
        assertThat(handler.closes).containsExactly(expected);
        assertThat(observer.closes).containsExactly(expected);
        assertThat(handler.broken).isEmpty();
        assertNothingLeft();
    }

    /** Asserts that the TCP connection is closed, and that no deadline and no session stayed behind. */
    void assertNothingLeft() {
        run();
        assertThat(connection.isClosed()).as("closed").isTrue();
        assertThat(transport.closed).as("times that the transport was closed").isEqualTo(1);
        assertThat(connection.outbound().queued()).as("bytes in the queue").isZero();
        assertThat(loop.writeBuffer().isLentTo(connection.outbound()))
                .as("holds the write buffer")
                .isFalse();
        assertThat(SlabProbe.lentBlocks(loop.slab()))
                .as("lent for large messages")
                .isZero();
        assertThat(poller.timeout).as("next deadline").isEqualTo(Poller.FOREVER);
        assertThat(poller.failures).isEmpty();
        assertThat(sessions.open()).isEmpty();
        census.close();
        try {
            assertThat(census.awaitEmpty(0)).as("everybody has left").isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
