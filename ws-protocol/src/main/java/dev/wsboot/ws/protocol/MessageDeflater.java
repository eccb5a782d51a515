package dev.wsboot.ws.protocol;

import java.nio.ByteBuffer;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Compresses the messages of one connection (RFC 7692 section 7.2.1). It holds a {@link Deflater} while a message is sent in
 * parts, and for good where messages refer to earlier ones.
 *
 * <p>{@code java.util.zip} knows no window but the largest. A smaller one is honoured by never referring back beyond the
 * block that is being compressed: blocks as long as the window, each followed by a full flush, after which "decompression
 * can restart" (zlib's manual), so that nothing behind it refers to anything before it. Messages do not refer to earlier
 * ones then.
 */
final class MessageDeflater {

    /** What a synchronisation flush ends with, and section 7.2.1 has the sender remove: "0x00 0x00 0xff 0xff". */
    private static final int TAIL = 4;

    private static final byte[] NOTHING = {};

    private final boolean contextTakeover;
    private final int blockSize;
    private final DeflateOptions options;
    private final ZlibPool pool;
    private final int windowBits;
    private @Nullable Deflater idle;

    MessageDeflater(Role role, Compression compression) {
        DeflateParameters agreed = compression.agreed();
        this.windowBits = agreed.maxWindowBits(role);
        boolean wholeWindow = windowBits == DeflateParameters.MAX_WINDOW_BITS;
        this.contextTakeover = wholeWindow && !agreed.noContextTakeover(role);
        this.blockSize = wholeWindow ? Integer.MAX_VALUE : 1 << windowBits;
        this.options = compression.options();
        this.pool = compression.pool();
    }

    /** Whether a message is worth it. */
    boolean wants(boolean text, int size) {
        return size >= options.threshold() && (text || options.binary());
    }

    /** Whether what this makes of a message depends on no other message, so that others may send it too. */
    boolean isSelfContained() {
        return !contextTakeover;
    }

    /** Tells apart those who make different bytes of one message; never 0. */
    int variant() {
        return 10 * windowBits + options.level();
    }

    /**
     * Compresses a whole message.
     *
     * @param payload from position to limit; left alone
     * @return valid until the pool is used again; null where it would be no shorter, and nothing depends on it
     */
    @Nullable
    ByteBuffer deflate(ByteBuffer payload) {
        ByteBuffer deflated = deflatePart(payload, true);
        return contextTakeover || deflated.remaining() < payload.remaining() ? deflated : null;
    }

    /**
     * Compresses the next part of a message, so that it can be read as soon as it arrives.
     *
     * @param part from position to limit; left alone
     * @param last whether the message ends with it
     * @return valid until the pool is used again
     */
    ByteBuffer deflatePart(ByteBuffer part, boolean last) {
        if (!part.hasRemaining()) {
            return emptyPart(last);
        }
        Deflater deflater = idle == null ? pool.borrowDeflater(options.level()) : idle;
        idle = null;
        ByteBuffer out = pool.roomForDeflated(bound(part.remaining()));
        deflate(deflater, part.duplicate(), out);
        if (last && !contextTakeover) {
            pool.giveBack(deflater, options.level());
        } else {
            idle = deflater;
        }
        if (last) {
            out.position(out.position() - TAIL);
        }
        return out.flip();
    }

    /** RFC 7692 section 7.2.3.6: an empty block without compression, without its last four bytes: "0x00". */
    private ByteBuffer emptyPart(boolean last) {
        if (last && !contextTakeover) {
            release();
        }
        return last ? ByteBuffer.wrap(new byte[1]) : ByteBuffer.allocate(0);
    }

    private void deflate(Deflater deflater, ByteBuffer in, ByteBuffer out) {
        int end = in.limit();
        int flush = blockSize == Integer.MAX_VALUE ? Deflater.SYNC_FLUSH : Deflater.FULL_FLUSH;
        while (in.position() < end) {
            in.limit((int) Math.min(end, (long) in.position() + blockSize));
            deflater.setInput(in);
            deflater.deflate(out, flush);
        }
        // It would keep the message until the next one.
        deflater.setInput(NOTHING);
    }

    /** zlib's own bound for its default memory, and what the flush behind each block takes. */
    int bound(long size) {
        long blocks = 1 + size / blockSize;
        return (int) Math.min(Integer.MAX_VALUE - 8, size + (size >> 3) + 64 + 16 * blocks);
    }

    /** Gives back what it holds. */
    void release() {
        if (idle != null) {
            pool.giveBack(idle, options.level());
            idle = null;
        }
    }
}
