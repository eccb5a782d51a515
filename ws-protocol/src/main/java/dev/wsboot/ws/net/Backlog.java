package dev.wsboot.ws.net;

import dev.wsboot.ws.PreparedMessage;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** What waits until the operating system takes it, the oldest first. Belongs to the connection's event loop. */
final class Backlog {

    private static final int SMALLEST_CHUNK = 1024;

    /** {@link Chunk} or {@link PreparedMessage}. */
    private final ArrayDeque<Object> segments = new ArrayDeque<>(1);

    /** What of the oldest segment has left. */
    private int headOffset;

    boolean isEmpty() {
        return segments.isEmpty();
    }

    void add(PreparedMessage message) {
        segments.add(message);
    }

    /** The chunk at the end; null where there is none. */
    @Nullable
    Chunk tail() {
        return segments.peekLast() instanceof Chunk chunk ? chunk : null;
    }

    /** A chunk at the end that has room for so many bytes. */
    Chunk tail(int size) {
        Chunk tail = tail();
        if (tail != null && tail.bytes.remaining() >= size) {
            return tail;
        }
        Chunk chunk = new Chunk(Math.max(size, SMALLEST_CHUNK));
        segments.add(chunk);
        return chunk;
    }

    /** Copies what fits, without taking it out: how much was written is known only afterwards. */
    void fill(ByteBuffer out) {
        int from = headOffset;
        for (Object segment : segments) {
            if (!out.hasRemaining()) {
                break;
            }
            if (segment instanceof PreparedMessage message) {
                message.copyFrame(from, out);
            } else {
                ((Chunk) segment).copy(from, out);
            }
            from = 0;
        }
    }

    /** Takes out what was written. */
    void consume(int count) {
        int left = headOffset + count;
        while (!segments.isEmpty() && left >= sizeOf(segments.element())) {
            left -= sizeOf(segments.remove());
        }
        headOffset = left;
    }

    private static int sizeOf(Object segment) {
        return segment instanceof PreparedMessage message ? message.frameSize() : ((Chunk) segment).bytes.position();
    }

    void clear() {
        segments.clear();
        headOffset = 0;
    }

    /** Bytes of our own, appended at the end and read from the front. */
    static final class Chunk {

        final ByteBuffer bytes;
        private int counted;

        private Chunk(int capacity) {
            bytes = ByteBuffer.allocate(capacity);
        }

        /** How many were appended since the last time. */
        int newBytes() {
            int count = bytes.position() - counted;
            counted = bytes.position();
            return count;
        }

        private void copy(int from, ByteBuffer out) {
            int count = Math.min(bytes.position() - from, out.remaining());
            out.put(out.position(), bytes, from, count);
            out.position(out.position() + count);
        }
    }
}
