package dev.wsboot.ws.net;

import dev.wsboot.ws.protocol.FrameWriter;
import dev.wsboot.ws.protocol.MessageReaders;
import dev.wsboot.ws.protocol.PayloadSlab;
import dev.wsboot.ws.protocol.ProtocolOptions;
import dev.wsboot.ws.protocol.Role;
import dev.wsboot.ws.protocol.ZlibPool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One thread and the connections that it owns. A turn of the loop waits for readiness and handles it, runs the tasks that
 * other threads brought, looks after deadlines, starts the callbacks that are due on an executor, and writes what all of that left to be
 * sent.
 *
 * <p>Any thread may call {@link #execute} and {@link #inLoop}; everything else belongs to the loop's thread.
 */
final class EventLoop {

    /** What one read takes at most, which is also what one connection may do before the next has its turn. */
    static final int READ_BUFFER = 256 * 1024;

    static final int WRITE_BUFFER = 256 * 1024;

    /**
     * How many connections whose peers take nothing may be closed in one turn because something was due. The next poll does it, and that takes a
     * quarter of a millisecond, because the operating system has megabytes to free.
     */
    static final int MOST_BLOCKED_CLOSED = 2;

    /**
     * How long what is to be written waits while tasks are left that were taken together with those before: one write then carries
     * several publications to a receiver. Without that, those of an executor to a thousand took two to twelve times the CPU.
     */
    static final long LONGEST_CORKED = TurnOrder.LONGEST_SLICE;

    private static final SecureRandom RANDOM = new SecureRandom();

    private static final ThreadLocal<EventLoop> OWNED = new ThreadLocal<>();

    private final Poller poller;
    private final WriteBatch writeBatch;
    private final LongSupplier clock;
    private final TaskQueue tasks = new TaskQueue();
    private final DeadlineQueue deadlines = new DeadlineQueue();
    private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(READ_BUFFER);
    private final ByteBuffer readOnlyView = readBuffer.asReadOnlyBuffer();
    private final TextDecoder textDecoder = new TextDecoder();
    private final ReceivedText receivedText = new ReceivedText();
    private final ZlibPool zlib = new ZlibPool();
    private final PayloadSlab slab = new PayloadSlab();
    private final Map<ProtocolOptions, MessageReaders> readers = new HashMap<>();
    private final FrameWriter serverWriter = FrameWriter.server();
    private final FrameWriter clientWriter = FrameWriter.client(new MaskKeys(RANDOM));
    private final WriteBuffer writeBuffer = new WriteBuffer(WRITE_BUFFER);
    private final List<Outbound> unflushed = new ArrayList<>();
    private final CallStarts callStarts = new CallStarts();
    private @Nullable TlsBuffers tlsBuffers;
    private volatile @Nullable Thread thread;
    private volatile boolean waiting;
    private boolean stopped;
    private long now;

    /** Connections whose peers take nothing, since deadlines were last looked after. */
    private int blockedClosed;

    /** The first of the tasks that were taken, and not yet run. */
    private @Nullable LoopTask left;

    /** Since when what is to be written may wait for the tasks that are left. */
    private long corkedSince;

    EventLoop(Poller poller, LongSupplier clock) {
        this.poller = poller;
        this.writeBatch = poller.writeBatch();
        this.clock = clock;
        this.now = clock.getAsLong();
    }

    /** Runs until {@link #stop()}; the calling thread becomes the owner. */
    void run() {
        own();
        try {
            while (!stopped) {
                try {
                    turn();
                } catch (OutOfMemoryError e) {
                    // Not even enough to end one connection for it. Others may have ended meanwhile, or will.
                    LoopLog.error("out of memory", e);
                }
            }
        } finally {
            poller.close();
            refuse(left);
            refuse(tasks.close());
            callStarts.startEach();
            zlib.close();
        }
    }

    /** Whoever waits for these must not wait for ever. */
    private static void refuse(@Nullable LoopTask first) {
        for (LoopTask task = first; task != null; task = task.next) {
            task.refused();
        }
    }

    /** Makes the calling thread the owner. */
    void own() {
        thread = Thread.currentThread();
        OWNED.set(this);
    }

    /** Ends {@link #run()} after this turn. */
    void stop() {
        stopped = true;
    }

    void turn() {
        // A task that is added after this is seen, or sees that the loop waits and wakes it.
        waiting = true;
        long timeout = hasWork() ? 0 : untilNextDeadline();
        try {
            poller.poll(timeout);
        } catch (IOException e) {
            LoopLog.error("waiting for readiness failed", e);
        } finally {
            writeBatch.write();
        }
        refreshTime();
        runTasks();
        expireDeadlines();
        do {
            callStarts.startAll();
            flush();
            // A callback that no executor took was run here, and may have ended other sessions.
        } while (!callStarts.isEmpty());
    }

    /** Something is left to be written only where tasks are left, too, or the turn before had no memory. */
    private boolean hasWork() {
        return left != null || !tasks.isEmpty() || !unflushed.isEmpty();
    }

    private long untilNextDeadline() {
        return deadlines.isEmpty() ? Poller.FOREVER : deadlines.untilNext(clock.getAsLong());
    }

    /** For a slice of time only: many may have been brought, and who is ready has a turn between them. */
    private void runTasks() {
        long end = now + TurnOrder.SLICE;
        LoopTask task = left;
        if (task == null) {
            task = tasks.takeAll();
            corkedSince = now;
        }
        while (task != null) {
            left = task.next;
            task.next = null;
            try {
                task.run();
            } catch (Throwable e) {
                // One task must not end the loop and with it every other connection.
                LoopLog.error("a task failed", e);
            }
            task = clock.getAsLong() - end < 0 ? left : null;
        }
    }

    /** For a slice of time and a few closings only: many may be due at once, and who is ready has a turn between them. */
    private void expireDeadlines() {
        Deadline due = deadlines.takeDue(now);
        if (due == null) {
            return;
        }
        blockedClosed = 0;
        long end = clock.getAsLong() + TurnOrder.SLICE;
        do {
            try {
                due.expired(now);
            } catch (Throwable e) {
                LoopLog.error("what was due failed", e);
                due.failed(e);
            }
            due = blockedClosed < MOST_BLOCKED_CLOSED && clock.getAsLong() - end < 0 ? deadlines.takeDue(now) : null;
        } while (due != null);
    }

    private void flush() {
        if (isCorked()) {
            return;
        }
        while (!unflushed.isEmpty()) {
            Outbound outbound = unflushed.remove(unflushed.size() - 1);
            try {
                outbound.flushAtEndOfTurn();
            } catch (Throwable e) {
                outbound.fail(e);
            }
        }
        if (left != null) {
            corkedSince = clock.getAsLong();
        }
    }

    /** Whether tasks are left that may have more for the same connections, and have not kept them for long. */
    private boolean isCorked() {
        return left != null && !stopped && clock.getAsLong() - corkedSince < LONGEST_CORKED;
    }

    /** Runs a task in this loop, after those that were there before, or refuses it where the loop has ended; any thread. */
    void execute(LoopTask task) {
        if (!tasks.add(task)) {
            task.refused();
        } else if (waiting && !inLoop()) {
            waiting = false;
            poller.wakeup();
        }
    }

    /** Whether the calling thread owns this loop; any thread. */
    boolean inLoop() {
        return Thread.currentThread() == thread;
    }

    /** Whether the calling thread owns any loop, so that it must not wait for one. */
    static boolean ownsAny() {
        return OWNED.get() != null;
    }

    /** What is to be written before the turn ends. */
    void flushLater(Outbound outbound) {
        unflushed.add(outbound);
    }

    void schedule(Deadline deadline, long at) {
        deadlines.schedule(deadline, at);
    }

    void cancel(Deadline deadline) {
        deadlines.cancel(deadline);
    }

    /** A connection of this loop was closed whose peer takes nothing. */
    void blockedClosed() {
        blockedClosed++;
    }

    /** The loop's time: that of the readiness or of the tasks which are being handled. */
    long now() {
        return now;
    }

    /** Looks at the clock, where no turn has told the time: behind the poll, and in a task. */
    void refreshTime() {
        refreshTime(clock.getAsLong());
    }

    /**
     * Something became ready.
     *
     * @param time what the loop's clock shows
     */
    void refreshTime(long time) {
        if (waiting) {
            waiting = false;
        }
        now = time;
    }

    /** Where every connection of this loop reads to; empty, and valid until the connection's turn ends. */
    ByteBuffer readBuffer() {
        return readBuffer.clear();
    }

    /** A view of a payload for user code, which must not be able to spoil what lies around it. */
    @SuppressWarnings("ReferenceEquality") // this very buffer, not one with the same content
    ByteBuffer readOnly(ByteBuffer payload) {
        ByteBuffer view = payload == readBuffer ? readOnlyView.clear() : payload.asReadOnlyBuffer();
        return view.limit(payload.limit()).position(payload.position()).order(ByteOrder.BIG_ENDIAN);
    }

    /** What compresses for this loop's connections. */
    ZlibPool zlib() {
        return zlib;
    }

    /** Where this loop's connections collect large messages. */
    PayloadSlab slab() {
        return slab;
    }

    /** What reads the messages of this loop's connections, shared by those with the same options. */
    MessageReaders readers(ProtocolOptions options) {
        return readers.computeIfAbsent(options, MessageReaders::new);
    }

    /** Encodes the frames of this loop's connections. */
    FrameWriter frameWriter(Role role) {
        return role == Role.SERVER ? serverWriter : clientWriter;
    }

    /** Through which this loop's sessions start their callbacks on an executor. */
    CallStarts callStarts() {
        return callStarts;
    }

    TextDecoder textDecoder() {
        return textDecoder;
    }

    ReceivedText receivedText() {
        return receivedText;
    }

    WriteBuffer writeBuffer() {
        return writeBuffer;
    }

    /** Where turns leave what is little, to be written behind them. */
    WriteBatch writeBatch() {
        return writeBatch;
    }

    /** Made with the first connection that needs them. */
    TlsBuffers tlsBuffers() {
        if (tlsBuffers == null) {
            tlsBuffers = new TlsBuffers();
        }
        return tlsBuffers;
    }
}
