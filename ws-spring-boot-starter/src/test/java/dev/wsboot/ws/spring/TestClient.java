package dev.wsboot.ws.spring;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client that is not ours: the JDK's. What arrives waits in a queue. */
public final class TestClient implements WebSocket.Listener {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int PATIENCE = 10;

    private final BlockingQueue<Object> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<String> closed = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private final WebSocket socket;

    public TestClient(int port, String path) throws Exception {
        socket = HTTP.newWebSocketBuilder()
                .buildAsync(URI.create("ws://localhost:" + port + path), this)
                .get(PATIENCE, TimeUnit.SECONDS);
    }

    /** The status of a handshake that is refused. */
    public static int refusal(int port, String path) throws Exception {
        try {
            new TestClient(port, path);
            return 101;
        } catch (ExecutionException e) {
            return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
        }
    }

    public void send(String message) throws Exception {
        socket.sendText(message, true).get(PATIENCE, TimeUnit.SECONDS);
    }

    public void send(byte... message) throws Exception {
        socket.sendBinary(ByteBuffer.wrap(message), true).get(PATIENCE, TimeUnit.SECONDS);
    }

    public void close(int code, String reason) throws Exception {
        socket.sendClose(code, reason).get(PATIENCE, TimeUnit.SECONDS);
    }

    /** Leaves without a word. */
    public void abort() {
        socket.abort();
    }

    /** The next message: a String, or a ByteBuffer. */
    public Object next() throws InterruptedException {
        return Objects.requireNonNull(messages.poll(PATIENCE, TimeUnit.SECONDS), "no message came");
    }

    /** How the server closed, such as {@code 1000 bye}. */
    public String closed() throws Exception {
        return closed.get(PATIENCE, TimeUnit.SECONDS);
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            messages.add(text.toString());
            text.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        messages.add(ByteBuffer.allocate(data.remaining()).put(data).flip());
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closed.complete(statusCode + " " + reason);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.completeExceptionally(error);
    }
}
