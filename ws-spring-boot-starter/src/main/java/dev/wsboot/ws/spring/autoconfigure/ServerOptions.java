package dev.wsboot.ws.spring.autoconfigure;

import dev.wsboot.ws.handshake.ForwardedHeaders;
import dev.wsboot.ws.handshake.HandshakeLimits;
import dev.wsboot.ws.handshake.OriginRule;
import dev.wsboot.ws.handshake.TrustedProxies;
import dev.wsboot.ws.net.DrainOptions;
import dev.wsboot.ws.net.Heartbeat;
import dev.wsboot.ws.net.RateLimit;
import dev.wsboot.ws.net.SendQueuePolicy;
import dev.wsboot.ws.net.WsServer;
import dev.wsboot.ws.protocol.CloseCode;
import dev.wsboot.ws.protocol.DeflateOptions;
import dev.wsboot.ws.protocol.MessageLimits;
import dev.wsboot.ws.spring.server.ListenAddress;
import dev.wsboot.ws.spring.server.ShutdownPlan;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * The properties of the listener as the engine wants them, every one checked.
 *
 * @param listen where to listen; null for the other listeners only
 * @param listeners where to listen too
 * @param backlog connections that may wait to be accepted
 * @param maxConnections TCP connections at a time; 0 for any number
 * @param maxConnectionsPerIp the same from one address
 * @param proxies who may speak for others
 * @param ioThreads event loops; null for the engine's choice
 * @param handshakeTimeout time for a handshake
 * @param handshakeLimits size of a handshake
 * @param messageLimits size of messages
 * @param messageTimeout time for one message; zero for any
 * @param rateLimit how fast a client may send
 * @param rateLimitPerIp how fast the clients of one address may
 * @param maxPendingPongs Pongs that may wait for a client
 * @param origins who may connect
 * @param sendQueue bytes that may wait for a client
 * @param sendQueueMessages messages that may
 * @param sendQueuePolicy what becomes of others
 * @param stallTimeout time for which they may
 * @param heartbeat pings and timeouts
 * @param compression what is accepted; null for none
 */
record ServerOptions(
        @Nullable ListenAddress listen,
        List<ListenerOptions> listeners,
        int backlog,
        int maxConnections,
        int maxConnectionsPerIp,
        TrustedProxies proxies,
        @Nullable Integer ioThreads,
        Duration handshakeTimeout,
        HandshakeLimits handshakeLimits,
        MessageLimits messageLimits,
        Duration messageTimeout,
        RateLimit rateLimit,
        RateLimit rateLimitPerIp,
        int maxPendingPongs,
        OriginRule origins,
        int sendQueue,
        int sendQueueMessages,
        SendQueuePolicy sendQueuePolicy,
        Duration stallTimeout,
        Heartbeat heartbeat,
        @Nullable DeflateOptions compression) {

    private static final int NO_PORT = WsServer.Builder.NO_PORT;

    /** Time that a network may need: a shorter one is a missing unit, or a way to burn a core. */
    private static final Duration SHORTEST = Duration.ofMillis(100);

    static ServerOptions of(WsProperties properties) {
        WsProperties.Server server = properties.server();
        WsProperties.SendQueue queue = server.sendQueue();
        Integer ioThreads = server.ioThreads();
        ListenAddress listen = listen(server);
        return new ServerOptions(
                listen,
                ListenerOptions.of(listen, server.listeners()),
                Required.positive("ws.server.backlog", server.backlog()),
                Required.notNegative("ws.server.max-connections", server.maxConnections()),
                Required.notNegative("ws.server.max-connections-per-ip", server.maxConnectionsPerIp()),
                proxies(server.proxy()),
                ioThreads == null ? null : Required.between(1, 1024, "ws.server.io-threads", ioThreads),
                Required.atLeast(SHORTEST, "ws.server.handshake-timeout", server.handshakeTimeout()),
                handshakeLimits(server),
                messageLimits(server),
                Required.zeroOrAtLeast(SHORTEST, "ws.server.message-timeout", server.messageTimeout()),
                rateLimit("ws.server.rate-limit", server.rateLimit()),
                rateLimit("ws.server.rate-limit-per-ip", server.rateLimitPerIp()),
                Required.positive("ws.server.max-pending-pongs", server.maxPendingPongs()),
                origins(server.allowedOrigins()),
                Required.bytes(1, "ws.server.send-queue.max-size", queue.maxSize()),
                Required.positive("ws.server.send-queue.max-messages", queue.maxMessages()),
                queue.policy(),
                Required.atLeast(SHORTEST, "ws.server.send-queue.stall-timeout", queue.stallTimeout()),
                heartbeat(properties.heartbeat()),
                compression(properties.compression()));
    }

    static ShutdownPlan shutdown(WsProperties.Shutdown shutdown) {
        int code = shutdown.closeCode();
        if (code != CloseCode.GOING_AWAY && code != CloseCode.SERVICE_RESTART) {
            throw new InvalidPropertyException("ws.shutdown.close-code", code, "1001 or 1012");
        }
        return new ShutdownPlan(
                new DrainOptions(
                        Required.zeroOrAtLeast(SHORTEST, "ws.shutdown.drain-window", shutdown.drainWindow()),
                        code,
                        Required.notNegative("ws.shutdown.retry-after", shutdown.retryAfter())),
                Required.notNegative("ws.shutdown.timeout", shutdown.timeout()));
    }

    private static @Nullable ListenAddress listen(WsProperties.Server server) {
        if (server.port() == NO_PORT && server.listeners().isEmpty()) {
            throw new InvalidPropertyException(
                    "ws.server.port",
                    NO_PORT,
                    "a number from 0 to 65535 where there are no ws.server.listeners (ws.server.enabled=false is for no server)");
        }
        if (server.port() == NO_PORT) {
            String bundle = server.ssl().bundle();
            if (bundle != null) {
                throw new InvalidPropertyException(
                        "ws.server.ssl.bundle",
                        "\"" + bundle + "\"",
                        "unset without a port: each of ws.server.listeners has an ssl.bundle of its own");
            }
            return null;
        }
        int port = Required.between(0, 65_535, "ws.server.port", server.port());
        return new ListenAddress("ws.server", new InetSocketAddress(server.address(), port));
    }

    /** Everywhere to listen. */
    List<ListenAddress> addresses() {
        return Stream.concat(Stream.ofNullable(listen), listeners.stream().map(ListenerOptions::listen))
                .toList();
    }

    private static TrustedProxies proxies(WsProperties.Proxy proxy) {
        boolean tellSomething = proxy.headers() != ForwardedHeaders.NONE || proxy.protocol();
        if (proxy.trusted().isEmpty()) {
            if (tellSomething) {
                throw new InvalidPropertyException(
                        "ws.server.proxy.trusted",
                        "empty",
                        "the addresses of the proxies, such as 10.0.0.0/8, fd00::/8 or 127.0.0.1, because nobody else is believed");
            }
            return TrustedProxies.NONE;
        }
        if (!tellSomething) {
            throw new InvalidPropertyException(
                    "ws.server.proxy.headers",
                    "none",
                    "x-forwarded or forwarded, or ws.server.proxy.protocol true: otherwise the trusted proxies have no way to"
                            + " tell whom they speak for");
        }
        for (String address : proxy.trusted()) {
            try {
                TrustedProxies.of(List.of(address), proxy.headers(), proxy.protocol());
            } catch (IllegalArgumentException e) {
                throw new InvalidPropertyException(
                        "ws.server.proxy.trusted",
                        "\"" + address + "\"",
                        "addresses or ranges of addresses (" + e.getMessage() + ")");
            }
        }
        return TrustedProxies.of(proxy.trusted(), proxy.headers(), proxy.protocol());
    }

    private static HandshakeLimits handshakeLimits(WsProperties.Server server) {
        HandshakeLimits defaults = HandshakeLimits.defaults();
        int head = Required.bytes(1, "ws.server.max-request-head", server.maxRequestHead());
        return new HandshakeLimits(head, Math.min(head, defaults.maxTarget()), defaults.maxHeaders());
    }

    private static MessageLimits messageLimits(WsProperties.Server server) {
        long message = Required.positive("ws.server.max-message-size", server.maxMessageSize());
        DataSize frame = server.maxFrameSize();
        return new MessageLimits(
                message,
                frame == null ? message : Required.positive("ws.server.max-frame-size", frame),
                Required.positive("ws.server.max-fragments", server.maxFragments()));
    }

    private static RateLimit rateLimit(String prefix, WsProperties.RateLimit limit) {
        return new RateLimit(
                Required.notNegative(prefix + ".messages-per-second", limit.messagesPerSecond()),
                Required.notNegative(prefix + ".bytes-per-second", limit.bytesPerSecond())
                        .toBytes(),
                Required.atLeast(SHORTEST, prefix + ".burst", limit.burst()),
                limit.dryRun());
    }

    private static OriginRule origins(List<String> patterns) {
        if (patterns.isEmpty()) {
            return OriginRule.sameHost();
        }
        for (String pattern : patterns) {
            try {
                OriginRule.matching(List.of(pattern));
            } catch (IllegalArgumentException e) {
                throw new InvalidPropertyException(
                        "ws.server.allowed-origins",
                        "\"" + pattern + "\"",
                        "origins such as https://example.com, https://*.example.com, https://example.com:* or *");
            }
        }
        return OriginRule.matching(patterns);
    }

    private static Heartbeat heartbeat(WsProperties.Heartbeat heartbeat) {
        return new Heartbeat(
                Required.zeroOrAtLeast(SHORTEST, "ws.heartbeat.interval", heartbeat.interval()),
                Required.atLeast(SHORTEST, "ws.heartbeat.timeout", heartbeat.timeout()),
                Required.share("ws.heartbeat.jitter", heartbeat.jitter()),
                Required.zeroOrAtLeast(SHORTEST, "ws.heartbeat.idle-timeout", heartbeat.idleTimeout()));
    }

    private static @Nullable DeflateOptions compression(WsProperties.Compression compression) {
        DeflateOptions options = DeflateOptions.DEFAULT
                .withThreshold(
                        Required.bytes(0, "ws.compression.threshold", compression.threshold()), compression.binary())
                .withLevel(Required.between(1, 9, "ws.compression.level", compression.level()))
                .withContextTakeover(compression.serverContextTakeover(), compression.clientContextTakeover());
        return compression.enabled() ? options : null;
    }

    /** A new server with these options. */
    WsServer.Builder newBuilder() {
        WsServer.Builder builder = WsServer.builder()
                .backlog(backlog)
                .maxConnections(maxConnections)
                .maxConnectionsPerAddress(maxConnectionsPerIp)
                .proxies(proxies)
                .handshakeTimeout(handshakeTimeout)
                .handshakeLimits(handshakeLimits)
                .messageLimits(messageLimits)
                .messageTimeout(messageTimeout)
                .rateLimit(rateLimit)
                .rateLimitPerAddress(rateLimitPerIp)
                .originRule(origins)
                .maxPendingPongs(maxPendingPongs)
                .sendQueue(sendQueue, stallTimeout)
                .sendQueueMessages(sendQueueMessages)
                .sendQueuePolicy(sendQueuePolicy)
                .heartbeat(heartbeat)
                .compression(compression);
        if (listen == null) {
            builder.port(NO_PORT);
        } else if (listen.address() instanceof InetSocketAddress tcp) {
            builder.address(tcp.getAddress()).port(tcp.getPort());
        }
        if (ioThreads != null) {
            builder.ioThreads(ioThreads);
        }
        return builder;
    }
}
