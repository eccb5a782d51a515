package dev.wsboot.ws.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
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

    /** Unfinished messages take one each, so more are wanted only while many of them are read at once. Of each level. */
    static final int MOST_KEPT = 8;

    /** Larger results than this have room of their own, so that one large message does not make the pool large. */
    static final int LARGEST_KEPT_RESULT = 64 * 1024;

    private final Deque<Inflater> inflaters = new ArrayDeque<>(0);
    private final Map<Integer, Deque<Deflater>> deflaters = new HashMap<>(0);
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
        Deflater deflater = keptDeflaters(level).poll();
        return deflater == null ? new Deflater(level, true) : deflater;
    }

    /**
     * Takes a compressor back.
     *
     * @param level the one that it was borrowed for
     */
    void giveBack(Deflater deflater, int level) {
        Deque<Deflater> kept = keptDeflaters(level);
        if (kept.size() < MOST_KEPT) {
            deflater.reset();
            kept.push(deflater);
        } else {
            deflater.end();
        }
    }

    /** Each keeps its level: to change it, old versions of zlib compress what they are given without the flush. */
    private Deque<Deflater> keptDeflaters(int level) {
        return deflaters.computeIfAbsent(level, any -> new ArrayDeque<>(0));
    }

    /** Room for a chunk of what is inflated. It is empty and big-endian, and valid until it is asked for again. */
    ByteBuffer roomForInflated() {
        return inflated.clear().order(ByteOrder.BIG_ENDIAN);
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
        deflaters.values().forEach(kept -> kept.forEach(Deflater::end));
        deflaters.clear();
    }
}
