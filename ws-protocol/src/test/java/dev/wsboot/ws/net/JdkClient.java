package dev.wsboot.ws.net;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** The client of the JDK. */
final class JdkClient extends InteropClient implements WebSocket.Listener {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final WebSocket webSocket;
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream binary = new ByteArrayOutputStream();

    JdkClient(URI uri, String... subprotocols) throws Exception {
        this(HTTP, uri, subprotocols);
    }

    /** With what the client trusts, and perhaps a certificate of its own. */
    JdkClient(HttpClient http, URI uri, String... subprotocols) throws Exception {
        WebSocket.Builder builder = http.newWebSocketBuilder();
        if (subprotocols.length > 0) {
            builder.subprotocols(subprotocols[0], Arrays.copyOfRange(subprotocols, 1, subprotocols.length));
        }
        webSocket = await(builder.buildAsync(uri, this));
    }

    @Override
    void sendText(String message) throws Exception {
        await(webSocket.sendText(message, true));
    }

    @Override
    void sendBinary(byte[] data) throws Exception {
        await(webSocket.sendBinary(ByteBuffer.wrap(data), true));
    }

    @Override
    void sendTextParts(String... parts) throws Exception {
        for (int i = 0; i < parts.length; i++) {
            await(webSocket.sendText(parts[i], i == parts.length - 1));
        }
    }

    @Override
    void sendBinaryParts(byte[]... parts) throws Exception {
        for (int i = 0; i < parts.length; i++) {
            await(webSocket.sendBinary(ByteBuffer.wrap(parts[i]), i == parts.length - 1));
        }
    }

    @Override
    void ping(byte[] payload) throws Exception {
        await(webSocket.sendPing(ByteBuffer.wrap(payload)));
    }

    @Override
    void close(int code, String reason) throws Exception {
        await(webSocket.sendClose(code, reason));
    }

    @Override
    String subprotocol() {
        return webSocket.getSubprotocol();
    }

    @Override
    public void close() {
        webSocket.abort();
    }

    private static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        text.append(part);
        if (last) {
            onMessage(text.toString());
            text.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
        byte[] bytes = new byte[part.remaining()];
        part.get(bytes);
        binary.writeBytes(bytes);
        if (last) {
            onMessage(binary.toByteArray());
            binary.reset();
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
        byte[] bytes = new byte[message.remaining()];
        message.get(bytes);
        onPong(bytes);
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        onClosed(code, reason);
        return null;
    }
}
