package dev.wsboot.ws.net;

import dev.wsboot.ws.PreparedMessage;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What a connection has to send. Bytes are collected in the loop's {@link WriteBuffer} and leave in one system call at the
 * end of the turn; only what the operating system does not take, or what comes while others have the buffer, waits in a
 * queue of the connection's own.
 *
 * <p>Belongs to the connection's event loop.
 */
final class Outbound {

    /** Told on the loop, and from within calls to this class: it must not call back. */
    interface Listener {

        /** The operating system takes no more for now, or does so again. */
        void blockedChanged(boolean blocked);

        /** Writing failed; what was to be sent is lost. */
        void writeFailed(IOException error);
    }

    private static final System.Logger LOG = System.getLogger("dev.wsboot.ws");

    private static final int SMALLEST_CHUNK = 1024;

    /** From here on it is cheaper to write a payload by itself than to copy it behind its header. */
    private static final int LARGE = 64 * 1024;

    /** What of a large payload goes with its header, which should not travel alone. */
    private static final int FIRST_BYTES = 16 * 1024;

    private final EventLoop loop;
    private final Transport transport;
    private final Listener listener;

    /** {@link Chunk} or {@link PreparedMessage}, the oldest first. */
    private final ArrayDeque<Object> queue = new ArrayDeque<>(0);

    private int headOffset;
    /** Written by the loop only, so no update needs to be atomic; read by any thread. */
    private final AtomicInteger queued = new AtomicInteger();

    /** Bytes that the operating system has taken, and what waits for how many of them. */
    private long written;

    private @Nullable ArrayDeque<Mark> marks;
    private boolean flushPlanned;
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
        WriteBuffer shared = loop.writeBuffer();
        if (shared.isLentTo(this) && shared.lendTo(this).remaining() < size) {
            flushLent();
        }
        if (queue.isEmpty() && size <= shared.capacity()) {
            return shared.lendTo(this);
        }
        return tailChunk(size).bytes;
    }

    /** Whether a payload of so many bytes is better given to {@link #writeThrough} than put into a buffer. */
    boolean writesThrough(int size) {
        return size >= LARGE && queue.isEmpty();
    }

    /**
     * Hands a payload to the operating system at once, as much as it takes; only the rest is copied to wait. To be called
     * where {@link #writesThrough}, when the header was put into the buffer that {@link #reserve} gave.
     *
     * @param payload from position to limit; left alone
     */
    void writeThrough(ByteBuffer payload) {
        ByteBuffer rest = payload.duplicate();
        while (rest.hasRemaining() && queue.isEmpty()) {
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

    /** Never more than the buffer holds, because the transport may want it once more, from the buffer. */
    private void writeSlice(ByteBuffer rest) {
        int end = rest.limit();
        rest.limit(Math.min(end, rest.position() + loop.writeBuffer().capacity()));
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
            Chunk chunk = tailChunk(rest.remaining());
            chunk.bytes.put(rest);
            addQueued(chunk.newBytes());
            setBlocked(true);
        }
    }

    /** Counts what was put into the buffer that {@link #reserve} gave. */
    void commit() {
        if (queue.peekLast() instanceof Chunk tail) {
            addQueued(tail.newBytes());
        }
    }

    /** Adds a message that needs no copy of its own. */
    void add(PreparedMessage message) {
        if (failed) {
            return;
        }
        planFlush();
        WriteBuffer shared = loop.writeBuffer();
        if (shared.isLentTo(this)) {
            ByteBuffer out = shared.lendTo(this);
            if (out.remaining() >= message.frameSize()) {
                message.copyFrame(0, out);
                return;
            }
            flushLent();
        }
        queue.add(message);
        addQueued(message.frameSize());
    }

    /** Completes when everything that is here now was handed to the operating system; fails where it never will be. */
    void whenWritten(CompletableFuture<Void> done) {
        if (marks == null) {
            marks = new ArrayDeque<>(2);
        }
        WriteBuffer shared = loop.writeBuffer();
        int lent = shared.isLentTo(this) ? shared.lendTo(this).position() : 0;
        marks.add(new Mark(written + queued() + lent, done));
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
        while (marks != null && !marks.isEmpty() && (failed || marks.element().at <= written)) {
            CompletableFuture<Void> done = marks.remove().done;
            if (failed) {
                done.completeExceptionally(MessageSender.sessionEnded());
            } else {
                done.complete(null);
            }
        }
    }

    private Chunk tailChunk(int size) {
        if (queue.peekLast() instanceof Chunk tail && tail.bytes.remaining() >= size) {
            return tail;
        }
        Chunk chunk = new Chunk(Math.max(size, SMALLEST_CHUNK));
        queue.add(chunk);
        return chunk;
    }

    private void planFlush() {
        if (!flushPlanned) {
            flushPlanned = true;
            loop.flushLater(this);
        }
    }

    void flushAtEndOfTurn() {
        flushPlanned = false;
        flush();
    }

    /** Writes what can be written now. */
    void flush() {
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
        while (!queue.isEmpty() && takesAll) {
            ByteBuffer out = loop.writeBuffer().lendTo(this);
            fill(out);
            loop.writeBuffer().giveBack();
            int offered = out.flip().remaining();
            write(out);
            takesAll = !out.hasRemaining();
            if (!queue.isEmpty()) { // or writing failed just now
                consume(offered - out.remaining());
            }
        }
        setBlocked(!takesAll);
    }

    /** Copies from the queue what fits, without taking it out: how much was written is known only afterwards. */
    private void fill(ByteBuffer out) {
        Iterator<Object> segments = queue.iterator();
        int from = headOffset;
        while (segments.hasNext() && out.hasRemaining()) {
            Object segment = segments.next();
            if (segment instanceof PreparedMessage message) {
                message.copyFrame(from, out);
            } else {
                ((Chunk) segment).copy(from, out);
            }
            from = 0;
        }
    }

    private void consume(int count) {
        addQueued(-count);
        int left = headOffset + count;
        while (!queue.isEmpty() && left >= sizeOf(queue.element())) {
            left -= sizeOf(queue.remove());
        }
        headOffset = left;
    }

    private void addQueued(int count) {
        queued.setOpaque(queued.getPlain() + count);
    }

    private static int sizeOf(Object segment) {
        return segment instanceof PreparedMessage message ? message.frameSize() : ((Chunk) segment).bytes.position();
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
            written += out.position() - before;
            if (marks != null && !marks.isEmpty() && marks.element().at <= written) {
                completeMarksLater();
            }
        }
    }

    /** Nobody knows any more what was written, so nothing more can be. A bug ends this connection and no other. */
    void fail(Throwable error) {
        if (!(error instanceof IOException)) {
            LOG.log(Level.ERROR, "writing failed", error);
        }
        discard();
        setBlocked(false);
        listener.writeFailed(error instanceof IOException io ? io : new IOException(error));
    }

    /** Drops everything that waits, and whatever still comes. */
    void discard() {
        failed = true;
        queue.clear();
        queued.setOpaque(0);
        headOffset = 0;
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
        return queue.isEmpty() && !loop.writeBuffer().isLentTo(this);
    }

    /** Bytes that wait in the queue; any thread. */
    int queued() {
        return queued.getOpaque();
    }

    /** When the operating system last took something, by the loop's time. Only where blocked. */
    long progressAt() {
        return progressAt;
    }

    /** Who waits until so many bytes were written. */
    private record Mark(long at, CompletableFuture<Void> done) {}

    /** Bytes of our own, appended at the end and read from the front. */
    private static final class Chunk {

        final ByteBuffer bytes;
        private int counted;

        Chunk(int capacity) {
            bytes = ByteBuffer.allocate(capacity);
        }

        int newBytes() {
            int count = bytes.position() - counted;
            counted = bytes.position();
            return count;
        }

        void copy(int from, ByteBuffer out) {
            int count = Math.min(bytes.position() - from, out.remaining());
            out.put(out.position(), bytes, from, count);
            out.position(out.position() + count);
        }
    }
}
