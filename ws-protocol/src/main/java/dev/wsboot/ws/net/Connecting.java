package dev.wsboot.ws.net;

import dev.wsboot.ws.handshake.WsUri;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Connects TCP: looks the name up, away from the loop, and tries the addresses in their order, each for its share of the
 * time that is left. Belongs to its event loop.
 */
final class Connecting extends Deadline implements NioPoller.Ready {

    /** Told once, on the loop. */
    interface Outcome {

        /** TCP is connected, and the key asks for what arrives. The channel is the listener's from now on. */
        void connected(SocketChannel channel, SelectionKey key) throws IOException;

        /** There is no way to connect. */
        void failed(Exception error);
    }

    /** Looks names up, and may take its time. */
    interface Lookup {

        List<InetAddress> addressesOf(String host) throws UnknownHostException;
    }

    /** An address to connect to, whose host may be a name. */
    record Target(String host, int port) {

        static Target of(WsUri uri) {
            return new Target(uri.host(), uri.port());
        }

        static Target of(InetSocketAddress address) {
            return new Target(address.getHostString(), address.getPort());
        }

        @Override
        public String toString() {
            return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
        }
    }

    private static final System.Logger LOG = System.getLogger("dev.wsboot.ws");

    private final EventLoop loop;
    private final NioPoller poller;
    private final Target target;
    private final Duration timeout;
    private final Outcome outcome;

    private final Deque<InetAddress> addresses = new ArrayDeque<>();
    private final long end;
    private @Nullable SocketChannel channel;
    private @Nullable IOException firstError;
    private boolean over;

    /**
     * Nothing happens before {@link #start}.
     *
     * @param timeout how long all of it may take
     */
    Connecting(EventLoop loop, NioPoller poller, Target target, Duration timeout, Outcome outcome) {
        this.loop = loop;
        this.poller = poller;
        this.target = target;
        this.timeout = timeout;
        this.outcome = outcome;
        this.end = loop.now() + timeout.toNanos();
    }

    /** Looks the name up on an executor, which may refuse, and goes on from there. */
    void start(Lookup lookup, Executor executor) {
        loop.schedule(this, end);
        try {
            executor.execute(() -> look(lookup));
        } catch (RuntimeException e) {
            fail(new IOException("too many names are being looked up, " + target.host() + " cannot be", e));
        }
    }

    private void look(Lookup lookup) {
        try {
            List<InetAddress> found = lookup.addressesOf(target.host());
            loop.execute(LoopTask.of(() -> found(found)));
        } catch (UnknownHostException | RuntimeException e) {
            loop.execute(LoopTask.of(() -> fail(unknown(e))));
        }
    }

    private IOException unknown(Exception cause) {
        IOException error = new UnknownHostException("the host " + target.host() + " is not known");
        error.initCause(cause);
        return error;
    }

    private void found(List<InetAddress> found) {
        if (!over) {
            addresses.addAll(found);
            tryNext();
        }
    }

    private void tryNext() {
        closeChannel();
        InetAddress address = addresses.poll();
        while (address != null) {
            try {
                tryAddress(new InetSocketAddress(address, target.port()));
                return;
            } catch (IOException | RuntimeException e) {
                closeChannel();
                remember(e);
            }
            address = addresses.poll();
        }
        ConnectException error = new ConnectException("cannot connect to " + target + because());
        error.initCause(firstError);
        fail(error);
    }

    private void tryAddress(InetSocketAddress address) throws IOException {
        // Whoever does not answer must not take the time of those behind it.
        long share = (end - loop.now()) / (addresses.size() + 1);
        loop.schedule(this, loop.now() + share);
        SocketChannel opened = SocketChannel.open();
        channel = opened;
        opened.configureBlocking(false);
        // What is sent is collected here already; Nagle's algorithm would only hold it back.
        opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
        SelectionKey key = poller.register(opened, SelectionKey.OP_CONNECT);
        key.attach(this);
        if (opened.connect(address)) {
            connected(opened, key);
        }
    }

    @Override
    public void ready(SelectionKey key, long now) {
        loop.refreshTime(now);
        SocketChannel connecting = channel;
        if (connecting == null) {
            return;
        }
        try {
            if (connecting.finishConnect()) {
                connected(connecting, key);
            }
        } catch (IOException e) {
            remember(e);
            tryNext();
        }
    }

    private void connected(SocketChannel connected, SelectionKey key) throws IOException {
        over = true;
        loop.cancel(this);
        key.interestOps(SelectionKey.OP_READ);
        try {
            outcome.connected(connected, key);
        } catch (Throwable e) {
            // An error too, such as one of a security provider: it is over here, so nobody else tells whoever waits.
            closeChannel();
            outcome.failed(e instanceof IOException io ? io : new IOException(e));
        }
    }

    private void remember(Exception error) {
        if (firstError == null) {
            firstError = error instanceof IOException io ? io : new IOException(error);
        } else {
            firstError.addSuppressed(error);
        }
    }

    private String because() {
        return firstError == null ? "" : ": " + firstError.getMessage();
    }

    @Override
    void expired(long now) {
        if (end - now > 0) {
            remember(new SocketTimeoutException("one of its addresses did not answer"));
            tryNext();
        } else {
            SocketTimeoutException error =
                    new SocketTimeoutException("connecting to " + target + " took longer than " + timeout);
            error.initCause(firstError);
            fail(error);
        }
    }

    @Override
    public void failed(Throwable error) {
        fail(new IOException(error));
    }

    /** Gives up, without a word. */
    void cut() {
        over = true;
        loop.cancel(this);
        addresses.clear();
        closeChannel();
    }

    private void fail(IOException error) {
        if (!over) {
            cut();
            outcome.failed(error);
        }
    }

    private void closeChannel() {
        SocketChannel closing = channel;
        channel = null;
        if (closing != null) {
            try {
                closing.close();
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "closing a socket failed", e);
            }
        }
    }
}
