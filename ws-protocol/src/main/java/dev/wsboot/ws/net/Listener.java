package dev.wsboot.ws.net;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.Consumer;

/** Accepts TCP connections on one address. Belongs to the event loop that it was registered with. */
final class Listener extends Deadline implements NioPoller.Ready {

    private static final System.Logger LOG = System.getLogger("dev.wsboot.ws");

    /** Connections that are accepted before the open ones have their turn again. */
    private static final int ACCEPTS_A_TURN = 64;

    /** How long accepting rests after it failed, which it does most often for lack of file descriptors. */
    private static final Duration REST = Duration.ofMillis(100);

    private final ServerSocketChannel channel;
    private final EventLoop loop;
    private final SelectionKey key;
    private final Consumer<SocketChannel> accepted;
    private final Runnable failed;
    private boolean resting;

    private Listener(
            ServerSocketChannel channel,
            EventLoop loop,
            SelectionKey key,
            Consumer<SocketChannel> accepted,
            Runnable failed) {
        this.channel = channel;
        this.loop = loop;
        this.key = key;
        this.accepted = accepted;
        this.failed = failed;
    }

    /**
     * Binds, and accepts as soon as the loop runs.
     *
     * @param accepted takes each new connection, on the loop
     * @param failed is run there each time that accepting fails
     * @throws BindException if the address cannot be bound; the message names it
     */
    static Listener open(
            InetSocketAddress address,
            int backlog,
            EventLoop loop,
            NioPoller poller,
            Consumer<SocketChannel> accepted,
            Runnable failed)
            throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            // Or a restart would fail while connections of the former run are in TIME_WAIT.
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(address, backlog);
            channel.configureBlocking(false);
            SelectionKey key = poller.register(channel, SelectionKey.OP_ACCEPT);
            Listener listener = new Listener(channel, loop, key, accepted, failed);
            key.attach(listener);
            return listener;
        } catch (BindException e) {
            channel.close();
            BindException named = new BindException("cannot listen on " + address + ": " + e.getMessage());
            named.initCause(e);
            throw named;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    InetSocketAddress address() throws IOException {
        return (InetSocketAddress) channel.getLocalAddress();
    }

    @Override
    public void ready(SelectionKey ready) {
        loop.refreshTime();
        try {
            for (int i = 0; i < ACCEPTS_A_TURN; i++) {
                SocketChannel connection = channel.accept();
                if (connection == null) {
                    break;
                }
                resting = false;
                accepted.accept(connection);
            }
        } catch (IOException e) {
            rest(e);
        }
    }

    /** Without this, a listener that cannot accept would be ready again at once, for ever. */
    private void rest(IOException error) {
        if (!resting) {
            LOG.log(
                    Level.WARNING,
                    "accepting connections failed; trying again every " + REST.toMillis() + " ms",
                    error);
            resting = true;
        }
        failed.run();
        key.interestOps(0);
        loop.schedule(this, loop.now() + REST.toNanos());
    }

    @Override
    void expired(long now) {
        if (key.isValid()) {
            key.interestOps(SelectionKey.OP_ACCEPT);
        }
    }

    @Override
    public void failed(Throwable error) {
        close();
    }

    /** Accepts no more; the port is free afterwards. On the loop, or before it runs. */
    void close() {
        loop.cancel(this);
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "closing the listener failed", e);
        }
    }
}
