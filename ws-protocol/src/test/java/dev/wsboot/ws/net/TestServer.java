package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.WsHandler;
import dev.wsboot.ws.WsObserver;
import dev.wsboot.ws.handshake.HandshakeLimits;
import dev.wsboot.ws.handshake.OriginRule;
import dev.wsboot.ws.handshake.ProxyHeader;
import dev.wsboot.ws.handshake.TrustedProxies;
import dev.wsboot.ws.protocol.DeflateOptions;
import dev.wsboot.ws.protocol.MessageLimits;
import dev.wsboot.ws.protocol.SlabProbe;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * A server without sockets: one event loop that the test's thread turns, a clock that stands still, and peers in memory.
 * The options are set before the first peer connects; what a test does not care for is off.
 */
final class TestServer {

    static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);
    static final Duration STALL_TIMEOUT = Duration.ofSeconds(7);
    static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    static final Duration LINGER = Duration.ofSeconds(2);

    final FakeClock clock = new FakeClock();
    final FakePoller poller = new FakePoller(clock);
    final EventLoop loop = new EventLoop(poller, clock);
    final Census census = new Census();
    final Reception reception = new Reception();
    final SessionRegistry sessions = new SessionRegistry(census);
    final RecordingHandler handler = new RecordingHandler();
    final RecordingObserver observer = new RecordingObserver();

    // Options.
    WsHandler endpointHandler = handler;
    EndpointOptions endpointOptions = EndpointOptions.DEFAULT;
    OriginRule originRule = OriginRule.sameHost();
    MessageLimits messageLimits = MessageLimits.DEFAULT;
    TrustedProxies proxies = TrustedProxies.NONE;
    Admission admission = new Admission(0, 0, 0, any -> false);
    Duration messageTimeout = Duration.ZERO;
    RateLimit rateLimit = RateLimit.NONE;
    RateLimit rateLimitPerAddress = RateLimit.NONE;
    DeflateOptions deflate;
    Heartbeat heartbeat = Heartbeat.OFF;
    int maxPendingPongs = 16;
    int sendQueueSize = 200_000;
    int sendQueueMessages = 16_384;
    SendQueuePolicy sendQueuePolicy = SendQueuePolicy.CLOSE;
    Executor executor;
    int handlerQueue = 256;
    WsObserver watcher = observer;

    private ServerOptions options;

    TestServer() {
        loop.own();
    }

    ServerOptions options() {
        if (options == null) {
            PathTemplate template = PathTemplate.parse("/ws/{name}");
            options = new ServerOptions(
                    new Router(List.of(
                            new Endpoint(template, endpointHandler, endpointOptions),
                            new Endpoint(PathTemplate.parse("/ws"), endpointHandler, endpointOptions))),
                    originRule,
                    HandshakeLimits.defaults(),
                    HANDSHAKE_TIMEOUT,
                    reception,
                    proxies,
                    new SessionOptions(
                            messageLimits,
                            false,
                            messageTimeout,
                            rateLimit,
                            AddressRates.of(rateLimitPerAddress, proxy -> false),
                            maxPendingPongs,
                            deflate,
                            heartbeat,
                            sendQueueSize,
                            sendQueueMessages,
                            sendQueuePolicy,
                            STALL_TIMEOUT,
                            CLOSE_TIMEOUT,
                            executor,
                            handlerQueue,
                            watcher,
                            sessions));
        }
        return options;
    }

    /** A peer whose TCP connection was accepted. */
    Peer connect() {
        MemoryTransport wire = new MemoryTransport();
        return connect(wire, wire, null);
    }

    /** A peer that will speak TLS; its handshake comes before the first bytes that it sends. */
    Peer connectTls(String protocol) {
        MemoryTransport wire = new MemoryTransport();
        TlsOptions tls = TlsOptions.of(TestCertificates.server()).withProtocols(protocol);
        SSLEngine client = TlsOptions.of(TestCertificates.client()).clientEngine("localhost", 443);
        return connect(
                wire, new TlsTransport(wire, tls.serverEngine(), loop, Runnable::run), new PeerTls(client, wire));
    }

    /** A peer whose connection begins with a header of the PROXY protocol, of at most 100 bytes. */
    Peer connectByProxy(ProxyTransport.Introduction introduction) {
        MemoryTransport wire = new MemoryTransport();
        return connect(wire, new ProxyTransport(wire, loop, new ProxyHeader(100), introduction), null);
    }

    /** The same, and whom the header names is counted as if he had connected himself. */
    Peer connectByProxy() {
        MemoryTransport wire = new MemoryTransport();
        Admission.Place place = admission.enter(wire.remoteAddress().getAddress());
        return connect(wire, new ProxyTransport(wire, loop, new ProxyHeader(100), place::comesFrom), null, place);
    }

    /** A peer that speaks TLS behind such a header. */
    Peer connectTlsByProxy() {
        MemoryTransport wire = new MemoryTransport();
        SSLEngine engine = TlsOptions.of(TestCertificates.server()).serverEngine();
        SSLEngine client = TlsOptions.of(TestCertificates.client()).clientEngine("localhost", 443);
        Transport proxied = new ProxyTransport(wire, loop, new ProxyHeader(100), known -> {});
        return connect(wire, new TlsTransport(proxied, engine, loop, Runnable::run), new PeerTls(client, wire));
    }

    private Peer connect(MemoryTransport wire, Transport transport, @Nullable PeerTls tls) {
        return connect(
                wire, transport, tls, admission.enter(transport.remoteAddress().getAddress()));
    }

    private Peer connect(MemoryTransport wire, Transport transport, @Nullable PeerTls tls, Admission.Place place) {
        loop.refreshTime();
        census.enter();
        Connection connection = new Connection(
                loop, transport, options().session(), made -> new HandshakePhase(made, options(), place));
        poller.register(wire, connection);
        return new Peer(this, wire, connection, tls);
    }

    /** A peer that has done its opening handshake. What was told of it until here is forgotten. */
    Peer open() {
        Peer peer = connect().upgrades("/ws");
        peer.expectAccepted();
        handler.events.clear();
        observer.events.clear();
        return peer;
    }

    /** Turns the loop until nothing is left to be done. */
    TestServer run() {
        int turns = 0;
        // What is written at the end of a turn may bring tasks, so that one calm turn proves nothing yet.
        for (int calm = 0; calm < 2; calm = poller.dispatched == 0 && poller.timeout > 0 ? calm + 1 : 0) {
            loop.turn();
            assertThat(++turns).as("turns of a loop that finds no end").isLessThan(10_000);
        }
        return this;
    }

    /** Lets time pass, and what is due happen. */
    TestServer advance(Duration duration) {
        clock.advance(duration);
        return run();
    }

    /** Asserts that the one session ended for this reason, was told so once, and that nothing is left of it. */
    void assertOver(Peer peer, CloseEvent expected) {
        run();
        assertThat(handler.closes).containsExactly(expected);
        assertThat(observer.closes).containsExactly(expected);
        assertThat(handler.broken).isEmpty();
        assertNothingLeft(peer);
    }

    /** Asserts that the TCP connection is closed, and that no deadline and no session stayed behind. */
    void assertNothingLeft(Peer peer) {
        run();
        assertThat(peer.connection.isClosed()).as("closed").isTrue();
        assertThat(peer.transport.closed)
                .as("times that the transport was closed")
                .isEqualTo(1);
        assertThat(peer.connection.outbound().queued()).as("bytes in the queue").isZero();
        assertThat(loop.writeBuffer().isLentTo(peer.connection.outbound()))
                .as("holds the write buffer")
                .isFalse();
        assertThat(SlabProbe.lentBlocks(loop.slab()))
                .as("lent for large messages")
                .isZero();
        assertThat(poller.timeout).as("next deadline").isEqualTo(Poller.FOREVER);
        assertThat(sessions.open()).isEmpty();
        assertThat(isEmpty(census)).as("everybody has left").isTrue();
    }

    private static boolean isEmpty(Census census) {
        census.close();
        try {
            return census.awaitEmpty(0);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
