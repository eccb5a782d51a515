package dev.wsboot.ws.benchmarks.siege;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.wsboot.ws.benchmarks.soak.Upgrade;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Locale;

/** A connection that behaves. Its messages are numbers, and come back in order. It belongs to the thread of {@link GoodClients}. */
final class GoodClient {

    private static final int TEXT = 0x81;
    private static final int PING = 0x89;
    private static final int PONG = 0x8A;
    private static final int MASKED = 0x80;
    private static final int KEY = 0x5A17C43E;

    /** More than an answer to the request, and than the largest frame that may come. */
    private static final int BUFFER = 512;

    private final int index;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final ByteBuffer in = ByteBuffer.allocate(BUFFER);
    private boolean open;
    private long sent;
    private long received;

    GoodClient(int index, InetSocketAddress server, Selector selector) throws IOException {
        this.index = index;
        channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        key = channel.register(selector, SelectionKey.OP_CONNECT, this);
        channel.connect(server);
    }

    int index() {
        return index;
    }

    boolean isOpen() {
        return open;
    }

    long sent() {
        return sent;
    }

    /** How many echoes it has had; they are those of the first messages. */
    long received() {
        return received;
    }

    void send() throws IOException {
        write(frame(TEXT, ByteBuffer.allocate(Long.BYTES).putLong(text(sent)).flip()));
        sent++;
    }

    /** Eight hexadecimal digits. */
    private static long text(long number) {
        return ByteBuffer.wrap(String.format(Locale.ROOT, "%08x", number).getBytes(US_ASCII))
                .getLong();
    }

    /**
     * The selector has something for it.
     *
     * @throws IOException if the connection has ended, or the server sends what it must not
     */
    void ready() throws IOException {
        if (key.isConnectable() && channel.finishConnect()) {
            write(ByteBuffer.wrap(Upgrade.REQUEST.getBytes(US_ASCII)));
            key.interestOps(SelectionKey.OP_READ);
            return;
        }
        if (channel.read(in) < 0) {
            throw new EOFException("the server closed the connection");
        }
        in.flip();
        if (open || takeAnswer()) {
            while (takeFrame()) {
                // And the next.
            }
        }
        in.compact();
    }

    private boolean takeAnswer() throws IOException {
        String head = US_ASCII.decode(in.duplicate()).toString();
        int end = head.indexOf("\r\n\r\n");
        if (end < 0) {
            return false;
        }
        if (!head.startsWith("HTTP/1.1 101 ")) {
            throw new IOException("the server refused: " + head);
        }
        in.position(end + 4);
        open = true;
        return true;
    }

    private boolean takeFrame() throws IOException {
        int left = in.remaining();
        int length = left < 2 ? 0 : in.get(in.position() + 1);
        if (length < 0 || length > 125) {
            throw new IOException("a frame of ours has no such length");
        }
        if (left < 2 || left < 2 + length) {
            return false;
        }
        int first = (in.getShort() >> 8) & 0xFF;
        ByteBuffer payload = in.slice(in.position(), length);
        in.position(in.position() + length);
        switch (first) {
            case TEXT -> takeEcho(payload);
            case PING -> write(frame(PONG, payload));
            default -> throw new IOException("the server sent a frame " + Integer.toHexString(first));
        }
        return true;
    }

    private void takeEcho(ByteBuffer payload) throws IOException {
        if (payload.remaining() != Long.BYTES || payload.getLong() != text(received)) {
            throw new IOException("the server sent another message than number " + received);
        }
        received++;
    }

    private static ByteBuffer frame(int first, ByteBuffer payload) {
        int length = payload.remaining();
        ByteBuffer frame = ByteBuffer.allocate(6 + length)
                .put((byte) first)
                .put((byte) (MASKED | length))
                .putInt(KEY);
        for (int i = 0; i < length; i++) {
            frame.put((byte) (payload.get() ^ (KEY >> (24 - 8 * (i & 3)))));
        }
        return frame.flip();
    }

    /** So little always fits, unless the server has not read for minutes. */
    private void write(ByteBuffer bytes) throws IOException {
        channel.write(bytes);
        if (bytes.hasRemaining()) {
            throw new IOException("the server does not read");
        }
    }

    void end() {
        open = false;
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }
}
