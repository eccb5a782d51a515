package dev.wsboot.ws.net;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;

/** A server that reads one request of each connection and then does what it is told, right or wrong. */
final class RawServer implements Closeable {

    /** What is done with one connection, which is closed afterwards. */
    interface Script {

        void serve(Socket socket, String head) throws Exception;
    }

    private static final int READ_TIMEOUT_MILLIS = 15_000;

    /** Every request head that came. */
    final List<String> heads = new CopyOnWriteArrayList<>();

    private final ServerSocket server;
    private final Script script;

    RawServer(Script script) throws IOException {
        this(ServerSocketFactory.getDefault(), script);
    }

    RawServer(ServerSocketFactory sockets, Script script) throws IOException {
        this.script = script;
        this.server = sockets.createServerSocket(0, 100, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    /** Answers everything with these bytes. */
    static RawServer answering(String response) throws IOException {
        return new RawServer((socket, head) -> send(socket, response));
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                start(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed: this is how it ends.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setSoTimeout(READ_TIMEOUT_MILLIS);
            String head = readHead(socket);
            heads.add(head);
            script.serve(socket, head);
        } catch (Exception e) {
            // What matters is what the client makes of it.
        }
    }

    static String readHead(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                throw new EOFException("the client ended");
            }
            head.append((char) b);
        }
        return head.toString();
    }

    static void send(Socket socket, String latin1) throws IOException {
        socket.getOutputStream().write(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The response that accepts a request. */
    static String accept(String head) throws Exception {
        String key = head.replaceAll("(?s).*Sec-WebSocket-Key: (\\S+).*", "$1");
        byte[] hash = MessageDigest.getInstance("SHA-1")
                .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
        return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(hash) + "\r\n\r\n";
    }

    int port() {
        return server.getLocalPort();
    }

    String uri(String path) {
        return "ws://localhost:" + port() + path;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
