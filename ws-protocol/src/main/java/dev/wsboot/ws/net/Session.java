package dev.wsboot.ws.net;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.MessageType;
import dev.wsboot.ws.PreparedMessage;
import dev.wsboot.ws.Printable;
import dev.wsboot.ws.StreamedMessage;
import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.WsUpgrade;
import dev.wsboot.ws.protocol.CloseCode;
import dev.wsboot.ws.protocol.DeflateParameters;
import dev.wsboot.ws.protocol.Role;
import java.lang.System.Logger.Level;
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
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The face of a connection that any thread may use. On the connection's event loop it acts at once; from elsewhere it
 * encodes, counts, and posts the rest to the loop.
 */
final class Session implements WsSession {

    private static final System.Logger LOG = System.getLogger("dev.wsboot.ws");

    private static final int MAX_CONTROL_PAYLOAD = 125;

    private static final AtomicLongFieldUpdater<Session> POSTED =
            AtomicLongFieldUpdater.newUpdater(Session.class, "posted");

    /** One message in {@link #posted}. */
    private static final long ONE_POSTED = 1L << 40;

    private final WebSocketConnection connection;
    private final WsUpgrade upgrade;
    private final Agreement agreement;
    private final long id;

    /**
     * What other threads have posted and the loop has not seen yet: whole messages, and in the lower 40 bits bytes, also those of parts and
     * control frames, of which each has at least one.
     */
    private volatile long posted;

    /** Its neighbours among the open ones. Belong to the {@link SessionRegistry}. */
    @Nullable
    Session older;

    @Nullable
    Session newer;

    /** Null where nobody waits for room. */
    private final @Nullable SendRoom room;

    private SessionLife life = SessionLife.UNWATCHED;
    private volatile boolean open = true;

    /** The peer has ended it, and is answered when the callbacks so far are done. */
    private volatile boolean leaving;

    private volatile long roundTripNanos = -1;
    private volatile @Nullable Map<String, Object> attributes;

    Session(WebSocketConnection connection, long id, WsUpgrade upgrade, Agreement agreement) {
        this.connection = connection;
        this.upgrade = upgrade;
        this.agreement = agreement;
        this.id = id;
        this.room = policy() == SendQueuePolicy.BLOCK ? new SendRoom(connection.loop()) : null;
    }

    /** Who is told of it, before it begins. */
    void watch(SessionLife watcher) {
        life = watcher;
    }

    WebSocketConnection connection() {
        return connection;
    }

    EventLoop loop() {
        return connection.loop();
    }

    Role role() {
        return agreement.role();
    }

    @Override
    public String id() {
        return Long.toString(id);
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
    public @Nullable String subprotocol() {
        return agreement.subprotocol();
    }

    @Override
    public @Nullable DeflateParameters deflate() {
        return agreement.deflate();
    }

    @Override
    public List<X509Certificate> peerCertificates() {
        return agreement.peerCertificates();
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return upgrade.remoteAddress();
    }

    @Override
    public boolean isOpen() {
        return open && !leaving;
    }

    @Override
    public boolean sendText(String text) {
        Objects.requireNonNull(text, "text");
        if (!open) {
            return false;
        }
        if (loop().inLoop()) {
            return connection.sender().sendText(text);
        }
        return post(MessageType.TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean sendBinary(ByteBuffer data) {
        if (!open) {
            return false;
        }
        if (loop().inLoop()) {
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
        if (loop().inLoop()) {
            return connection.sender().send(message);
        }
        int size = message.frameSize();
        if (!admit(message.type(), size, message.payloadSize())) {
            return false;
        }
        loop().execute(new Posted(this, ONE_POSTED + size) {
            @Override
            void send(MessageSender sender) {
                sender.send(message);
            }
        });
        return true;
    }

    @Override
    public boolean sendTextPart(String part, boolean last) {
        return sendPart(MessageType.TEXT, ByteBuffer.wrap(part.getBytes(StandardCharsets.UTF_8)), last);
    }

    @Override
    public boolean sendBinaryPart(ByteBuffer part, boolean last) {
        return sendPart(MessageType.BINARY, part, last);
    }

    private boolean sendPart(MessageType type, ByteBuffer part, boolean last) {
        if (!open) {
            return false;
        }
        if (loop().inLoop()) {
            return connection.sender().sendPart(type, part, last);
        }
        int size = part.remaining();
        byte[] copy = new byte[size];
        part.get(part.position(), copy);
        if (!admitPast(size, false)) {
            return false;
        }
        loop().execute(new Posted(this, atLeastOne(size)) {
            @Override
            void send(MessageSender sender) {
                sender.sendPart(type, ByteBuffer.wrap(copy), last);
            }
        });
        return true;
    }

    @Override
    public CompletionStage<Void> send(StreamedMessage message) {
        Objects.requireNonNull(message, "message");
        CompletableFuture<Void> sent = new CompletableFuture<>();
        onLoop(() -> connection.sender().send(message, sent), () -> MessagePump.discard(message, sent));
        return sent.minimalCompletionStage();
    }

    @Override
    public CompletionStage<Void> flush() {
        CompletableFuture<Void> flushed = new CompletableFuture<>();
        LoopTask flush = LoopTask.of(
                () -> connection.sender().flushSession(flushed),
                () -> flushed.completeExceptionally(MessageSender.sessionEnded()));
        if (loop().inLoop() && posted == 0) {
            flush.run();
        } else {
            // Behind what other threads have posted.
            loop().execute(flush);
        }
        return flushed.minimalCompletionStage();
    }

    @Override
    public boolean ping(ByteBuffer payload) {
        return sendControl(true, payload);
    }

    @Override
    public boolean pong(ByteBuffer payload) {
        return sendControl(false, payload);
    }

    private boolean sendControl(boolean ping, ByteBuffer payload) {
        int size = payload.remaining();
        if (size > MAX_CONTROL_PAYLOAD) {
            throw new IllegalArgumentException("a control frame takes at most 125 bytes, not " + size);
        }
        if (!open) {
            return false;
        }
        if (loop().inLoop()) {
            return connection.sender().sendControl(ping, payload);
        }
        ByteBuffer copy = MessageSender.copyOf(payload);
        int frame = MessageSender.CONTROL_HEADER + size;
        if (!admitPast(frame, true)) {
            return false;
        }
        loop().execute(new Posted(this, atLeastOne(frame)) {
            @Override
            void send(MessageSender sender) {
                sender.sendControl(ping, copy);
            }
        });
        return true;
    }

    @Override
    public void suspendReading() {
        onLoop(connection::suspendReading);
    }

    @Override
    public void resumeReading() {
        onLoop(connection::resumeReading);
    }

    private void onLoop(Runnable work) {
        onLoop(work, () -> {});
    }

    private void onLoop(Runnable work, Runnable otherwise) {
        if (loop().inLoop()) {
            work.run();
        } else {
            loop().execute(LoopTask.of(work, otherwise));
        }
    }

    private boolean post(MessageType type, byte[] payload) {
        if (!admit(type, payload.length, payload.length)) {
            return false;
        }
        loop().execute(new Posted(this, ONE_POSTED + payload.length) {
            @Override
            void send(MessageSender sender) {
                sender.send(type, ByteBuffer.wrap(payload));
            }
        });
        return true;
    }

    /** What is empty must show too. */
    private static long atLeastOne(int size) {
        return Math.max(size, 1);
    }

    private void unpost(long amount) {
        POSTED.addAndGet(this, -amount);
        roomChanged();
    }

    private long postedBytes() {
        return posted & (ONE_POSTED - 1);
    }

    private int sendQueueSize() {
        return connection.options().sendQueueSize();
    }

    private SendQueuePolicy policy() {
        return connection.options().sendQueuePolicy();
    }

    /** Whether anything was accepted from other threads that the loop has not seen yet. */
    boolean hasPosted() {
        return posted > 0;
    }

    /** Whether so much was sent by other threads that the loop should see to it first. */
    boolean hasMuchPosted() {
        return postedBytes() > sendQueueSize() / MessageSender.READ_SHARE;
    }

    /** Threads that wait for room may look again; on the loop. */
    void roomChanged() {
        if (room != null) {
            room.changed();
        }
    }

    /** Whether a message may be posted, by the endpoint's policy; counted then. */
    private boolean admit(MessageType type, int size, int payloadSize) {
        SendQueuePolicy policy = policy();
        if (policy == SendQueuePolicy.DROP_OLDEST || policy == SendQueuePolicy.CONFLATE) {
            // The loop makes room for it.
            if (tryPost(ONE_POSTED + size, 0, 0)) {
                return true;
            }
        } else if (tryPostBehindAll(size)) {
            return true;
        }
        if (!open) {
            return false;
        }
        if (mayBlock()) {
            return awaitRoom(() -> tryPostBehindAll(size));
        }
        if (drops()) {
            connection.options().observer().messageDropped(this, type, payloadSize);
        } else {
            overflow();
        }
        return false;
    }

    /** An event loop must not wait for another one, or for a thread that waits for it. */
    private boolean mayBlock() {
        return room != null && !EventLoop.ownsAny();
    }

    private boolean drops() {
        return policy() == SendQueuePolicy.DROP_OLDEST || policy() == SendQueuePolicy.DROP_NEWEST;
    }

    /** False where the session has ended, or the thread was interrupted, before there was room. */
    private boolean awaitRoom(BooleanSupplier post) {
        boolean[] taken = new boolean[1];
        Objects.requireNonNull(room).await(() -> {
            taken[0] = open && post.getAsBoolean();
            return taken[0] || !open;
        });
        return taken[0];
    }

    private boolean tryPostBehindAll(int size) {
        return tryPost(
                ONE_POSTED + size,
                connection.sender().queuedMessages(),
                connection.sender().queuedBytes());
    }

    /**
     * What does not wait for a message in parts, because it is a part of it or a control frame.
     *
     * @param droppable whether the peer understands all else without it
     */
    private boolean admitPast(int size, boolean droppable) {
        if (tryPostPast(size)) {
            return true;
        }
        if (!open) {
            return false;
        }
        if (mayBlock()) {
            return awaitRoom(() -> tryPostPast(size));
        }
        if (!droppable || !drops()) {
            overflow();
        }
        return false;
    }

    private boolean tryPostPast(int size) {
        return tryPost(atLeastOne(size), 0, connection.sender().unwrittenBytes());
    }

    private void overflow() {
        open = false; // or whoever goes on sending would add a task with each message
        loop().execute(LoopTask.of(connection::sendQueueOverflown));
    }

    /** It is taken where it fits, and where nothing else waits: a bound must not forbid a single large message. */
    private boolean tryPost(long amount, int queuedMessages, long queuedBytes) {
        long before;
        do {
            before = posted;
            long messages = queuedMessages + before / ONE_POSTED;
            long bytes = queuedBytes + before % ONE_POSTED;
            // A message may come in any number of parts.
            boolean oneTooMany =
                    amount >= ONE_POSTED && messages >= connection.options().sendQueueMessages();
            boolean fits = bytes + amount % ONE_POSTED <= sendQueueSize() && !oneTooMany;
            if (!fits && (messages > 0 || bytes > 0)) {
                return false;
            }
        } while (!POSTED.compareAndSet(this, before, before + amount));
        if (!open) {
            // Whoever closed it may not have seen this any more.
            POSTED.addAndGet(this, -amount);
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
        if (reason.chars().anyMatch(Character::isISOControl)) {
            // What one side puts there, the other side logs.
            throw new IllegalArgumentException("the reason has a control character: " + Printable.text(reason));
        }
        open = false;
        onLoop(() -> connection.close(code, reason, cause));
    }

    @Override
    public long queuedBytes() {
        return postedBytes() + connection.sender().queuedBytes();
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

    /** The peer has ended it: only answers to what came before are still to be sent. */
    void leaving() {
        leaving = true;
    }

    /** Closing has begun: nothing can be sent any more. */
    void closing() {
        open = false;
        roomChanged();
    }

    /** A callback threw what nobody handled; any thread. */
    void handlerFailed() {
        open = false;
        onLoop(connection::handlerFailed);
    }

    /** The last callback is done. */
    void released() {
        connection.options().sessions().remove(this);
        life.over();
    }

    @Override
    public String toString() {
        return "session " + id + " of " + upgrade;
    }

    /** What another thread sends, on its way to the loop. */
    private abstract static class Posted extends LoopTask {

        private final Session session;
        private final long amount;

        Posted(Session session, long amount) {
            this.session = session;
            this.amount = amount;
        }

        abstract void send(MessageSender sender);

        @Override
        public void run() {
            // It would count twice, and something else seem not to fit. But where others wait for room it counts until
            // it is
            // sent, or somebody would find room in between that is not there.
            boolean countsUntilSent = session.room != null;
            if (!countsUntilSent) {
                session.unpost(amount);
            }
            try {
                send(session.connection.sender());
            } catch (Throwable e) {
                // Somebody was told that it is on its way.
                LOG.log(Level.ERROR, () -> "sending to " + session + " failed; closing with 1011", e);
                session.connection.handlerFailed();
            } finally {
                if (countsUntilSent) {
                    session.unpost(amount);
                }
            }
        }
    }
}
