package dev.wsboot.ws.net;

import dev.wsboot.ws.PreparedMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * What a connection has to send. Bytes are collected in the loop's {@link WriteBuffer} and leave in one system call at the
 * end of the turn, or a few turns later where they are few ({@link WriteBatch}); only what the operating system does not
 * take, or what comes while others have the buffer, waits in a queue of the connection's own.
 *
 * <p>Belongs to the connection's event loop.
 */
final class Outbound {

    /** Told on the loop, and from within calls to this class: it must not call back. */
    interface Listener {

        /** The operating system takes no more for now, or does so again. */
        void blockedChanged(boolean blocked);

        /** What a turn left to be written was written as far as it could be. */
        default void flushed() {}

        /** Writing failed; what was to be sent is lost. */
        void writeFailed(IOException error);
    }

    /** From here on it is cheaper to write a payload by itself than to copy it behind its header. */
    private static final int LARGE = 64 * 1024;

    /** What of a large payload goes with its header, which should not travel alone. */
    private static final int FIRST_BYTES = 16 * 1024;

    private static final AtomicIntegerFieldUpdater<Outbound> QUEUED =
            AtomicIntegerFieldUpdater.newUpdater(Outbound.class, "queued");

    private final EventLoop loop;
    private final Transport transport;
    private final Listener listener;

    /** Made when something has to wait for the first time. */
    private @Nullable Backlog backlog;

    /** Null while nobody waits. */
    private @Nullable Marks marks;

    /** Bytes of the backlog. Written by the loop only, so no update needs to be atomic; read by any thread. */
    private volatile int queued;

    private boolean flushPlanned;

    /** Whether the loop's {@link WriteBatch} has something of this. Nothing else waits then, or it would overtake. */
    private boolean batched;

    private boolean blocked;
    private boolean failed;
    private long progressAt;

    Outbound(EventLoop loop, Transport transport, Listener listener) {
        this.loop = loop;
        this.transport = transport;
        this.listener = listener;
    }

    /**
     * A buffer to put bytes into at once, followed by {@link #commit}.
     *
     * @param size how much room is needed
     */
    ByteBuffer reserve(int size) {
        planFlush();
        leaveBatch();
        WriteBuffer shared = loop.writeBuffer();
        if (shared.isLentTo(this) && shared.remaining() < size) {
            flushLent();
        }
        if (nothingWaits() && size <= shared.capacity()) {
            return shared.lendTo(this, size);
        }
        return backlog().tail(size).bytes;
    }

    /** Whether a payload of so many bytes is better given to {@link #writeThrough} than put into a buffer. */
    boolean writesThrough(int size) {
        return size >= LARGE && nothingWaits();
    }

    /**
     * Hands a payload to the operating system at once, as much as it takes; only the rest is copied to wait. To be called
     * where {@link #writesThrough}, when the header was put into the buffer that {@link #reserve} gave.
     *
     * @param payload from position to limit; left alone
     */
    void writeThrough(ByteBuffer payload) {
        ByteBuffer rest = payload.duplicate();
        while (rest.hasRemaining() && nothingWaits()) {
            if (rest.isDirect() && !loop.writeBuffer().isLentTo(this)) {
                writeSlice(rest);
            } else {
                ByteBuffer out = loop.writeBuffer().lendTo(this);
                int count = Math.min(out.remaining(), rest.isDirect() ? FIRST_BYTES : rest.remaining());
                out.put(out.position(), rest, rest.position(), count).position(out.position() + count);
                rest.position(rest.position() + count);
                flushLent();
            }
        }
        keep(rest);
    }

    private void writeSlice(ByteBuffer rest) {
        int end = rest.limit();
        rest.limit(rest.position() + Math.min(rest.remaining(), transport.mostAtOnce()));
        write(rest);
        boolean takesAll = !rest.hasRemaining();
        rest.limit(end);
        if (!takesAll) {
            keep(rest);
        }
    }

    /** What the operating system did not take waits. */
    private void keep(ByteBuffer rest) {
        if (rest.hasRemaining()) {
            Backlog.Chunk chunk = backlog().tail(rest.remaining());
            chunk.bytes.put(rest);
            addQueued(chunk.newBytes());
            setBlocked(true);
        }
    }

    /** Counts what was put into the buffer that {@link #reserve} gave. */
    void commit() {
        Backlog.Chunk tail = backlog == null ? null : backlog.tail();
        if (tail != null) {
            addQueued(tail.newBytes());
        }
    }

    /** Adds a message that needs no copy of its own. */
    void add(PreparedMessage message) {
        if (failed) {
            return;
        }
        planFlush();
        leaveBatch();
        WriteBuffer shared = loop.writeBuffer();
        if (shared.isLentTo(this)) {
            if (shared.remaining() >= message.frameSize()) {
                message.copyFrame(0, shared.lendTo(this, message.frameSize()));
                return;
            }
            flushLent();
        }
        backlog().add(message);
        addQueued(message.frameSize());
    }

    /** Completes when everything that is here now was handed to the operating system; fails where it never will be. */
    void whenWritten(CompletableFuture<Void> done) {
        if (marks == null) {
            marks = new Marks();
        }
        marks.add(held(), done);
        if (failed || isEmpty()) {
            completeMarksLater();
        }
    }

    private void completeMarksLater() {
        loop.execute(LoopTask.of(this::completeMarks, this::failMarks));
    }

    /** The loop has ended: nothing will be written any more. */
    private void failMarks() {
        failed = true;
        completeMarks();
    }

    /** In a task of its own, because whoever waits may send again. */
    private void completeMarks() {
        if (marks != null) {
            if (failed) {
                marks.fail();
            } else {
                marks.complete();
            }
            if (marks.isEmpty()) {
                marks = null;
            }
        }
    }

    private boolean nothingWaits() {
        return backlog == null || backlog.isEmpty();
    }

    private Backlog backlog() {
        Backlog made = backlog == null ? new Backlog() : backlog;
        backlog = made;
        return made;
    }

    private void planFlush() {
        if (!flushPlanned) {
            loop.flushLater(this);
            flushPlanned = true;
        }
    }

    void flushAtEndOfTurn() {
        flushPlanned = false;
        flush();
        listener.flushed();
    }

    /** Writes what can be written now, or together with what other connections write soon, where that is little. */
    void flushSoon() {
        WriteBuffer shared = loop.writeBuffer();
        if (shared.isLentTo(this) && shared.holdsAtMost(WriteBatch.MOST_BYTES)) {
            loop.writeBatch().add(this, shared.takeSmallFrames(), loop.now());
            batched = true;
        } else {
            flush();
        }
    }

    /** Before anything else of this is written, or would overtake. */
    private void leaveBatch() {
        if (batched) {
            loop.writeBatch().write();
        }
    }

    /** Called by the batch. */
    void writeBatched(ByteBuffer frames) {
        batched = false;
        write(frames);
        keep(frames);
    }

    /** Writes what can be written now. */
    void flush() {
        leaveBatch();
        if (loop.writeBuffer().isLentTo(this)) {
            flushLent();
        }
        if (!blocked) {
            drain();
        }
    }

    /** The operating system takes bytes again, or says so. */
    void writable() {
        drain();
    }

    /** Writes what was collected in the shared buffer. The queue is empty then, or the rest would be out of order. */
    void flushLent() {
        WriteBuffer shared = loop.writeBuffer();
        ByteBuffer out = shared.lendTo(this).flip();
        shared.giveBack();
        write(out);
        keep(out);
    }

    private void drain() {
        boolean takesAll = true;
        while (backlog != null && !backlog.isEmpty() && takesAll) {
            ByteBuffer out = loop.writeBuffer().lendTo(this);
            backlog.fill(out);
            loop.writeBuffer().giveBack();
            int offered = out.flip().remaining();
            write(out);
            takesAll = !out.hasRemaining();
            if (!backlog.isEmpty()) { // or writing failed just now
                int count = offered - out.remaining();
                addQueued(-count);
                backlog.consume(count);
            }
        }
        setBlocked(!takesAll);
    }

    private void addQueued(int count) {
        QUEUED.lazySet(this, queued + count);
    }

    private void write(ByteBuffer out) {
        if (failed) {
            out.position(out.limit());
            return;
        }
        int before = out.position();
        try {
            transport.write(out);
        } catch (IOException | RuntimeException e) {
            out.position(out.limit());
            fail(e);
            return;
        }
        if (out.position() != before) {
            progressAt = loop.now();
            if (marks != null && marks.advance(out.position() - before)) {
                completeMarksLater();
            }
        }
    }

    /** Nobody knows any more what was written, so nothing more can be. A bug ends this connection and no other. */
    void fail(Throwable error) {
        if (!(error instanceof IOException)) {
            LoopLog.error("writing failed", error);
        }
        discard();
        setBlocked(false);
        listener.writeFailed(error instanceof IOException io ? io : new IOException(error));
    }

    /** Drops everything that waits, and whatever still comes. */
    void discard() {
        failed = true;
        batched = false; // what is there will not be written either
        if (backlog != null) {
            backlog.clear();
        }
        queued = 0;
        if (loop.writeBuffer().isLentTo(this)) {
            loop.writeBuffer().giveBack();
        }
        if (marks != null) {
            completeMarksLater();
        }
    }

    private void setBlocked(boolean now) {
        if (blocked != now) {
            blocked = now;
            if (now) {
                progressAt = loop.now();
            }
            listener.blockedChanged(now);
        }
    }

    /** Whether the operating system takes no more for now. */
    boolean isBlocked() {
        return blocked;
    }

    /** Whether everything was handed to the operating system. */
    boolean isEmpty() {
        return nothingWaits() && !batched && !loop.writeBuffer().isLentTo(this);
    }

    /** Bytes that the transport has not taken: what was collected to be written soon, and what waits in the queue. */
    long held() {
        WriteBuffer shared = loop.writeBuffer();
        return (long) queued
                + (shared.isLentTo(this) ? shared.size() : 0)
                + (batched ? loop.writeBatch().size(this) : 0);
    }

    /** Bytes that wait in the queue; any thread. */
    int queued() {
        return queued;
    }

    /** When the operating system last took something, by the loop's time. Only where blocked. */
    long progressAt() {
        return progressAt;
    }
}
