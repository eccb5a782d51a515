package dev.wsboot.ws.benchmarks.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One connection, from connecting to its end. It belongs to the generator's thread. */
final class Client implements FrameReader.Sink {

    private enum State {
        CONNECTING,
        UPGRADING,
        OPEN,
        CLOSING
    }

    private static final String ACCEPTED = "HTTP/1.1 101 ";
    private static final byte[] NORMAL = {0x03, (byte) 0xE8};
    private static final String ACCEPT_KEY = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    private final Generator generator;
    private final Payload payload;
    private final FrameReader reader;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final StringBuilder head = new StringBuilder();
    private final long[] sentAt;

    private State state = State.CONNECTING;
    private long asked;
    private long answered;
    private long sent;
    private @Nullable ByteBuffer control;
    private final long startedAt;

    Client(Generator generator, Selector selector, InetSocketAddress address, Payload payload, int outstanding)
            throws IOException {
        this.generator = generator;
        this.payload = payload;
        this.reader = new FrameReader(payload, this);
        this.sentAt = new long[outstanding];
        startedAt = System.nanoTime();
        channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.connect(address);
        key = channel.register(selector, SelectionKey.OP_CONNECT, this);
    }

    long startedAt() {
        return startedAt;
    }

    /** Sends so many messages as soon as the wire takes them. */
    void send(int count, long now) throws IOException {
        for (int i = 0; i < count; i++) {
            sentAt[(int) (asked++ % sentAt.length)] = now;
        }
        write();
    }

    /** Sends a Close frame; the server then ends the connection. */
    void close() throws IOException {
        state = State.CLOSING;
        control = ByteBuffer.wrap(Payload.frame(Payload.CLOSE, NORMAL));
        write();
    }

    void ready(ByteBuffer in) throws IOException {
        if (key.isConnectable() && channel.finishConnect()) {
            state = State.UPGRADING;
            // What cannot be written to a fresh socket at once is no request of ours.
            channel.write(ByteBuffer.wrap(request().getBytes(StandardCharsets.US_ASCII)));
            key.interestOps(SelectionKey.OP_READ);
            return;
        }
        if (key.isReadable() && !read(in)) {
            return;
        }
        if (key.isValid() && key.isWritable()) {
            write();
        }
    }

    private String request() {
        return "GET " + generator.path()
                + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
    }

    /** {@return false where the connection has ended} */
    private boolean read(ByteBuffer in) throws IOException {
        in.clear();
        if (channel.read(in) < 0) {
            if (state != State.CLOSING) {
                throw new EOFException("the server closed the connection");
            }
            abandon();
            generator.ended(this);
            return false;
        }
        in.flip();
        if (state == State.UPGRADING && !endOfHead(in)) {
            return true;
        }
        reader.read(in);
        generator.afterRead(this);
        return key.isValid();
    }

    private boolean endOfHead(ByteBuffer in) throws IOException {
        while (in.hasRemaining()) {
            head.append((char) in.get());
            int length = head.length();
            if (length >= 4 && head.substring(length - 4).equals("\r\n\r\n")) {
                if (!head.toString().startsWith(ACCEPTED) || head.indexOf(ACCEPT_KEY) < 0) {
                    throw new IOException("the server refused: " + head);
                }
                head.setLength(0);
                state = State.OPEN;
                generator.opened(this);
                return true;
            }
        }
        return false;
    }

    private void write() throws IOException {
        while (true) {
            boolean betweenMessages = asked == 0 || sent % payload.messageLength() == 0;
            if (control != null && betweenMessages) {
                channel.write(control);
                if (control.hasRemaining()) {
                    break;
                }
                control = null;
            }
            long left = asked * payload.messageLength() - sent;
            if (left == 0) {
                key.interestOps(SelectionKey.OP_READ);
                return;
            }
            int written = channel.write(payload.stream(sent, left));
            if (written == 0) {
                break;
            }
            sent += written;
        }
        key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }

    /** When a message was handed to {@link #send}; only the last ones are known. */
    long sentAt(long number) {
        return sentAt[(int) (number % sentAt.length)];
    }

    @Override
    public void message(boolean good) {
        generator.received(this, answered++, good);
    }

    @Override
    public void ping(byte[] bytes) {
        // Section 5.5.3 of RFC 6455 allows to answer only the latest of several.
        if (control == null) {
            control = ByteBuffer.wrap(Payload.frame(Payload.PONG, bytes));
            key.interestOpsOr(SelectionKey.OP_WRITE);
        }
    }

    @Override
    public void closeFrame() throws IOException {
        if (state != State.CLOSING) {
            throw new IOException("the server sent a Close frame");
        }
    }

    void abandon() {
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }
}
