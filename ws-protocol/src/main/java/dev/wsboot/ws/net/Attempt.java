package dev.wsboot.ws.net;

import dev.wsboot.ws.WsHandler;
import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.WsUpgrade;
import dev.wsboot.ws.handshake.ClientHandshake;
import dev.wsboot.ws.handshake.ProxyConnect;
import dev.wsboot.ws.handshake.UpgradeRejectedException;
import dev.wsboot.ws.handshake.UpgradeRequest;
import dev.wsboot.ws.handshake.UpgradeResponse;
import dev.wsboot.ws.handshake.WsUri;
import dev.wsboot.ws.protocol.CloseCode;
import dev.wsboot.ws.protocol.Role;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One call of {@link WsClient#connect}: from the lookup of the name through redirections to a session, or to the reason
 * why there is none.
 *
 * <pre>
 *   Connecting ----> Connection with a ClientHandshakePhase ---- 101 ----> WebSocketConnection
 *       ^                               |
 *       +---------- 3xx, where asked ---+---- anything else ----> failed
 * </pre>
 *
 * <p>Belongs to its event loop, but for the future that it fulfils.
 */
final class Attempt implements Connecting.Outcome, ClientHandshakePhase.Outcome {

    /** RFC 9110 section 15.4: those that name another place to ask, and nothing else. */
    private static final Set<Integer> REDIRECTIONS = Set.of(301, 302, 303, 307, 308);

    private final ClientOptions options;
    private final ClientResources resources;
    private final EventLoop loop;
    private final WsHandler handler;
    private final SessionLife life;
    private final CompletableFuture<WsSession> result = new CompletableFuture<>();

    private WsRequest request;
    private int redirectsLeft;

    /** What it is doing is one of these, or nothing where it is over. */
    private @Nullable Connecting connecting;

    private @Nullable Connection connection;

    Attempt(
            ClientOptions options,
            ClientResources resources,
            EventLoop loop,
            WsRequest request,
            WsHandler handler,
            SessionLife life) {
        this.options = options;
        this.resources = resources;
        this.loop = loop;
        this.handler = handler;
        this.life = life;
        this.request = request;
        this.redirectsLeft = options.maxRedirects();
    }

    CompletableFuture<WsSession> result() {
        return result;
    }

    /** Any thread. */
    void begin() {
        loop.execute(LoopTask.of(this::start));
    }

    /** The result is there. Whoever brought it from outside does not want the session any more; any thread. */
    void fulfilled() {
        loop.execute(LoopTask.of(this::giveUp));
    }

    /** Any thread. */
    void clientClosed() {
        result.completeExceptionally(new IOException("the client was closed"));
    }

    private void start() {
        if (result.isDone()) {
            return;
        }
        InetSocketAddress proxy = options.proxy();
        Connecting.Target target = proxy == null ? Connecting.Target.of(request.uri()) : Connecting.Target.of(proxy);
        connecting = new Connecting(loop, resources.loops().pollerOf(loop), target, options.connectTimeout(), this);
        connecting.start(resources.lookup(), resources.lookupThreads());
    }

    private void giveUp() {
        if (connecting != null) {
            connecting.cut();
            connecting = null;
        }
        if (connection != null) {
            connection.cut();
        }
    }

    @Override
    public void connected(SocketChannel channel, SelectionKey key) throws IOException {
        connecting = null;
        key.attach(connected(new TcpTransport(channel, key, () -> {})));
    }

    /** TCP is connected: the handshake begins. */
    Connection connected(Transport tcp) {
        Transport transport = transport(tcp);
        ClientHandshake handshake =
                request.handshake(options.session().deflate(), resources.nonce(), options.responseLimits());
        Connection made = new Connection(
                loop,
                transport,
                options.session(),
                each -> new ClientHandshakePhase(
                        each, handshake, request.uri().host(), options.handshakeTimeout(), this));
        resources.census().enter();
        connection = made;
        return made;
    }

    private Transport transport(Transport tcp) {
        WsUri uri = request.uri();
        Transport wire = options.proxy() == null
                ? tcp
                : new TunnelTransport(
                        tcp, loop, new ProxyConnect(uri, options.proxyHeaders(), options.responseLimits()));
        return uri.secure()
                ? new TlsTransport(
                        wire, options.tls().clientEngine(uri.host(), uri.port()), loop, resources.tlsThreads())
                : wire;
    }

    @Override
    public void accepted(Connection opened, UpgradeRequest sent, UpgradeResponse response) {
        connection = null;
        if (result.isDone()) {
            opened.close();
            return;
        }
        WsUpgrade upgrade = new WsUpgrade(
                sent.withoutHandshakeLines(), sent.path(), Map.of(), opened.remoteAddress(), opened.isSecure());
        Agreement agreement =
                new Agreement(Role.CLIENT, response.subprotocol(), response.deflate(), opened.peerCertificates());
        WebSocketConnection webSocket =
                new WebSocketConnection(opened, request.sessionOptions(options.session()), handler, upgrade, agreement);
        opened.enter(webSocket);
        Session session = webSocket.session();
        session.watch(life);
        life.opened(session);
        webSocket.open();
        // Its onOpen comes before what depends on the future.
        loop.callStarts().startEach();
        fulfil(() -> {
            if (!result.complete(session)) {
                session.close(CloseCode.GOING_AWAY, "nobody waits for this session any more");
            }
        });
    }

    @Override
    public void rejected(UpgradeRejectedException refusal) {
        connection = null;
        WsRequest next = redirection(refusal);
        if (next == null) {
            failed(refusal);
        } else {
            redirectsLeft--;
            request = next;
            start();
        }
    }

    /** Where a refusal leads; null where it leads nowhere, or nowhere that may be gone to. */
    private @Nullable WsRequest redirection(UpgradeRejectedException refusal) {
        String location = refusal.location();
        if (redirectsLeft == 0 || location == null || !REDIRECTIONS.contains(refusal.status())) {
            return null;
        }
        WsUri from = request.uri();
        try {
            WsUri target = from.resolve(location);
            // Who asked for TLS must not end up without.
            return from.secure() && !target.secure() ? null : request.redirected(target);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @Override
    public void failed(Exception error) {
        connecting = null;
        connection = null;
        fulfil(() -> result.completeExceptionally(error));
    }

    /** What depends on the future must not run on the loop where callbacks do not. */
    private void fulfil(Runnable completion) {
        Executor executor = options.session().executor();
        if (executor == null) {
            completion.run();
            return;
        }
        try {
            executor.execute(completion);
        } catch (RuntimeException e) {
            completion.run();
        }
    }
}
