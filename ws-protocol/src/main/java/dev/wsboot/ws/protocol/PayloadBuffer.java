package dev.wsboot.ws.protocol;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects the pieces of a payload in chunks. It grows with what arrived, to at most twice of it, and not with what a header
 * merely announces; and never beyond what can come, so that a message that turns out to be too large has cost no more than
 * the limit.
 */
final class PayloadBuffer {

    private static final int SMALLEST = 256;

    private final List<ByteBuffer> full = new ArrayList<>(0);
    private ByteBuffer chunk;
    private int size;

    private PayloadBuffer(int capacity) {
        chunk = ByteBuffer.allocate(capacity);
    }

    /**
     * Adds a piece.
     *
     * @param buffer null for the first piece
     * @param piece is consumed
     * @param most how many bytes can come in all, as far as is known: at least what comes with this piece
     * @return the buffer to go on with
     */
    static PayloadBuffer append(@Nullable PayloadBuffer buffer, ByteBuffer piece, int most) {
        PayloadBuffer target = buffer;
        if (target == null) {
            target = new PayloadBuffer((int) Math.min(most, Math.max(SMALLEST, 2L * piece.remaining())));
        }
        target.add(piece, most);
        return target;
    }

    private void add(ByteBuffer piece, int most) {
        int length = piece.remaining();
        int fits = Math.min(length, chunk.remaining());
        chunk.put(chunk.position(), piece, piece.position(), fits).position(chunk.position() + fits);
        piece.position(piece.position() + fits);
        size += length;
        if (piece.hasRemaining()) {
            full.add(chunk.flip());
            int room = Math.max(piece.remaining(), Math.min(most - size + piece.remaining(), size));
            chunk = ByteBuffer.allocate(room).put(piece);
        }
    }

    /** All that was added, in one piece; the buffer is of no use afterwards. */
    ByteBuffer content() {
        chunk.flip();
        if (full.isEmpty()) {
            return chunk;
        }
        ByteBuffer all = ByteBuffer.allocate(size);
        full.forEach(all::put);
        return all.put(chunk).flip();
    }
}
