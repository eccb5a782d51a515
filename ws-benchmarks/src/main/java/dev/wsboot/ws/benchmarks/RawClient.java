package dev.wsboot.ws.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A blocking client that makes no garbage, so that what is allocated is the server's. */
final class RawClient implements AutoCloseable {

    private static final ByteBuffer END = ByteBuffer.wrap("\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 16);

    RawClient(int port, String path) throws IOException {
        channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        write(ByteBuffer.wrap(request(path).getBytes(StandardCharsets.US_ASCII)));
        do {
            receive();
        } while (in.position() < END.capacity() || !endsTheHead());
    }

    static String request(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
    }

    private boolean endsTheHead() {
        return in.duplicate().flip().position(in.position() - END.capacity()).equals(END);
    }

    /** Sends frames. */
    void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Takes so many bytes, whatever they are. */
    void read(int count) throws IOException {
        for (int left = count; left > 0; ) {
            in.clear().limit(Math.min(left, in.capacity()));
            left -= receive();
        }
    }

    private int receive() throws IOException {
        int count = channel.read(in);
        if (count < 0) {
            throw new EOFException("the server closed the connection");
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
