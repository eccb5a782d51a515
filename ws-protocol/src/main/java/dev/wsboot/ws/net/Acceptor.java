package dev.wsboot.ws.net;

import dev.wsboot.ws.Printable;
import dev.wsboot.ws.WsLimit;
import dev.wsboot.ws.WsObserver;
import dev.wsboot.ws.handshake.ProxyHeader;
import dev.wsboot.ws.handshake.TrustedProxies;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections of the sockets that one of a server's listeners has accepted, where there is room for them, and gives them to its
 * event loops in turn. Belongs to the listener's loop.
 */
final class Acceptor {

    private static final System.Logger LOG = System.getLogger("dev.wsboot.ws");

    private final ServerOptions options;
    private final EventLoops loops;
    private final Census census;
    private final Admission admission;
    private final BackgroundThreads tlsTasks;
    private final @Nullable Supplier<TlsOptions> tls;

    /**
     * Nobody has come yet.
     *
     * @param census counts the connections
     * @param tls is asked for each connection; null where the listener speaks no TLS
     * @param tlsTasks runs what TLS has to compute
     */
    Acceptor(
            ServerOptions options,
            EventLoops loops,
            Census census,
            Admission admission,
            @Nullable Supplier<TlsOptions> tls,
            BackgroundThreads tlsTasks) {
        this.options = options;
        this.loops = loops;
        this.census = census;
        this.admission = admission;
        this.tls = tls;
        this.tlsTasks = tlsTasks;
    }

    /** Takes a socket. */
    void accept(SocketChannel channel) {
        SocketAddress from;
        try {
            from = channel.getRemoteAddress();
        } catch (IOException e) {
            abandon(channel, e);
            return;
        }
        InetAddress address = from instanceof InetSocketAddress tcp ? tcp.getAddress() : null;
        if (proxies().speakProxyProtocol() && !isTrusted(address)) {
            // Its header could claim any address; and without one it would go around the proxy.
            observer().handshakeRefused(0, "not from a trusted proxy");
            LOG.log(
                    Level.DEBUG,
                    () -> "closed a connection from " + Printable.text(from.toString())
                            + ", which is no trusted proxy");
            close(channel);
            return;
        }
        Admission.Place place = admission.enter(address);
        if (place.exceeded() != null) {
            observer().limitReached(place.exceeded());
            // To refuse somebody over TLS would cost a handshake first.
            if (!place.answered() || tls != null) {
                place.leave();
                observer().handshakeRefused(0, "too many connections");
                close(channel);
                return;
            }
        }
        EventLoop loop = loops.next();
        if (loop.inLoop()) {
            register(channel, loop, place);
        } else {
            loop.execute(LoopTask.of(() -> register(channel, loop, place), () -> {
                place.leave();
                close(channel);
            }));
        }
    }

    /** On the connection's own loop. */
    private void register(SocketChannel channel, EventLoop loop, Admission.Place place) {
        TcpTransport tcp = null;
        try {
            channel.configureBlocking(false);
            if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
                // What is sent is collected here already; Nagle's algorithm would only hold it back.
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
            SelectionKey key = loops.pollerOf(loop).register(channel, SelectionKey.OP_READ);
            tcp = new TcpTransport(channel, key, place);
            Connection connection = new Connection(
                    loop,
                    transport(tcp, loop, place),
                    options.session(),
                    made -> new HandshakePhase(made, options, place));
            census.enter();
            key.attach(connection);
        } catch (Throwable e) {
            // Whatever it is, it must not end the listener, and the place is free again.
            if (tcp != null) {
                tcp.close();
            } else {
                place.leave();
            }
            abandon(channel, e);
        }
    }

    private Transport transport(TcpTransport tcp, EventLoop loop, Admission.Place place) {
        Transport wire = tcp;
        if (proxies().speakProxyProtocol()) {
            ProxyHeader header = new ProxyHeader(options.handshakeLimits().maxHead());
            wire = new ProxyTransport(tcp, loop, header, client -> introduce(client, place));
        }
        return tls == null ? wire : new TlsTransport(wire, tls.get().serverEngine(), loop, tlsTasks);
    }

    private boolean isTrusted(@Nullable InetAddress address) {
        InetAddress known = address == null ? TcpTransport.THIS_MACHINE.getAddress() : address;
        return proxies().trusts(known.getAddress());
    }

    /** As if the client had connected itself. */
    private void introduce(InetAddress client, Admission.Place place) throws NotAdmittedException {
        if (place.comesFrom(client)) {
            if (!place.answered() || tls != null) {
                throw new NotAdmittedException("too many connections", WsLimit.CONNECTIONS_PER_ADDRESS);
            }
            observer().limitReached(WsLimit.CONNECTIONS_PER_ADDRESS);
        }
    }

    private TrustedProxies proxies() {
        return options.proxies();
    }

    private WsObserver observer() {
        return options.session().observer();
    }

    private static void abandon(SocketChannel channel, Throwable error) {
        LOG.log(Level.DEBUG, "a connection ended before it began", error);
        close(channel);
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "closing a socket failed", e);
        }
    }
}
