package dev.wsboot.ws.benchmarks.siege;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Random;

/** A connection of the attacker. It belongs to the attacker's thread. */
final class Hostile {

    private static final int MOST_AT_ONCE = 64 << 10;

    private final Flood flood;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final long most;
    private long sent;
    private boolean connected;

    Hostile(Flood flood, InetSocketAddress server, Selector selector, Random random) throws IOException {
        this.flood = flood;
        this.most = flood.most() == 0 ? random.nextInt(flood.beginningLength() + 1) : flood.most();
        channel = SocketChannel.open();
        channel.configureBlocking(false);
        if (flood == Flood.STALLED) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
        }
        // It ends by a reset, which leaves no port behind.
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        key = channel.register(selector, SelectionKey.OP_CONNECT, this);
        channel.connect(server);
    }

    Flood flood() {
        return flood;
    }

    long sent() {
        return sent;
    }

    /**
     * The selector has something for it.
     *
     * @return false when it has sent all that it may
     * @throws IOException if the server has cut it, or does not let it in
     */
    boolean ready() throws IOException {
        if (!connected) {
            connected = channel.finishConnect();
            key.interestOps(SelectionKey.OP_WRITE);
            return true;
        }
        boolean more = write(MOST_AT_ONCE);
        if (flood.pause() > 0 && sent >= flood.beginningLength()) {
            key.interestOps(0);
        }
        return more;
    }

    /** It is time for the next byte of those that come slowly. */
    void tick() throws IOException {
        if (connected && key.interestOps() == 0) {
            write(1);
        }
    }

    private boolean write(int count) throws IOException {
        long left = Math.min(count, most - sent);
        if (left > 0) {
            ByteBuffer next = flood.after(sent);
            next.limit((int) Math.min(next.limit(), next.position() + left));
            sent += channel.write(next);
        }
        return sent < most;
    }

    /** Resets it. */
    void end() {
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }
}
