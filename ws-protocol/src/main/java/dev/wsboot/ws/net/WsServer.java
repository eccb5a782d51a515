package dev.wsboot.ws.net;

import dev.wsboot.ws.WsHandler;
import dev.wsboot.ws.WsLimit;
import dev.wsboot.ws.WsObserver;
import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.handshake.HandshakeLimits;
import dev.wsboot.ws.handshake.OriginRule;
import dev.wsboot.ws.handshake.TrustedProxies;
import dev.wsboot.ws.protocol.DeflateOptions;
import dev.wsboot.ws.protocol.MessageLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket server on a TCP port of its own, or on several, or on Unix domain sockets.
 *
 * <pre>{@code
 * try (WsServer server = WsServer.builder().port(6060).endpoint("/ws", new EchoHandler()).start()) { ... }
 * }</pre>
 *
 * <p>Its threads keep the JVM alive until it is closed. Every method may be called from any thread.
 */
public final class WsServer implements AutoCloseable {

    /** How long {@link #close()} gives the peers to answer. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final ServerOptions options;
    private final EventLoops loops;
    private final @Nullable AtomicReference<TlsOptions> tls;
    private final List<SocketAddress> addresses;
    private final OrderlyStop end;

    private WsServer(Builder builder) throws IOException {
        Census census = new Census();
        options = builder.options(new SessionRegistry(census), new Reception());
        tls = builder.tls == null ? null : new AtomicReference<>(builder.tls);
        List<ListenOptions> places = builder.places(tls == null ? null : tls::get);
        String name = builder.port == Builder.NO_PORT ? "unix" : Integer.toString(builder.port);
        BackgroundThreads tlsTasks =
                new BackgroundThreads("ws-tls-" + name, Runtime.getRuntime().availableProcessors());
        Admission admission = new Admission(
                builder.maxConnections, builder.maxConnectionsPerAddress, Admission.MOST_TOLD, builder::trusts);
        loops = new EventLoops(builder.ioThreads, "ws-" + name, false);
        Listeners listeners;
        try {
            EventLoop first = loops.first();
            listeners = Listeners.open(
                    places,
                    builder.backlog,
                    first,
                    loops.pollerOf(first),
                    place -> new Acceptor(options, loops, census, admission, place.tls(), tlsTasks)::accept,
                    () -> options.session().observer().limitReached(WsLimit.ACCEPTING));
            addresses = listeners.addresses();
        } catch (IOException | RuntimeException e) {
            loops.discard();
            throw e;
        }
        end = new OrderlyStop(loops, census, listeners::close, tlsTasks::close);
        builder.endpoints.forEach(endpoint ->
                options.session().observer().endpointServed(endpoint.template().toString()));
        loops.start();
    }

    /**
     * Begins to configure a server.
     *
     * @return a builder with the defaults
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The TCP port that it listens on, the first one where there are several.
     *
     * @return the real port, also where 0 was asked for
     * @throws IllegalStateException if it listens on Unix domain sockets only
     */
    public int port() {
        return address().getPort();
    }

    /**
     * The TCP address that it listens on, the first one where there are several.
     *
     * @return address and port
     * @throws IllegalStateException as {@link #port()}
     */
    public InetSocketAddress address() {
        return addresses.stream()
                .filter(InetSocketAddress.class::isInstance)
                .map(InetSocketAddress.class::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the server listens on no TCP port"));
    }

    /**
     * Everywhere that it listens.
     *
     * @return real addresses: that of the builder's {@code port} first, then those of its {@code listen}, in their order
     */
    public List<SocketAddress> addresses() {
        return addresses;
    }

    /**
     * Uses other keys and certificates for {@link Builder#tls} from now on. Connections that are open keep theirs, and none is dropped.
     *
     * @param options for the connections to come
     * @throws IllegalStateException if the server does not speak TLS there
     */
    public void reloadTls(TlsOptions options) {
        Objects.requireNonNull(options, "options");
        if (tls == null) {
            throw new IllegalStateException("the server does not speak TLS");
        }
        tls.set(options);
    }

    /**
     * The sessions that are open now.
     *
     * @return an unmodifiable snapshot
     */
    public Collection<WsSession> sessions() {
        return options.session().sessions().open();
    }

    /**
     * Makes a group of sessions that get the same messages.
     *
     * @return a new, empty group
     */
    public WsGroup newGroup() {
        return new WsGroup(loops.all());
    }

    /** Stops with five seconds for the peers to answer; as {@link #stop}. */
    @Override
    public void close() {
        stop(CLOSE_TIMEOUT);
    }

    /**
     * Stops: frees the port, sends Close 1001 to everybody, waits for the answers and for the last callbacks, and cuts what
     * is left when the time is over. Blocks until all of that is done, unless it is called on an event loop, which cannot
     * wait for itself: then it goes on in the background. An interrupt ends the waiting for the peers.
     *
     * @param timeout how long to wait for the peers
     */
    public void stop(Duration timeout) {
        stop(DrainOptions.AT_ONCE, timeout);
    }

    /**
     * Drains, and stops: refuses new handshakes with 503 while the open sessions are told one after another, then frees the port and
     * waits for the last ones as {@link #stop(Duration)}. What a {@code send} method of a session has accepted until then leaves
     * before the Close frame.
     *
     * <p>A second call waits until the first is done; where it is to stop at once, it ends the draining. An interrupt ends it too, and
     * the waiting for the peers, but everybody is told.
     *
     * @param drain how the sessions are told
     * @param timeout how long to wait for the peers after the window
     */
    public void stop(DrainOptions drain, Duration timeout) {
        if (!end.hasBegun()) {
            options.reception().close(drain.retryAfterSeconds());
        }
        end.stop(drain, timeout);
    }

    /** Configures a server. Not for use by several threads at once. */
    public static final class Builder {

        /** Instead of a port: only the places of {@link #listen} are listened on. */
        public static final int NO_PORT = -1;

        private final List<Endpoint> endpoints = new ArrayList<>();
        private final List<ListenOptions> others = new ArrayList<>();
        private @Nullable InetAddress address;
        private @Nullable TlsOptions tls;
        private int port = 6060;
        private int backlog = 4096;
        private int maxConnections;
        private int maxConnectionsPerAddress;
        private RateLimit rateLimitPerAddress = RateLimit.NONE;
        private int ioThreads = Runtime.getRuntime().availableProcessors();
        private OriginRule originRule = OriginRule.sameHost();
        private HandshakeLimits handshakeLimits = HandshakeLimits.defaults();
        private Duration handshakeTimeout = Duration.ofSeconds(10);
        private TrustedProxies proxies = TrustedProxies.NONE;
        private final SessionSettings session = new SessionSettings();

        private Builder() {}

        private List<ListenOptions> places(@Nullable Supplier<TlsOptions> reloadable) {
            List<ListenOptions> places = new ArrayList<>(others);
            if (port != NO_PORT) {
                places.add(0, new ListenOptions(new InetSocketAddress(address, port), reloadable, Set.of()));
            }
            if (port == NO_PORT && reloadable != null) {
                throw new IllegalArgumentException(
                        "there is TLS for a port, and no port: give it to the other places to listen");
            }
            if (places.isEmpty()) {
                throw new IllegalArgumentException("there is nothing to listen on: no port, and nothing else");
            }
            return places;
        }

        private boolean trusts(InetAddress from) {
            return proxies.trusts(from.getAddress());
        }

        private ServerOptions options(SessionRegistry sessions, Reception reception) {
            return new ServerOptions(
                    new Router(endpoints),
                    originRule,
                    handshakeLimits,
                    handshakeTimeout,
                    reception,
                    proxies,
                    session.options(sessions, AddressRates.of(rateLimitPerAddress, this::trusts)));
        }

        /**
         * The address of this machine to listen on.
         *
         * @param address by default, or where null, all addresses
         * @return this
         */
        public Builder address(@Nullable InetAddress address) {
            this.address = address;
            return this;
        }

        /**
         * The port to listen on.
         *
         * @param port 6060 by default; 0 takes any that is free, and {@link #NO_PORT} none
         * @return this
         * @throws IllegalArgumentException if it is no port
         */
        public Builder port(int port) {
            if (port < NO_PORT || port > 0xFFFF) {
                throw new IllegalArgumentException("port must be from 0 to 65535, but is " + port);
            }
            this.port = port;
            return this;
        }

        /**
         * Listens somewhere else too, with the same endpoints, limits and threads.
         *
         * @param place a TCP port or a Unix domain socket, with TLS or without
         * @return this
         */
        public Builder listen(ListenOptions place) {
            others.add(Objects.requireNonNull(place, "place"));
            return this;
        }

        /**
         * Whether the port speaks TLS ({@code wss}); what {@link #listen} adds has its own.
         *
         * @param tls by default, or where null, it does not
         * @return this
         */
        public Builder tls(@Nullable TlsOptions tls) {
            this.tls = tls;
            return this;
        }

        /**
         * How many connections the operating system may hold ready to be accepted.
         *
         * @param backlog 4096 by default; the operating system may have a lower bound of its own
         * @return this
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder backlog(int backlog) {
            this.backlog = SessionSettings.requirePositive(backlog, "backlog");
            return this;
        }

        /**
         * How many TCP connections may be open at a time, those that are still in their handshake included. Clients beyond it are
         * refused with 503, up to 64 at a time; others, and all where the port speaks TLS, are closed without an answer.
         *
         * @param most by default, or where 0, as many as the operating system allows
         * @return this
         * @throws IllegalArgumentException if it is negative
         */
        public Builder maxConnections(int most) {
            this.maxConnections = requireNotNegative(most, "maxConnections");
            return this;
        }

        /**
         * How many TCP connections may be open from one address at a time; for IPv6, from one subnet of 64 bits. Clients beyond it
         * are refused with 429, or closed, as for {@link #maxConnections}. A proxy that is not {@linkplain #proxies trusted} is one
         * client; trusted ones are not counted, but who connects through them is. Those that come by a Unix domain socket have no
         * address, and are not counted here.
         *
         * @param most by default, or where 0, any number
         * @return this
         * @throws IllegalArgumentException if it is negative
         */
        public Builder maxConnectionsPerAddress(int most) {
            this.maxConnectionsPerAddress = requireNotNegative(most, "maxConnectionsPerAddress");
            return this;
        }

        private static int requireNotNegative(int value, String name) {
            if (value < 0) {
                throw new IllegalArgumentException(name + " must not be negative, but is " + value);
            }
            return value;
        }

        /**
         * Which proxies stand before the server. What they tell of the client counts as if it had connected itself: its address for
         * {@link dev.wsboot.ws.WsUpgrade#remoteAddress()}, {@link #maxConnectionsPerAddress} and logs, its host for the origin rule.
         *
         * @param proxies {@link TrustedProxies#NONE} by default
         * @return this
         */
        public Builder proxies(TrustedProxies proxies) {
            this.proxies = Objects.requireNonNull(proxies);
            return this;
        }

        /**
         * How many event loops, each with a thread of its own.
         *
         * @param count one a core by default
         * @return this
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder ioThreads(int count) {
            this.ioThreads = SessionSettings.requirePositive(count, "ioThreads");
            return this;
        }

        /**
         * Adds an endpoint.
         *
         * @param pathTemplate such as {@code /ws} or {@code /chat/{room}}; a variable stands for one whole segment
         * @param handler serves all connections of the endpoint
         * @return this
         * @throws IllegalArgumentException if it is no template; two that match the same paths are found by
         *     {@link #start}
         */
        public Builder endpoint(String pathTemplate, WsHandler handler) {
            return endpoint(pathTemplate, handler, EndpointOptions.DEFAULT);
        }

        /**
         * Adds an endpoint.
         *
         * @param pathTemplate as {@link #endpoint(String, WsHandler)}
         * @param handler serves all connections of the endpoint
         * @param options subprotocols and checks
         * @return this
         * @throws IllegalArgumentException as {@link #endpoint(String, WsHandler)}
         */
        public Builder endpoint(String pathTemplate, WsHandler handler, EndpointOptions options) {
            endpoints.add(new Endpoint(
                    PathTemplate.parse(pathTemplate),
                    Objects.requireNonNull(handler),
                    Objects.requireNonNull(options)));
            return this;
        }

        /**
         * Which pages may connect.
         *
         * @param rule by default those of the same host, on any port
         * @return this
         */
        public Builder originRule(OriginRule rule) {
            this.originRule = Objects.requireNonNull(rule);
            return this;
        }

        /**
         * How large a request may be.
         *
         * @param limits 16 KiB in all by default
         * @return this
         */
        public Builder handshakeLimits(HandshakeLimits limits) {
            this.handshakeLimits = Objects.requireNonNull(limits);
            return this;
        }

        /**
         * How long a client has for its request, from the moment that TCP connected; upgrade checks count too.
         *
         * @param timeout 10 s by default; afterwards the answer is 408
         * @return this
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder handshakeTimeout(Duration timeout) {
            this.handshakeTimeout = Durations.requirePositive(timeout, "handshakeTimeout");
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
         * How fast one client may send.
         *
         * @param limit by default {@link RateLimit#NONE}
         * @return this
         */
        public Builder rateLimit(RateLimit limit) {
            session.rateLimit(limit);
            return this;
        }

        /**
         * How fast all clients of one address may send together; for IPv6, of one subnet of 64 bits. Whoever sends what is too much is
         * closed with 1008. {@linkplain #proxies Trusted proxies} are not limited, but who connects through them is. Those that come by a
         * Unix domain socket are of 127.0.0.1.
         *
         * @param limit by default, or where {@link RateLimit#NONE}, as fast as they like
         * @return this
         */
        public Builder rateLimitPerAddress(RateLimit limit) {
            this.rateLimitPerAddress = Objects.requireNonNull(limit);
            return this;
        }

        /**
         * Which compression is accepted (permessage-deflate, RFC 7692), where a client offers it.
         *
         * @param options {@link DeflateOptions#DEFAULT} by default; null accepts none
         * @return this
         */
        public Builder compression(@Nullable DeflateOptions options) {
            session.compression(options);
            return this;
        }

        /**
         * How dead peers are found.
         *
         * @param heartbeat {@link Heartbeat#DEFAULT} by default
         * @return this
         */
        public Builder heartbeat(Heartbeat heartbeat) {
            session.heartbeat(heartbeat);
            return this;
        }

        /**
         * What a slow peer may make this server hold: what is encoded, and as much again that waits to be, and that other threads have
         * handed over, under the policies that drop. What becomes of a message for which there is no room is
         * {@link #sendQueuePolicy}'s affair; a peer that takes nothing for too long is cut.
         *
         * @param maxBytes bytes that may wait for one peer, 1 MiB by default. A single message that is larger is sent where
         *     nothing else waits
         * @param stallTimeout how long a peer may take nothing, 10 s by default
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
         * @param policy {@link SendQueuePolicy#CLOSE} by default; an endpoint may have another
         * @return this
         */
        public Builder sendQueuePolicy(SendQueuePolicy policy) {
            session.sendQueuePolicy(policy);
            return this;
        }

        /**
         * How long a peer has to answer a Close frame; and how long the answer to one waits for the callbacks of what came
         * before it, where they run on an executor.
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
         * Where callbacks run. They stay serial and ordered for each session.
         *
         * @param executor takes work from event loops and from its own threads, and must not make them wait for that; by
         *     default, or where null, the session's event loop, on which callbacks must not block
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
         * Who watches.
         *
         * @param observer {@link WsObserver#NONE} by default
         * @return this
         */
        public Builder observer(WsObserver observer) {
            session.observer(observer);
            return this;
        }

        /**
         * Binds the port, and whatever else is to be listened on, and starts to serve.
         *
         * @return the running server
         * @throws ListenException if one of them is taken; the message names it
         * @throws IOException if the server cannot be started for another reason
         * @throws IllegalArgumentException if two endpoints match the same paths, or there is nothing to listen on
         */
        public WsServer start() throws IOException {
            return new WsServer(this);
        }
    }
}
