package dev.wsboot.ws.protocol;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Collects the pieces of a payload. It grows with what arrived, to at most twice of it, and not with what a header merely
 * announces.
 */
final class PayloadBuffer {

    private static final int SMALLEST = 256;

    private ByteBuffer bytes;

    private PayloadBuffer(int capacity) {
        bytes = ByteBuffer.allocate(capacity);
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
            target = new PayloadBuffer(Math.min(most, Math.max(SMALLEST, 2 * piece.remaining())));
        }
        target.add(piece, most);
        return target;
    }

    static ByteBuffer contentOf(@Nullable PayloadBuffer buffer, ByteBuffer whereNull) {
        return buffer == null ? whereNull : buffer.bytes.flip();
    }

    private void add(ByteBuffer piece, int most) {
        int needed = bytes.position() + piece.remaining();
        if (needed > bytes.capacity()) {
            int doubled = (int) Math.min(most, 2L * bytes.capacity());
            bytes = ByteBuffer.allocate(Math.max(needed, doubled)).put(bytes.flip());
        }
        bytes.put(piece);
    }
}
