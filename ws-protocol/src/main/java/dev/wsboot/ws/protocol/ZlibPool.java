package dev.wsboot.ws.protocol;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Compressors and decompressors that the connections of one thread lend each other, message by message: one Deflater holds
 * some 256 KiB of native memory and one Inflater some 40 KiB, whoever uses them. It also has the room into which they
 * write. Belongs to one thread.
 */
public final class ZlibPool implements AutoCloseable {

    /** What one call inflates at most, and so what may come beyond a message's limit before that is seen. */
    static final int CHUNK = 16 * 1024;

    /** Unfinished messages take one each, so more are wanted only while many of them are read at once. */
    private static final int MOST_KEPT = 8;

    /** Larger results than this have room of their own, so that one large message does not make the pool large. */
    private static final int LARGEST_KEPT_RESULT = 64 * 1024;

    private final Deque<Inflater> inflaters = new ArrayDeque<>(0);
    private final Deque<Deflater> deflaters = new ArrayDeque<>(0);
    private final ByteBuffer inflated = ByteBuffer.allocate(CHUNK);
    private ByteBuffer deflated = ByteBuffer.allocate(0);

    /** An empty pool. */
    public ZlibPool() {}

    /** Decompresses raw DEFLATE data from its beginning. */
    Inflater borrowInflater() {
        Inflater inflater = inflaters.poll();
        return inflater == null ? new Inflater(true) : inflater;
    }

    void giveBack(Inflater inflater) {
        if (inflaters.size() < MOST_KEPT) {
            inflater.reset();
            inflaters.push(inflater);
        } else {
            inflater.end();
        }
    }

    /** Compresses to raw DEFLATE data from its beginning. */
    Deflater borrowDeflater(int level) {
        Deflater deflater = deflaters.poll();
        if (deflater == null) {
            return new Deflater(level, true);
        }
        deflater.setLevel(level);
        return deflater;
    }

    void giveBack(Deflater deflater) {
        if (deflaters.size() < MOST_KEPT) {
            deflater.reset();
            deflaters.push(deflater);
        } else {
            deflater.end();
        }
    }

    /** Room for a chunk of what is inflated. It is empty, and valid until it is asked for again. */
    ByteBuffer roomForInflated() {
        return inflated.clear();
    }

    /** Room for what a message becomes. It is empty, and valid until it is asked for again. */
    ByteBuffer roomForDeflated(int size) {
        if (size > LARGEST_KEPT_RESULT) {
            return ByteBuffer.allocate(size);
        }
        if (size > deflated.capacity()) {
            deflated = ByteBuffer.allocate(LARGEST_KEPT_RESULT);
        }
        return deflated.clear();
    }

    /** Frees the native memory of what was given back; what is still borrowed is freed by its own way. */
    @Override
    public void close() {
        inflaters.forEach(Inflater::end);
        inflaters.clear();
        deflaters.forEach(Deflater::end);
        deflaters.clear();
    }
}
