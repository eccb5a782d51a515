package dev.wsboot.ws.benchmarks;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.PreparedMessage;
import dev.wsboot.ws.StreamedMessage;
import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.WsUpgrade;
import dev.wsboot.ws.protocol.DeflateParameters;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A session that sends nothing, so that only the way to it is measured. */
final class StubSession implements WsSession {

    /** What was sent last. */
    @Nullable
    Object sent;

    private final Map<String, Object> attributes = new HashMap<>();

    @Override
    public boolean sendText(String text) {
        sent = text;
        return true;
    }

    @Override
    public boolean sendBinary(ByteBuffer data) {
        sent = data;
        return true;
    }

    @Override
    public boolean send(PreparedMessage message) {
        sent = message;
        return true;
    }

    @Override
    public boolean sendTextPart(String part, boolean last) {
        return true;
    }

    @Override
    public boolean sendBinaryPart(ByteBuffer part, boolean last) {
        return true;
    }

    @Override
    public CompletionStage<Void> send(StreamedMessage message) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> flush() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public boolean ping(ByteBuffer payload) {
        return true;
    }

    @Override
    public boolean pong(ByteBuffer payload) {
        return true;
    }

    @Override
    public String id() {
        return "1";
    }

    @Override
    public String endpoint() {
        return "/ws";
    }

    @Override
    public WsUpgrade upgrade() {
        throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable String subprotocol() {
        return null;
    }

    @Override
    public @Nullable DeflateParameters deflate() {
        return null;
    }

    @Override
    public List<X509Certificate> peerCertificates() {
        return List.of();
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return InetSocketAddress.createUnresolved("localhost", 1);
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void suspendReading() {}

    @Override
    public void resumeReading() {}

    @Override
    public void close() {}

    @Override
    public void close(int code, String reason) {}

    @Override
    public void close(int code, String reason, CloseEvent.Cause cause) {}

    @Override
    public long queuedBytes() {
        return 0;
    }

    @Override
    public @Nullable Duration pingRoundTrip() {
        return null;
    }

    @Override
    public Map<String, Object> attributes() {
        return attributes;
    }
}
