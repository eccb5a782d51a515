package dev.wsboot.ws.net;

import dev.wsboot.ws.WsLimit;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection: reads into the loop's buffer, hands on to its {@link Phase}, and pauses, resumes and ends.
 * It belongs to its event loop; other threads reach it by {@link EventLoop#execute} only.
 */
final class Connection extends Deadline implements NioPoller.Ready, Outbound.Listener {

    /** Why reading is paused: the peer does not take what waits for it, so it is not asked for more. */
    static final int OUTPUT_BLOCKED = 1;

    /** Why reading is paused: as many callbacks wait as may. */
    static final int HANDLER_BUSY = 2;

    /** Why reading is paused: somebody still decides whether the connection may be opened. */
    static final int UPGRADE_UNDECIDED = 4;

    /** Why reading is paused: the peer sends no more. */
    static final int INPUT_ENDED = 8;

    /** Why reading is paused: the application asked for it. */
    static final int SUSPENDED = 16;

    /** Why reading is paused: what other threads have sent meanwhile has its turn first. */
    static final int SENDS_POSTED = 32;

    /** Shorter reads would cost more in system calls than they bring. */
    static final int SHORTEST_READ = 8 * 1024;

    /** A record has to fit, of which the JDK takes up to 33,093 bytes. */
    static final int SHORTEST_TLS_READ = 36 * 1024;

    /** How often a read may be halved: what is left of the longest then is the shortest. */
    private static final int MOST_HALVINGS = Integer.numberOfTrailingZeros(EventLoop.READ_BUFFER / SHORTEST_READ);

    private final EventLoop loop;
    private final Transport transport;
    private final Outbound outbound;
    private final SessionOptions options;

    private Phase phase;
    private @Nullable ByteBuffer unread;
    private long givesWayUntil;

    // Not longer than they need be: there are as many as connections.
    private byte pauses;
    private byte halvings;
    private boolean readMuch;
    private boolean established;
    private boolean queued;
    private boolean hushed;
    private boolean closed;

    /**
     * A connection in the loop that is running.
     *
     * @param options of the server or the client
     * @param firstPhase makes what the connection begins with
     */
    Connection(EventLoop loop, Transport transport, SessionOptions options, Function<Connection, Phase> firstPhase) {
        this.loop = loop;
        this.transport = transport;
        this.outbound = new Outbound(loop, transport, this);
        this.options = options;
        this.givesWayUntil = loop.now() + TurnOrder.LONGEST;
        this.phase = firstPhase.apply(this);
        reschedule();
        transport.begin(() -> guard(this::transportReady));
    }

    EventLoop loop() {
        return loop;
    }

    Outbound outbound() {
        return outbound;
    }

    InetSocketAddress remoteAddress() {
        return transport.remoteAddress();
    }

    /** Whether the transport's own handshake is done. */
    boolean isEstablished() {
        return transport.isEstablished();
    }

    /** What the transport's handshake still waits for. */
    String unfinished() {
        return transport.unfinished();
    }

    boolean isSecure() {
        return transport.isSecure();
    }

    List<X509Certificate> peerCertificates() {
        return transport.peerCertificates();
    }

    boolean isClosed() {
        return closed;
    }

    /** Goes on with another phase; what is left of the input is for it. */
    void enter(Phase next) {
        phase = next;
        reschedule();
    }

    @Override
    public void ready(SelectionKey key, long now) {
        loop.refreshTime(now);
        int operations = key.readyOps();
        if ((operations & SelectionKey.OP_WRITE) != 0) {
            writable();
        }
        if ((operations & SelectionKey.OP_READ) != 0) {
            readable();
        }
    }

    @Override
    public boolean givesWay(long now) {
        return now - givesWayUntil < 0;
    }

    @Override
    public boolean isQueued() {
        return queued;
    }

    @Override
    public void queued(boolean isQueued) {
        queued = isQueued;
        if (hushed) {
            hushed = false;
            updateInterest();
        }
    }

    @Override
    public void hush() {
        hushed = true;
        updateInterest();
    }

    @Override
    public void hadTurn(long took, long until) {
        givesWayUntil = until;
        if (took > TurnOrder.SLICE) {
            halvings = (byte) Math.min(halvings + 1, MOST_HALVINGS);
        } else if (readMuch && halvings > 0 && took < TurnOrder.SLICE / 4) {
            // Not at half of a slice already, or it would go to and fro. And a turn that read little says nothing about
            // one that reads much.
            halvings--;
        }
        readMuch = false;
    }

    /** The operating system takes bytes again. */
    void writable() {
        if (advance()) {
            outbound.writable();
        }
    }

    private void transportReady() {
        loop.refreshTime();
        writable();
        readable();
        outbound.flush(); // and not behind other tasks
    }

    /** Lets the transport do its own work first; returns whether there is still a connection. */
    private boolean advance() {
        if (closed) {
            return false;
        }
        try {
            transport.advance();
            if (!established && transport.isEstablished()) {
                established = true;
                // From now on the peer may stall, and it may be known only now whose connection it is.
                reschedule();
            }
        } catch (IOException e) {
            phase.broken(e);
        }
        return !closed;
    }

    /** There is something to read. */
    void readable() {
        if (!advance() || pauses != 0 || unread != null) {
            return;
        }
        ByteBuffer room = phase.room(EventLoop.READ_BUFFER);
        ByteBuffer in = room == null ? loop.readBuffer().limit(mostRead()) : room;
        int count;
        try {
            count = transport.read(in);
        } catch (IOException e) {
            phase.broken(e);
            return;
        }
        readMuch = room == null && in.position() >= in.limit() / 2;
        if (count < 0) {
            phase.inputEnded();
        } else if (!process(in.flip())) {
            unread = ByteBuffer.allocate(in.remaining()).put(in).flip();
            updateInterest();
        }
        outbound.flushSoon();
    }

    /** Who had a turn that was longer than a slice reads half as much in the next, or all others would wait for thousands of tiny frames. */
    private int mostRead() {
        return Math.max(transport.isSecure() ? SHORTEST_TLS_READ : SHORTEST_READ, options.mostRead() >> halvings);
    }

    /** Returns whether nothing is left to be kept. */
    private boolean process(ByteBuffer in) {
        while (in.hasRemaining() && pauses == 0 && !closed) {
            phase.receive(in);
        }
        return closed || !in.hasRemaining();
    }

    /** Stops reading for a reason, until {@link #resume} is called for the same. */
    void pause(int reason) {
        boolean first = pauses == 0;
        pauses = (byte) (pauses | reason);
        if (first) {
            updateInterest();
        }
    }

    /** Goes on reading where nothing else stands against it, with what was left first. */
    void resume(int reason) {
        if ((pauses & reason) == 0) {
            return;
        }
        pauses = (byte) (pauses & ~reason);
        if (pauses == 0 && !closed) {
            phase.resumed();
            later(this::processUnread);
        }
    }

    /** Does something in a turn of its own; what fails there ends the connection, as it would in {@link #ready}. */
    private void later(Runnable work) {
        loop.execute(LoopTask.of(() -> guard(work)));
    }

    private void guard(Runnable work) {
        try {
            work.run();
        } catch (Throwable e) {
            LoopLog.error("handling a connection failed", e);
            failed(e);
        }
    }

    private void processUnread() {
        if (pauses != 0 || closed) {
            return;
        }
        if (unread != null) {
            ByteBuffer in = unread;
            unread = null;
            if (!process(in)) {
                unread = in;
            }
        }
        outbound.flush();
        updateInterest();
    }

    /** Whether this side reads nothing at the moment, so that the peer's silence says nothing about the peer. */
    boolean isPaused() {
        return pauses != 0 || unread != null;
    }

    private void updateInterest() {
        if (!closed) {
            transport.interest(!hushed && !isPaused(), !hushed && outbound.isBlocked());
        }
    }

    @Override
    public void blockedChanged(boolean blocked) {
        if (blocked) {
            if (!lingers() && !phase.readsWhileBlocked()) {
                pause(OUTPUT_BLOCKED);
            }
            reschedule();
        } else {
            // Only once the queue is empty, or a slow peer could make it grow message by message.
            later(this::afterWritable);
        }
        updateInterest();
    }

    @Override
    public void flushed() {
        phase.outputFlushed();
    }

    private void afterWritable() {
        if (closed || outbound.isBlocked()) {
            return;
        }
        resume(OUTPUT_BLOCKED);
        phase.outputDrained();
    }

    @Override
    public void writeFailed(IOException error) {
        // Later: whoever was sending is in the middle of something.
        later(() -> {
            // The peer's Close frame may have arrived before its reset: it explains more than an I/O error.
            processUnread();
            readable();
            if (!closed && !lingers()) {
                phase.broken(error);
            }
        });
    }

    /** Looks anew at when something is due. */
    void reschedule() {
        if (closed) {
            return;
        }
        long at = phase.deadline();
        if (mayStall()) {
            at = Math.min(at, outbound.progressAt() + options.stallTimeout().toNanos());
        }
        if (at == Phase.NEVER) {
            loop.cancel(this);
        } else {
            loop.schedule(this, at);
        }
    }

    /** Something is due by then at the latest; what happens for every message need not move the deadline. */
    void dueBy(long time) {
        if (!closed && (index == DeadlineQueue.ABSENT || time - at < 0)) {
            loop.schedule(this, time);
        }
    }

    @Override
    void expired(long now) {
        if (closed) {
            return;
        }
        if (mayStall() && now - outbound.progressAt() >= options.stallTimeout().toNanos()) {
            options.observer().limitReached(WsLimit.WRITE_STALL);
            phase.stalled();
        } else if (phase.deadline() <= now) {
            phase.expired(now);
        }
        reschedule();
    }

    /** While the transport does its own handshake, that has a deadline, and nobody could take anything. */
    private boolean mayStall() {
        return outbound.isBlocked() && transport.isEstablished();
    }

    /** Whether its handshake is done and its end has not come. */
    boolean hasSession() {
        return phase instanceof WebSocketConnection;
    }

    /** Whether a message is leaving in parts. */
    boolean isSendingInParts() {
        return phase instanceof WebSocketConnection webSocket
                && webSocket.sender().isSendingInParts();
    }

    /** The server or the client ends: tells the peer, and finishes soon. */
    void shutdown(int closeCode) {
        if (!closed) {
            phase.shutdown(closeCode);
        }
    }

    /**
     * Ends the connection in order: sends what waits, tells the peer that nothing more comes, and drops what still
     * arrives until the peer has closed too.
     */
    void finish() {
        finish(LingerPhase.endFirst(this, options.stallTimeout()));
    }

    /** Ends the connection in order, but sends what waits and then lets the peer close first, for which it has a time. */
    void finishAfterPeer(Duration timeout) {
        finish(LingerPhase.endSecond(this, options.stallTimeout(), timeout));
    }

    private void finish(LingerPhase end) {
        if (closed || lingers()) {
            return;
        }
        enter(end);
        unread = null;
        pauses = 0;
        updateInterest();
        outbound.flush();
        if (!outbound.isBlocked()) {
            phase.outputDrained();
        }
    }

    private boolean lingers() {
        return phase instanceof LingerPhase;
    }

    /** Tells the peer that nothing more will be sent. */
    void shutdownOutput() {
        try {
            transport.shutdownOutput();
        } catch (IOException e) {
            close();
        }
    }

    @Override
    public void failed(Throwable error) {
        cut();
    }

    /** Ends the connection at once, whatever it is doing. */
    void cut() {
        if (!closed) {
            phase.cut();
            close();
        }
    }

    /** Closes TCP at once; what still waited to be sent is lost. */
    void close() {
        if (closed) {
            return;
        }
        closed = true;
        unread = null;
        loop.cancel(this);
        if (outbound.isBlocked()) {
            loop.blockedClosed();
        }
        outbound.discard();
        transport.close();
        options.sessions().connectionClosed();
    }
}
