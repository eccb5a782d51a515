package dev.wsboot.ws.net;

import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Somebody else's client: what the tests ask of all of them. */
abstract class InteropClient implements AutoCloseable {

    static final int TIMEOUT_SECONDS = 15;

    /** Whose client. */
    enum Kind {
        JDK {
            @Override
            InteropClient connect(URI uri, String... subprotocols) throws Exception {
                return new JdkClient(uri, subprotocols);
            }

            @Override
            InteropClient connectCompressed(URI uri) {
                throw new UnsupportedOperationException("the JDK's client knows no extensions");
            }
        },
        JAVA_WEBSOCKET {
            @Override
            InteropClient connect(URI uri, String... subprotocols) throws Exception {
                return new JavaWebSocketClient(false, uri, subprotocols);
            }

            @Override
            InteropClient connectCompressed(URI uri) throws Exception {
                return new JavaWebSocketClient(true, uri);
            }
        },
        NETTY {
            @Override
            InteropClient connect(URI uri, String... subprotocols) throws Exception {
                return new NettyClient(false, uri, subprotocols);
            }

            @Override
            InteropClient connectCompressed(URI uri) throws Exception {
                return new NettyClient(true, uri);
            }
        };

        abstract InteropClient connect(URI uri, String... subprotocols) throws Exception;

        /** With permessage-deflate, as it offers it. */
        abstract InteropClient connectCompressed(URI uri) throws Exception;

        InteropClient connect(WsServer server, String... subprotocols) throws Exception {
            return connect(URI.create("ws://localhost:" + server.port() + "/ws"), subprotocols);
        }
    }

    /** What the client was told at the end. */
    record Closed(int code, String reason) {}

    /** Messages: strings and byte arrays. */
    private final BlockingQueue<Object> received = new LinkedBlockingQueue<>();

    private final BlockingQueue<byte[]> pongs = new LinkedBlockingQueue<>();
    private final CompletableFuture<Closed> closed = new CompletableFuture<>();

    abstract void sendText(String text) throws Exception;

    abstract void sendBinary(byte[] data) throws Exception;

    /** One message, a frame for each part. */
    abstract void sendTextParts(String... parts) throws Exception;

    /** One message, a frame for each part. */
    abstract void sendBinaryParts(byte[]... parts) throws Exception;

    abstract void ping(byte[] payload) throws Exception;

    /** Begins the closing handshake. */
    abstract void close(int code, String reason) throws Exception;

    /** The subprotocol that the server chose; empty where it chose none. */
    abstract String subprotocol();

    /** Cuts the connection, whatever its state. */
    @Override
    public abstract void close();

    void onMessage(Object message) {
        received.add(message);
    }

    void onPong(byte[] payload) {
        pongs.add(payload);
    }

    void onClosed(int code, String reason) {
        closed.complete(new Closed(code, reason));
    }

    String awaitText() throws InterruptedException {
        return (String) await(received);
    }

    byte[] awaitBinary() throws InterruptedException {
        return (byte[]) await(received);
    }

    byte[] awaitPong() throws InterruptedException {
        return await(pongs);
    }

    Closed awaitClosed() throws Exception {
        return closed.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    private static <T> T await(BlockingQueue<T> queue) throws InterruptedException {
        T value = queue.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        if (value == null) {
            throw new AssertionError("nothing arrived");
        }
        return value;
    }
}
