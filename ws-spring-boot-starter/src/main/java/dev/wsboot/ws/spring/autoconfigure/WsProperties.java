package dev.wsboot.ws.spring.autoconfigure;

import dev.wsboot.ws.handshake.ForwardedHeaders;
import dev.wsboot.ws.net.SendQueuePolicy;
import dev.wsboot.ws.net.TlsOptions.ClientAuth;
import java.net.InetAddress;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

/**
 * The properties that start with {@code ws}. Durations without a unit are seconds.
 *
 * @param server Listener and what it takes from clients.
 * @param heartbeat How dead connections are found.
 * @param compression How messages are compressed (permessage-deflate).
 * @param handler How handlers are run.
 * @param topics What may be subscribed to.
 * @param shutdown How the server stops.
 * @param metrics What is measured.
 */
@ConfigurationProperties("ws")
public record WsProperties(
        @DefaultValue Server server,
        @DefaultValue Heartbeat heartbeat,
        @DefaultValue Compression compression,
        @DefaultValue Handler handler,
        @DefaultValue Topics topics,
        @DefaultValue Shutdown shutdown,
        @DefaultValue Metrics metrics) {

    /**
     * Listener and what it takes from clients.
     *
     * @param enabled Whether to start the WebSocket server.
     * @param port Port to listen on; 0 takes any that is free, and -1 none, where there are listeners.
     * @param address Address to listen on; all addresses of the machine by default.
     * @param ssl Encryption; the port speaks wss then.
     * @param listeners Further ports and Unix domain sockets to listen on, each with port and address or with unix-socket and
     *     permissions (such as rw-rw----), and with ssl.bundle and ssl.client-auth of its own.
     * @param ioThreads Number of event loop threads; one for each core by default.
     * @param backlog Number of connections that may wait to be accepted.
     * @param maxConnections Largest number of TCP connections at a time, those in their handshake included; 0 is any number.
     * @param maxConnectionsPerIp Largest number of TCP connections from one address at a time, for IPv6 from one subnet of 64
     *     bits; 0 is any number. Behind a proxy that is not trusted all clients have its address.
     * @param proxy Proxies before the server, and whether they are believed.
     * @param handshakeTimeout Time that a client has for its handshake, from the moment that it connects.
     * @param maxRequestHead Largest request line and headers of a handshake.
     * @param maxMessageSize Largest message that a client may send; a larger one ends the connection with 1009.
     * @param maxFrameSize Largest frame that a client may send; the same as max-message-size by default.
     * @param maxFragments Largest number of frames that a client may cut one message into.
     * @param messageTimeout Time that one message of a client may take to arrive; then it ends the connection with 1008. 0 is any
     *     time. Not for messages that are taken in parts.
     * @param rateLimit How fast one client may send.
     * @param rateLimitPerIp How fast all clients of one address may send together, for IPv6 of one subnet of 64 bits.
     * @param maxPendingPongs Pongs that may wait for a client that sends pings and takes nothing; only its latest ping is answered
     *     behind them.
     * @param allowedOrigins Origins of web pages that may connect, such as https://example.com, https://*.example.com,
     *     https://example.com:* or *; only pages from the server's own host by default. Clients that are no browsers send
     *     no origin and may always connect.
     * @param sendQueue What may wait to be sent to one client.
     */
    public record Server(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("6060") int port,
            @Nullable InetAddress address,
            @DefaultValue Ssl ssl,
            @DefaultValue List<Listener> listeners,
            @Nullable Integer ioThreads,
            @DefaultValue("4096") int backlog,
            @DefaultValue("0") int maxConnections,
            @DefaultValue("0") int maxConnectionsPerIp,
            @DefaultValue Proxy proxy,

            @DefaultValue("10s") @DurationUnit(ChronoUnit.SECONDS)
            Duration handshakeTimeout,

            @DefaultValue("16KB") DataSize maxRequestHead,
            @DefaultValue("1MB") DataSize maxMessageSize,
            @Nullable DataSize maxFrameSize,
            @DefaultValue("1024") int maxFragments,

            @DefaultValue("60s") @DurationUnit(ChronoUnit.SECONDS)
            Duration messageTimeout,

            @DefaultValue RateLimit rateLimit,
            @DefaultValue RateLimit rateLimitPerIp,
            @DefaultValue("64") int maxPendingPongs,
            @DefaultValue List<String> allowedOrigins,
            @DefaultValue SendQueue sendQueue) {}

    /**
     * Proxies before the server, and whether they are believed.
     *
     * @param trusted Addresses of the proxies whose word about the client is taken, or ranges such as 10.0.0.0/8. Nobody else's
     *     is.
     * @param headers Which headers tell the client's address, scheme and host. The proxies must write or remove each of them.
     * @param protocol Whether each connection begins with a header of the PROXY protocol, version 1 or 2. All others than the
     *     trusted proxies are closed then.
     */
    public record Proxy(
            @DefaultValue List<String> trusted,
            @DefaultValue("none") ForwardedHeaders headers,
            @DefaultValue("false") boolean protocol) {}

    /**
     * How fast clients may send.
     *
     * @param messagesPerSecond Messages, pings and pongs that may be sent in a second; whoever sends more is closed with 1008. 0 is
     *     any number.
     * @param bytesPerSecond Bytes of them that may be sent in a second, decompressed; whoever sends more is closed with 1008. 0 is
     *     any number.
     * @param burst How much may be sent at once after a calm: as much as in so long a time.
     * @param dryRun Whether clients that are too fast are only counted, by ws.server.limits.exceeded.
     */
    public record RateLimit(
            @DefaultValue("0") long messagesPerSecond,
            @DefaultValue("0B") DataSize bytesPerSecond,

            @DefaultValue("1s") @DurationUnit(ChronoUnit.SECONDS)
            Duration burst,

            @DefaultValue("false") boolean dryRun) {}

    /**
     * Encryption of the listener.
     *
     * @param bundle Name of the SSL bundle to use, as in spring.ssl.bundle; without one the port speaks no TLS.
     * @param clientAuth Whether clients are asked for a certificate.
     */
    public record Ssl(
            @Nullable String bundle, @DefaultValue("none") ClientAuth clientAuth) {}

    /**
     * A further place to listen on: a port, or a Unix domain socket.
     *
     * @param port Port to listen on; 0 takes any that is free.
     * @param address Address to listen on; all addresses of the machine by default.
     * @param unixSocket Path of a Unix domain socket to listen on instead of a port.
     * @param permissions Permissions of the socket's file, such as rw-rw----; what the umask leaves by default.
     * @param ssl Encryption.
     */
    public record Listener(
            @Nullable Integer port,
            @Nullable InetAddress address,
            @Nullable String unixSocket,
            @Nullable String permissions,
            @DefaultValue Ssl ssl) {}

    /**
     * What may wait to be sent to one client.
     *
     * @param maxSize Bytes that may wait to be sent to one client.
     * @param maxMessages Messages that may wait to be sent to one client, where they are not encoded yet.
     * @param policy What becomes of a message that does not fit. An endpoint may have a policy of its own.
     * @param stallTimeout Time for which a client may take nothing of what waits for it before the connection is ended.
     */
    public record SendQueue(
            @DefaultValue("1MB") DataSize maxSize,
            @DefaultValue("16384") int maxMessages,
            @DefaultValue("close") SendQueuePolicy policy,

            @DefaultValue("10s") @DurationUnit(ChronoUnit.SECONDS)
            Duration stallTimeout) {}

    /**
     * How dead connections are found.
     *
     * @param interval Time between pings to a client; 0 sends none.
     * @param timeout Time for which a client may be silent after a ping before the connection is ended.
     * @param jitter Share of the interval by which each ping is moved at random, from 0 to 1.
     * @param idleTimeout Time for which a client may be silent, pings or not, before the connection is ended; 0 is for
     *     ever. For clients that ping by themselves.
     */
    public record Heartbeat(
            @DefaultValue("25s") @DurationUnit(ChronoUnit.SECONDS)
            Duration interval,

            @DefaultValue("20s") @DurationUnit(ChronoUnit.SECONDS)
            Duration timeout,

            @DefaultValue("0.1") double jitter,

            @DefaultValue("0s") @DurationUnit(ChronoUnit.SECONDS)
            Duration idleTimeout) {}

    /**
     * How messages are compressed (permessage-deflate).
     *
     * @param enabled Whether to compress, for clients that offer it.
     * @param threshold Size from which on a message to a client is compressed.
     * @param level Level of zlib, from 1 (fastest) to 9 (smallest).
     * @param binary Whether to compress binary messages too. They often are compressed already.
     * @param serverContextTakeover Whether messages to a client may refer to those before. Smaller, but holds some 256 KiB
     *     of native memory for each connection.
     * @param clientContextTakeover Whether messages from a client may refer to those before. Smaller, but holds some 40 KiB
     *     of native memory for each connection.
     */
    public record Compression(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("256B") DataSize threshold,
            @DefaultValue("6") int level,
            @DefaultValue("false") boolean binary,
            @DefaultValue("false") boolean serverContextTakeover,
            @DefaultValue("false") boolean clientContextTakeover) {}

    /**
     * How handlers are run.
     *
     * @param mode Where handlers run. On the event loop they are fastest, but must never block.
     * @param queueSize Number of messages of one client that may wait for its handler before nothing more is read from it.
     */
    public record Handler(
            @DefaultValue("executor") HandlerMode mode,
            @DefaultValue("256") int queueSize) {}

    /** Where handlers run. */
    public enum HandlerMode {
        /**
         * On virtual threads where spring.threads.virtual.enabled is set, else on the application's task executor, else
         * on a pool of the server's own. Handlers may block.
         */
        EXECUTOR,
        /** On the thread that serves the connection, and many others. Handlers must not block. */
        EVENT_LOOP
    }

    /**
     * What may be subscribed to.
     *
     * @param maxPerSession Topics that one client may have; a subscription beyond is refused.
     * @param maxNameLength Characters that the name of a topic may have; a subscription to a longer one is refused.
     */
    public record Topics(
            @DefaultValue("1000") int maxPerSession,
            @DefaultValue("256") int maxNameLength) {}

    /**
     * How the server stops.
     *
     * @param drainWindow Time over which clients are told, one after another, while new ones are refused with 503; 0 tells all of
     *     them at once. It ends when all are told.
     * @param closeCode Close code that they are told, 1001 (going away) or 1012 (service restart).
     * @param retryAfter Time after which a client that is refused meanwhile may ask again, as Retry-After.
     * @param timeout Time that clients have to close their connections after drain-window.
     */
    public record Shutdown(
            @DefaultValue("5s") @DurationUnit(ChronoUnit.SECONDS)
            Duration drainWindow,

            @DefaultValue("1001") int closeCode,

            @DefaultValue("5s") @DurationUnit(ChronoUnit.SECONDS)
            Duration retryAfter,

            @DefaultValue("5s") @DurationUnit(ChronoUnit.SECONDS)
            Duration timeout) {}

    /**
     * What is measured.
     *
     * @param closeCodes Close codes of the application, 3000 to 4999, that are counted one by one. All others of that
     *     range are counted together, because clients are free to send any.
     */
    public record Metrics(@DefaultValue Set<Integer> closeCodes) {}
}
