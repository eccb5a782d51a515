package dev.wsboot.ws.net;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Accepts connections on one address, of TCP or of a Unix domain socket. Belongs to the event loop that it was registered with. */
final class Listener extends Deadline implements NioPoller.Ready {

    private static final System.Logger LOG = System.getLogger("dev.wsboot.ws");

    /** Connections that are accepted before the open ones have their turn again. */
    private static final int ACCEPTS_A_TURN = 16;

    /** How long accepting rests after it failed, which it does most often for lack of file descriptors. */
    private static final Duration REST = Duration.ofMillis(100);

    private final ServerSocketChannel channel;
    private final EventLoop loop;
    private final SelectionKey key;
    private final Consumer<SocketChannel> accepted;
    private final Runnable failed;

    /** Null where there is none. */
    private final @Nullable SocketFile file;

    private boolean resting;

    private Listener(
            ServerSocketChannel channel,
            EventLoop loop,
            SelectionKey key,
            Consumer<SocketChannel> accepted,
            Runnable failed,
            @Nullable SocketFile file) {
        this.channel = channel;
        this.loop = loop;
        this.key = key;
        this.accepted = accepted;
        this.failed = failed;
        this.file = file;
    }

    /**
     * Binds, and accepts as soon as the loop runs.
     *
     * @param accepted takes each new connection, on the loop
     * @param failed is run there each time that accepting fails
     * @throws ListenException if the address cannot be had
     */
    static Listener open(
            ListenOptions place,
            int backlog,
            EventLoop loop,
            NioPoller poller,
            Consumer<SocketChannel> accepted,
            Runnable failed)
            throws IOException {
        ServerSocketChannel channel = null;
        SocketFile file = null;
        try {
            channel = place.isUnixSocket()
                    ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                    : ServerSocketChannel.open();
            file = bind(channel, place, backlog);
            channel.configureBlocking(false);
            SelectionKey key = poller.register(channel, SelectionKey.OP_ACCEPT);
            Listener listener = new Listener(channel, loop, key, accepted, failed, file);
            key.attach(listener);
            return listener;
        } catch (IOException | RuntimeException e) {
            if (file != null) {
                file.delete();
            }
            if (channel != null) {
                channel.close();
            }
            if (isForAddress(e)) {
                throw new ListenException(place.address(), e);
            }
            throw e;
        }
    }

    /** Returns the file that was made; null where there is none. */
    private static @Nullable SocketFile bind(ServerSocketChannel channel, ListenOptions place, int backlog)
            throws IOException {
        if (place.address() instanceof UnixDomainSocketAddress address) {
            SocketFile.makeWay(address);
            channel.bind(address, backlog);
            return SocketFile.of(address.getPath(), place.permissions());
        }
        // Or a restart would fail while connections of the former run are in TIME_WAIT.
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        channel.bind(place.address(), backlog);
        return null;
    }

    /** Whether it is the address that cannot be had, and no lack of descriptors or the like. */
    private static boolean isForAddress(Exception error) {
        return error instanceof SocketException
                || error instanceof FileSystemException
                || error instanceof UnsupportedOperationException;
    }

    SocketAddress address() throws IOException {
        return channel.getLocalAddress();
    }

    @Override
    public void ready(SelectionKey ready, long now) {
        loop.refreshTime(now);
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

    /** Accepts no more; the address is free afterwards. On the loop, or before it runs. */
    void close() {
        loop.cancel(this);
        if (file != null && channel.isOpen()) {
            file.delete();
        }
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "closing the listener failed", e);
        }
    }
}
