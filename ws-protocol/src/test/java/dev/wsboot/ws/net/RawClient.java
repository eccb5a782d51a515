package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import javax.net.ssl.SSLContext;

/**
 * A client that does exactly what it is told, right or wrong: a blocking socket whose reads have a timeout. What was
 * received and not looked at fails {@link #expectEof}.
 */
final class RawClient implements Closeable {

    private static final int READ_TIMEOUT_MILLIS = 15_000;
    private static final HexFormat HEX = HexFormat.of();

    private final Socket socket;
    private final InputStream in;

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** Connects, and says nothing. */
    static RawClient connect(WsServer server) throws IOException {
        return connect(server, 0);
    }

    /** Connects to a Unix domain socket, and says nothing. */
    static RawClient connect(Path path) throws IOException {
        return new RawClient(new UnixSocket(path));
    }

    /** Connects; the TLS handshake comes before the first thing that it says. */
    static RawClient connectTls(WsServer server, SSLContext context) throws IOException {
        Socket tcp = connect(server).socket;
        return new RawClient(context.getSocketFactory().createSocket(tcp, "localhost", server.port(), true));
    }

    /** Connects to a TCP address, and says nothing. */
    static RawClient connect(SocketAddress address) throws IOException {
        Socket socket = new Socket();
        socket.connect(address, READ_TIMEOUT_MILLIS);
        socket.setSoTimeout(READ_TIMEOUT_MILLIS);
        return new RawClient(socket);
    }

    /** Connects with a small receive buffer, which makes it a slow reader soon. */
    static RawClient connect(WsServer server, int receiveBuffer) throws IOException {
        return connect(loopback(server.port()), receiveBuffer);
    }

    static RawClient connect(InetSocketAddress address, int receiveBuffer) throws IOException {
        return connect(address, receiveBuffer, null);
    }

    /** Connects to whatever listens on this machine, from one of its addresses. */
    static RawClient connectFrom(String local, int port) throws IOException {
        return connect(loopback(port), 0, local);
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static RawClient connect(InetSocketAddress address, int receiveBuffer, String local) throws IOException {
        Socket socket = new Socket();
        try {
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            if (local != null) {
                socket.bind(new InetSocketAddress(local, 0));
            }
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(READ_TIMEOUT_MILLIS);
            socket.connect(address, READ_TIMEOUT_MILLIS);
            return new RawClient(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Connects and does the opening handshake at {@code /ws}. */
    static RawClient open(WsServer server) throws IOException {
        return connect(server).upgrade("/ws");
    }

    RawClient upgrade(String path) throws IOException {
        try {
            send(Requests.get(path));
            assertThat(readHead()).startsWith("HTTP/1.1 101 ");
            return this;
        } catch (IOException | AssertionError e) {
            close();
            throw e;
        }
    }

    RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    RawClient send(String latin1) throws IOException {
        return send(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawClient sendHex(String hex) throws IOException {
        return send(HEX.parseHex(hex.replace(" ", "")));
    }

    /** Everything up to the blank line, inclusive. */
    String readHead() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            head.append((char) readByte());
        }
        return head.toString();
    }

    /** One whole frame, which must be unmasked and have the shortest possible length. */
    Frame readFrame() throws IOException {
        int b0 = readByte();
        int b1 = readByte();
        assertThat(b0 & 0x70).as("reserved bits").isZero();
        assertThat(b1 & 0x80).as("mask bit").isZero();
        long length = b1;
        if (b1 == 126) {
            length = readNumber(2);
            assertThat(length).isGreaterThan(125);
        } else if (b1 == 127) {
            length = readNumber(8);
            assertThat(length).isGreaterThan(0xFFFF);
        }
        return new Frame((b0 & 0x80) != 0, b0 & 0x0F, readBytes(Math.toIntExact(length)));
    }

    private long readNumber(int bytes) throws IOException {
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            number = number << 8 | readByte();
        }
        return number;
    }

    byte[] readBytes(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("wanted " + count + " bytes, but the peer ended after " + bytes.length);
        }
        return bytes;
    }

    private int readByte() throws IOException {
        int b = in.read();
        if (b < 0) {
            throw new EOFException("the peer ended");
        }
        return b;
    }

    /** Whether something arrives, or the end, before the time is over; a byte that did is not lost. */
    boolean hasInputWithin(Duration time) throws IOException {
        in.mark(1);
        socket.setSoTimeout(Math.toIntExact(time.toMillis()));
        try {
            in.read();
            in.reset();
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } finally {
            socket.setSoTimeout(READ_TIMEOUT_MILLIS);
        }
    }

    /** The answer to a request, which must fit its Content-Length and be the last that comes. */
    Answer readAnswer() throws IOException {
        String head = readHead();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        in.transferTo(body);
        Answer answer = new Answer(head, body.toString(StandardCharsets.UTF_8));
        assertThat(answer.header("Content-Length")).isEqualTo(Integer.toString(body.size()));
        return answer;
    }

    /** A Close frame with this code, and nothing but the end of the stream behind it. */
    void expectCloseThenEof(int code) throws IOException {
        Frame frame = readFrame();
        assertThat(frame.opcode()).isEqualTo(Frame.CLOSE);
        assertThat(frame.closeCode()).isEqualTo(code);
        expectEof();
    }

    void expectEof() throws IOException {
        assertThat(in.read()).as("the end of the stream").isEqualTo(-1);
    }

    /** Says that nothing more will be sent. */
    void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Ends with a reset instead of an orderly end. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    int localPort() {
        return socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
