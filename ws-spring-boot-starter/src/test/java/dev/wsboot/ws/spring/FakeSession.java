package dev.wsboot.ws.spring;

import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.PreparedMessage;
import dev.wsboot.ws.StreamedMessage;
import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.WsUpgrade;
import dev.wsboot.ws.handshake.HandshakeException;
import dev.wsboot.ws.handshake.HandshakeLimits;
import dev.wsboot.ws.handshake.ServerHandshake;
import dev.wsboot.ws.protocol.DeflateParameters;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A session without a connection, which remembers what was sent: text as String, bytes as ByteBuffer. */
public final class FakeSession implements WsSession {

    private static final InetSocketAddress REMOTE = new InetSocketAddress("127.0.0.1", 4711);

    private final String id;
    private final WsUpgrade upgrade;
    private final List<Object> sent = new CopyOnWriteArrayList<>();
    private final Map<String, Object> attributes = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> streamed = new CompletableFuture<>();
    private volatile boolean open = true;
    private volatile String closed = "";

    public FakeSession(String id, String endpoint, Map<String, String> pathParameters) {
        this.id = id;
        this.upgrade = upgrade(endpoint, pathParameters);
    }

    public FakeSession(String id) {
        this(id, "/test", Map.of());
    }

    public static WsUpgrade upgrade(String endpoint, Map<String, String> pathParameters) {
        String request = "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
        try {
            var received = new ServerHandshake(HandshakeLimits.defaults()).receive(bytes);
            return new WsUpgrade(Objects.requireNonNull(received), endpoint, pathParameters, REMOTE, false);
        } catch (HandshakeException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What was sent, in order. */
    public List<Object> sent() {
        return sent;
    }

    /** How it was closed, such as {@code 1007 message is ... CLOSE_FRAME}; empty where it was not. */
    public String closed() {
        return closed;
    }

    /** What tells whether a streamed message was sent. */
    public CompletableFuture<Void> streamed() {
        return streamed;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String endpoint() {
        return upgrade.endpoint();
    }

    @Override
    public WsUpgrade upgrade() {
        return upgrade;
    }

    @Override
    public String subprotocol() {
        return null;
    }

    @Override
    public DeflateParameters deflate() {
        return null;
    }

    @Override
    public List<X509Certificate> peerCertificates() {
        return List.of();
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return REMOTE;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public boolean sendText(String text) {
        return sent.add(text);
    }

    @Override
    public boolean sendBinary(ByteBuffer data) {
        byte[] copy = new byte[data.remaining()];
        data.get(data.position(), copy);
        return sent.add(ByteBuffer.wrap(copy));
    }

    @Override
    public boolean send(PreparedMessage message) {
        return sent.add(message);
    }

    @Override
    public boolean sendTextPart(String part, boolean last) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean sendBinaryPart(ByteBuffer part, boolean last) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Void> send(StreamedMessage message) {
        sent.add(message);
        return streamed;
    }

    @Override
    public CompletionStage<Void> flush() {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public boolean ping(ByteBuffer payload) {
        return open;
    }

    @Override
    public boolean pong(ByteBuffer payload) {
        return open;
    }

    @Override
    public void suspendReading() {}

    @Override
    public void resumeReading() {}

    @Override
    public void close() {
        close(1000, "");
    }

    @Override
    public void close(int code, String reason) {
        close(code, reason, Cause.CLOSE_FRAME);
    }

    @Override
    public void close(int code, String reason, Cause cause) {
        open = false;
        closed = code + " " + reason + " " + cause;
    }

    @Override
    public long queuedBytes() {
        return 0;
    }

    @Override
    public Duration pingRoundTrip() {
        return null;
    }

    @Override
    public Map<String, Object> attributes() {
        return attributes;
    }
}
