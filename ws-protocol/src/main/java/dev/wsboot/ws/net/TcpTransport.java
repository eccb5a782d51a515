package dev.wsboot.ws.net;

import dev.wsboot.ws.handshake.IpAddress;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** Plain TCP, or a Unix domain socket. */
final class TcpTransport implements Transport {

    private static final System.Logger LOG = System.getLogger("dev.wsboot.ws");

    /**
     * Stands for a peer without an address: a process of this machine at the other end of a Unix domain socket. The JVM's own loopback
     * address depends on its properties; proxies are trusted by one that does not.
     */
    static final InetSocketAddress THIS_MACHINE = Requester.socketAddress(IpAddress.of(new byte[] {127, 0, 0, 1}), 0);

    private final SocketChannel channel;
    private final SelectionKey key;
    private final InetSocketAddress remoteAddress;

    /** Run when the socket is closed. */
    private final Runnable closed;

    private boolean open = true;

    TcpTransport(SocketChannel channel, SelectionKey key, Runnable closed) throws IOException {
        this.channel = channel;
        this.key = key;
        this.closed = closed;
        this.remoteAddress = channel.getRemoteAddress() instanceof InetSocketAddress tcp ? tcp : THIS_MACHINE;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return channel.read(target);
    }

    @Override
    public void write(ByteBuffer source) throws IOException {
        channel.write(source);
    }

    @Override
    public void interest(boolean reading, boolean writing) {
        if (key.isValid()) {
            key.interestOps((reading ? SelectionKey.OP_READ : 0) | (writing ? SelectionKey.OP_WRITE : 0));
        }
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void close() {
        if (!open) {
            return;
        }
        open = false;
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "closing a socket failed", e);
        } finally {
            closed.run();
        }
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return remoteAddress;
    }
}
