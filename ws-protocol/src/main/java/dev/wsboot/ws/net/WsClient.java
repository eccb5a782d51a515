package dev.wsboot.ws.net;

import dev.wsboot.ws.WsHandler;
import dev.wsboot.ws.WsObserver;
import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.handshake.ClientHandshake.Header;
import dev.wsboot.ws.handshake.ProxyConnect;
import dev.wsboot.ws.handshake.ResponseLimits;
import dev.wsboot.ws.handshake.WsUri;
import dev.wsboot.ws.protocol.DeflateOptions;
import dev.wsboot.ws.protocol.MessageLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Opens WebSocket connections. One client serves any number of them, with few threads.
 *
 * <pre>{@code
 * WsClient client = WsClient.create();
 * WsSession session = client.connect(URI.create("ws://localhost:6060/ws"), handler).join();
 * }</pre>
 *
 * <p>Its threads do not keep the JVM alive. Every method may be called from any thread.
 */
public final class WsClient implements AutoCloseable {

    /** How long {@link #close()} gives the servers to answer. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    /** A name that nobody answers for takes its thread for seconds, and must not hold up the others. */
    private static final int MAX_LOOKUPS = 32;

    private final ClientOptions options;
    private final EventLoops loops;
    private final Census census = new Census();
    private final BackgroundThreads lookupThreads = new BackgroundThreads("ws-client-lookup", MAX_LOOKUPS);
    private final BackgroundThreads tlsThreads =
            new BackgroundThreads("ws-client-tls", Runtime.getRuntime().availableProcessors());
    private final ClientResources resources;
    private final Set<Attempt> attempts = ConcurrentHashMap.newKeySet();
    private final Set<KeptConnection> kept = ConcurrentHashMap.newKeySet();
    private final OrderlyStop end;

    private WsClient(Builder builder) {
        options = builder.options(new SessionRegistry(census));
        try {
            loops = new EventLoops(builder.ioThreads, "ws-client", true);
        } catch (IOException e) {
            throw new UncheckedIOException("a client needs a selector for each I/O thread", e);
        }
        resources = new ClientResources(
                loops,
                census,
                host -> List.of(InetAddress.getAllByName(host)),
                lookupThreads,
                tlsThreads,
                new SecureRandom());
        end = new OrderlyStop(loops, census, this::giveUpAttempts, this::release);
        loops.start();
    }

    /**
     * A client with the defaults.
     *
     * @return a new client, with a thread of its own
     * @throws UncheckedIOException if the operating system has no more file descriptors
     */
    public static WsClient create() {
        return builder().build();
    }

    /**
     * Begins to configure a client.
     *
     * @return a builder with the defaults
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Connects; as {@link #connect(WsRequest, WsHandler)}.
     *
     * @param uri absolute, with the scheme {@code ws} or {@code wss}
     * @param handler is told of everything that the session does
     * @return as {@link #connect(WsRequest, WsHandler)}
     * @throws IllegalArgumentException if the URI leads to no WebSocket server; the message says why
     */
    public CompletableFuture<WsSession> connect(URI uri, WsHandler handler) {
        return connect(WsRequest.to(uri), handler);
    }

    /**
     * Connects. The handler is told of nothing before the session is open; where it cannot be opened, only the future says
     * so:
     *
     * <ul>
     *   <li>{@link dev.wsboot.ws.handshake.UpgradeRejectedException}: the server, or the proxy, did not upgrade. It has
     *       status, headers and body of the answer
     *   <li>{@link java.net.SocketTimeoutException}: connecting or the handshake took too long
     *   <li>{@link java.net.UnknownHostException}, {@link java.net.ConnectException}: there is no such host, or nobody
     *       listens there
     *   <li>{@link javax.net.ssl.SSLException}: TLS failed, most often because of the certificate
     *   <li>any other {@link IOException}: the connection broke, or this client was closed
     * </ul>
     *
     * <p>Whoever cancels the future, or completes it otherwise, gives the connection up. What depends on the future runs on
     * the executor that the client was given; without one, on an event loop, where it must not block. Nobody may wait for
     * the future there.
     *
     * @param request what to ask for, and where
     * @param handler is told of everything that the session does
     * @return the open session; its {@link WsHandler#onOpen} has been called, or is about to be on the executor
     */
    public CompletableFuture<WsSession> connect(WsRequest request, WsHandler handler) {
        return connect(request, Objects.requireNonNull(handler, "handler"), SessionLife.UNWATCHED);
    }

    private CompletableFuture<WsSession> connect(WsRequest request, WsHandler handler, SessionLife life) {
        loadTrust(request);
        Attempt attempt = new Attempt(options, resources, loops.next(), request, handler, life);
        attempts.add(attempt);
        CompletionStage<WsSession> outcome = attempt.result();
        outcome.whenComplete((session, error) -> {
            attempts.remove(attempt);
            attempt.fulfilled();
        });
        if (end.hasBegun()) {
            attempt.clientClosed();
        } else {
            attempt.begin();
        }
        return attempt.result();
    }

    /** What the runtime trusts takes a while to load the first time; a loop would stand still meanwhile. */
    private void loadTrust(WsRequest request) {
        if (request.uri().secure()) {
            options.tls();
        }
    }

    /**
     * Connects, and again whenever the connection ended or could not be opened, until the result or this client is closed,
     * or the server refuses for good. The time in between is random, and grows with each failure; a server that says when to
     * come back ({@code Retry-After}) is heard.
     *
     * @param request what to ask for, and where, each time
     * @param handler is told of everything that each of the sessions does
     * @param backoff how long to wait in between
     * @return tells the session of the moment, and ends it
     */
    public KeptConnection keepConnected(WsRequest request, WsHandler handler, Backoff backoff) {
        Objects.requireNonNull(handler, "handler");
        loadTrust(request);
        KeptConnection made = new KeptConnection(
                loops.next(),
                life -> connect(request, handler, life),
                backoff,
                new KeptConnection.Chance(bound -> ThreadLocalRandom.current().nextLong(bound), Instant::now));
        kept.add(made);
        CompletionStage<Void> ended = made.ended();
        ended.whenComplete((nothing, error) -> kept.remove(made));
        if (end.hasBegun()) {
            made.stopTrying();
        } else {
            made.begin();
        }
        return made;
    }

    /**
     * The sessions that are open now.
     *
     * @return an unmodifiable snapshot
     */
    public Collection<WsSession> sessions() {
        return options.session().sessions().open();
    }

    /** Stops with five seconds for the servers to answer; as {@link #stop}. */
    @Override
    public void close() {
        stop(CLOSE_TIMEOUT);
    }

    /**
     * Stops: gives up what is still connecting, sends Close 1001 to all servers, waits for the answers and for the last
     * callbacks, and cuts what is left when the time is over. Blocks until all of that is done, unless it is called on an
     * event loop, which cannot wait for itself: then it goes on in the background. An interrupt ends the waiting for the
     * servers.
     *
     * @param timeout how long to wait for the servers
     */
    public void stop(Duration timeout) {
        end.stop(DrainOptions.AT_ONCE, timeout);
    }

    private void giveUpAttempts() {
        kept.forEach(KeptConnection::stopTrying);
        attempts.forEach(Attempt::clientClosed);
    }

    private void release() {
        giveUpAttempts();
        lookupThreads.close();
        tlsThreads.close();
    }

    /** Configures a client. Not for use by several threads at once. */
    public static final class Builder {

        private int ioThreads = 1;
        private Duration connectTimeout = Duration.ofSeconds(10);
        private Duration handshakeTimeout = Duration.ofSeconds(10);
        private ResponseLimits responseLimits = ResponseLimits.defaults();
        private @Nullable TlsOptions tls;
        private @Nullable InetSocketAddress proxy;
        private final List<Header> proxyHeaders = new ArrayList<>();
        private int maxRedirects;
        private final SessionSettings session = new SessionSettings();

        private Builder() {}

        private ClientOptions options(SessionRegistry sessions) {
            return new ClientOptions(
                    connectTimeout,
                    handshakeTimeout,
                    responseLimits,
                    tls,
                    proxy,
                    List.copyOf(proxyHeaders),
                    maxRedirects,
                    session.options(sessions));
        }

        /**
         * How many event loops, each with a thread of its own.
         *
         * @param count 1 by default, which serves thousands of connections
         * @return this
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder ioThreads(int count) {
            this.ioThreads = SessionSettings.requirePositive(count, "ioThreads");
            return this;
        }

        /**
         * How long a server, or the proxy, has to accept a TCP connection. The lookup of its name counts too, and all of its
         * addresses share the time.
         *
         * @param timeout 10 s by default
         * @return this
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder connectTimeout(Duration timeout) {
            this.connectTimeout = Durations.requirePositive(timeout, "connectTimeout");
            return this;
        }

        /**
         * How long everything between TCP and the session may take: the proxy's answer, TLS, and the server's response.
         *
         * @param timeout 10 s by default; each redirection has the time anew
         * @return this
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder handshakeTimeout(Duration timeout) {
            this.handshakeTimeout = Durations.requirePositive(timeout, "handshakeTimeout");
            return this;
        }

        /**
         * How large a response may be.
         *
         * @param limits 16 KiB of headers and 4 KiB of a refusal's body by default
         * @return this
         */
        public Builder responseLimits(ResponseLimits limits) {
            this.responseLimits = Objects.requireNonNull(limits);
            return this;
        }

        /**
         * How {@code wss} is spoken.
         *
         * @param tls by default, or where null, what the Java runtime trusts
         * @return this
         */
        public Builder tls(@Nullable TlsOptions tls) {
            this.tls = tls;
            return this;
        }

        /**
         * An HTTP proxy that is asked for a tunnel to every server, with {@code CONNECT}.
         *
         * @param proxy its address, whose host may be unresolved; by default, or where null, there is none
         * @return this
         */
        public Builder proxy(@Nullable InetSocketAddress proxy) {
            this.proxy = proxy;
            return this;
        }

        /**
         * Adds a header for the proxy alone.
         *
         * @param name such as {@code Proxy-Authorization}
         * @param value visible ASCII, spaces and tabs
         * @return this
         * @throws IllegalArgumentException if one of them is malformed, or the header is one that is set anyway
         */
        public Builder proxyHeader(String name, String value) {
            Header header = new Header(name, value);
            // It knows what may be sent: a mistake is told where it was made.
            new ProxyConnect(WsUri.parse("ws://localhost"), List.of(header), responseLimits);
            proxyHeaders.add(header);
            return this;
        }

        /**
         * How many redirections are followed for one connection. They never lead from {@code wss} to {@code ws}. To another
         * scheme, host or port go the subprotocols and, of the request's own headers, {@code Origin}, {@code User-Agent},
         * {@code Accept}, {@code Accept-Charset}, {@code Accept-Encoding}, {@code Accept-Language}, {@code Cache-Control}
         * and {@code Pragma}; any other, such as {@code Authorization} or {@code Cookie}, might be a secret and does not. So
         * a token that is sent as a subprotocol goes wherever the server says.
         *
         * @param max 0 by default: a redirection is a refusal
         * @return this
         * @throws IllegalArgumentException if it is negative
         */
        public Builder followRedirects(int max) {
            if (max < 0) {
                throw new IllegalArgumentException("max must not be negative, but is " + max);
            }
            this.maxRedirects = max;
            return this;
        }

        /**
         * Which compression is offered (permessage-deflate, RFC 7692); the server decides.
         *
         * @param options {@link DeflateOptions#DEFAULT} by default; null offers none
         * @return this
         */
        public Builder compression(@Nullable DeflateOptions options) {
            session.compression(options);
            return this;
        }

        /**
         * How large a message may be.
         *
         * @param limits {@link MessageLimits#DEFAULT} by default
         * @return this
         */
        public Builder messageLimits(MessageLimits limits) {
            session.messageLimits(limits);
            return this;
        }

        /**
         * How long one message may take to arrive, from its first byte to its last; one that takes longer ends the connection with
         * 1008. When this side has not read for a while, the time begins anew. It does not hold for messages that are taken in parts.
         *
         * @param timeout 60 s by default; zero for any time
         * @return this
         * @throws IllegalArgumentException if it is negative
         */
        public Builder messageTimeout(Duration timeout) {
            session.messageTimeout(timeout);
            return this;
        }

        /**
         * How dead servers are found.
         *
         * @param heartbeat {@link Heartbeat#DEFAULT} by default: this side pings, whether the server does or not
         * @return this
         */
        public Builder heartbeat(Heartbeat heartbeat) {
            session.heartbeat(heartbeat);
            return this;
        }

        /**
         * What a slow server may make this client hold. One for which more is waiting is closed with 1008; one that takes
         * nothing for too long is cut.
         *
         * @param maxBytes bytes that may wait for one server, 1 MiB by default. A single message that is larger is sent
         *     where nothing else waits
         * @param stallTimeout how long a server may take nothing, 10 s by default
         * @return this
         * @throws IllegalArgumentException if one of them is not positive
         */
        public Builder sendQueue(int maxBytes, Duration stallTimeout) {
            session.sendQueue(maxBytes, stallTimeout);
            return this;
        }

        /**
         * How many Pongs may wait for one peer that sends Pings and takes nothing. Behind these, only the latest Ping is
         * answered (RFC 6455 section 5.5.3).
         *
         * @param pongs 64 by default
         * @return this
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder maxPendingPongs(int pongs) {
            session.maxPendingPongs(pongs);
            return this;
        }

        /**
         * How many messages may wait for one peer. Those count that other threads have handed over and, under other policies than
         * {@link SendQueuePolicy#CLOSE}, those that wait for the peer to take them; what is encoded counts by its bytes only.
         *
         * @param maxMessages 16,384 by default
         * @return this
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder sendQueueMessages(int maxMessages) {
            session.sendQueueMessages(maxMessages);
            return this;
        }

        /**
         * What becomes of a message that does not fit into what may wait for one peer.
         *
         * @param policy {@link SendQueuePolicy#CLOSE} by default
         * @return this
         */
        public Builder sendQueuePolicy(SendQueuePolicy policy) {
            session.sendQueuePolicy(policy);
            return this;
        }

        /**
         * How long a server has to answer a Close frame, and then as long again to close TCP. Where the connection fails,
         * no answer is waited for, but TCP's end is. Also how long the answer to a server's Close frame waits for the
         * callbacks of what came before it, where they run on an executor.
         *
         * @param timeout 5 s by default
         * @return this
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder closeTimeout(Duration timeout) {
            session.closeTimeout(timeout);
            return this;
        }

        /**
         * Where callbacks run, and what depends on the futures. Callbacks stay serial and ordered for each session.
         * Without an executor a client reads on while the server takes nothing; with one it does not, so two ends that send
         * each other more than both buffer, and echo it, should use {@link WsSession#flush()} or parts.
         *
         * @param executor takes work from event loops and from its own threads, and must not make them wait for that; by
         *     default, or where null, the session's event loop, on which nothing may block
         * @return this
         */
        public Builder executor(@Nullable Executor executor) {
            session.executor(executor);
            return this;
        }

        /**
         * How many callbacks of one session may wait for the executor before its connection is not read any more.
         *
         * @param maxCallbacks 256 by default; without an executor it means nothing
         * @return this
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder handlerQueue(int maxCallbacks) {
            session.handlerQueue(maxCallbacks);
            return this;
        }

        /**
         * Who watches the sessions. What never became one is told by the future of {@link WsClient#connect} alone.
         *
         * @param observer {@link WsObserver#NONE} by default
         * @return this
         */
        public Builder observer(WsObserver observer) {
            session.observer(observer);
            return this;
        }

        /**
         * Starts the threads.
         *
         * @return a new client
         * @throws UncheckedIOException if the operating system has no more file descriptors
         */
        public WsClient build() {
            return new WsClient(this);
        }
    }
}
