package dev.wsboot.ws.net;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.MessageType;
import dev.wsboot.ws.PreparedMessage;
import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.WsUpgrade;
import dev.wsboot.ws.protocol.CloseCode;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The face of a connection that any thread may use. On the connection's event loop it acts at once; from elsewhere it
 * encodes, counts, and posts the rest to the loop.
 */
final class Session implements WsSession {

    private final EventLoop loop;
    private final WebSocketConnection connection;
    private final SessionRegistry registry;
    private final Agreement agreement;
    private final long id;
    private final int sendQueueSize;

    /** Bytes that other threads have posted and that the loop has not seen yet. */
    private final AtomicInteger posted = new AtomicInteger();

    private volatile boolean open = true;
    private volatile long roundTripNanos = -1;
    private volatile @Nullable Map<String, Object> attributes;

    Session(EventLoop loop, WebSocketConnection connection, SessionOptions options, Agreement agreement) {
        this.loop = loop;
        this.connection = connection;
        this.registry = options.sessions();
        this.agreement = agreement;
        this.id = registry.nextId();
        this.sendQueueSize = options.sendQueueSize();
    }

    WebSocketConnection connection() {
        return connection;
    }

    EventLoop loop() {
        return loop;
    }

    @Override
    public String id() {
        return Long.toString(id);
    }

    @Override
    public String endpoint() {
        return agreement.upgrade().endpoint();
    }

    @Override
    public WsUpgrade upgrade() {
        return agreement.upgrade();
    }

    @Override
    public @Nullable String subprotocol() {
        return agreement.subprotocol();
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return agreement.upgrade().remoteAddress();
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public boolean sendText(String text) {
        Objects.requireNonNull(text, "text");
        if (!open) {
            return false;
        }
        if (loop.inLoop()) {
            return connection.sender().sendText(text);
        }
        return post(MessageType.TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean sendBinary(ByteBuffer data) {
        if (!open) {
            return false;
        }
        if (loop.inLoop()) {
            return connection.sender().send(MessageType.BINARY, data);
        }
        byte[] copy = new byte[data.remaining()];
        data.get(data.position(), copy);
        return post(MessageType.BINARY, copy);
    }

    @Override
    public boolean send(PreparedMessage message) {
        Objects.requireNonNull(message, "message");
        if (!open) {
            return false;
        }
        if (loop.inLoop()) {
            return connection.sender().send(message);
        }
        int size = message.frameSize();
        if (!admit(size)) {
            return false;
        }
        loop.execute(LoopTask.of(() -> {
            posted.addAndGet(-size);
            connection.sender().send(message);
        }));
        return true;
    }

    private boolean post(MessageType type, byte[] payload) {
        if (!admit(payload.length)) {
            return false;
        }
        loop.execute(new SendTask(this, type, payload));
        return true;
    }

    /** A message is taken where it fits, and where nothing else waits: a bound must not forbid a single large message. */
    private boolean admit(int size) {
        long waiting = (long) posted.addAndGet(size) - size + connection.queuedBytes();
        if (waiting > 0 && waiting + size > sendQueueSize) {
            posted.addAndGet(-size);
            open = false; // or whoever goes on sending would add a task with each message
            loop.execute(LoopTask.of(connection::sendQueueOverflown));
            return false;
        }
        return true;
    }

    @Override
    public void close() {
        close(CloseCode.NORMAL, "");
    }

    @Override
    public void close(int code, String reason) {
        close(code, reason, CloseEvent.Cause.CLOSE_FRAME);
    }

    @Override
    public void close(int code, String reason, CloseEvent.Cause cause) {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(cause, "cause");
        if (!CloseCode.isSendable(code, agreement.role())) {
            throw new IllegalArgumentException("the close code " + code + " must not be sent");
        }
        open = false;
        if (loop.inLoop()) {
            connection.close(code, reason, cause);
        } else {
            loop.execute(LoopTask.of(() -> connection.close(code, reason, cause)));
        }
    }

    @Override
    public long queuedBytes() {
        return (long) posted.get() + connection.queuedBytes();
    }

    @Override
    public @Nullable Duration pingRoundTrip() {
        long nanos = roundTripNanos;
        return nanos < 0 ? null : Duration.ofNanos(nanos);
    }

    @Override
    public Map<String, Object> attributes() {
        Map<String, Object> map = attributes;
        if (map == null) {
            synchronized (this) {
                map = attributes;
                if (map == null) {
                    map = new ConcurrentHashMap<>();
                    attributes = map;
                }
            }
        }
        return map;
    }

    void answeredPing(long nanos) {
        roundTripNanos = nanos;
    }

    /** Closing has begun: nothing can be sent any more. */
    void closing() {
        open = false;
    }

    /** A callback threw what nobody handled; any thread. */
    void handlerFailed() {
        open = false;
        if (loop.inLoop()) {
            connection.handlerFailed();
        } else {
            loop.execute(LoopTask.of(connection::handlerFailed));
        }
    }

    /** The last callback is done. */
    void released() {
        registry.remove(this);
    }

    @Override
    public String toString() {
        return "session " + id + " of " + agreement.upgrade();
    }

    /** A message on its way to the loop. */
    private static final class SendTask extends LoopTask {

        private final Session session;
        private final MessageType type;
        private final byte[] payload;

        SendTask(Session session, MessageType type, byte[] payload) {
            this.session = session;
            this.type = type;
            this.payload = payload;
        }

        @Override
        public void run() {
            session.posted.addAndGet(-payload.length);
            session.connection.sender().send(type, ByteBuffer.wrap(payload));
        }
    }
}
