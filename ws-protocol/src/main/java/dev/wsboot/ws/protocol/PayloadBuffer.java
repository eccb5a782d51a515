package dev.wsboot.ws.protocol;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects the pieces of a payload, in one piece where the {@link PayloadSlab} has room, else in chunks. What it allocates
 * grows with what arrived, to at most twice of it, and not with what a header merely announces; and never beyond what can
 * come, so that a message that turns out to be too large has cost no more than the limit.
 */
final class PayloadBuffer {

    private static final int SMALLEST = 256;

    /** From here on it is worth to read a piece by itself, in bytes. */
    static final int SMALLEST_ROOM = 32 << 10;

    private final List<ByteBuffer> full = new ArrayList<>(0);
    private PayloadSlab.@Nullable Region region;
    private ByteBuffer chunk;

    /** What {@link #room} gave last: a view of the chunk, whose position does not count it yet. */
    private @Nullable ByteBuffer room;

    private int size;

    private PayloadBuffer(@Nullable PayloadSlab slab, int first, int announced, int most) {
        int twice = (int) Math.min(most, Math.max(SMALLEST, 2L * first));
        this.region = slab == null ? null : slab.take(Math.max(announced, twice));
        this.chunk = region == null ? ByteBuffer.allocate(twice) : region.bytes();
    }

    /**
     * Adds a piece.
     *
     * @param buffer null for the first piece
     * @param piece is consumed
     * @param announced how many bytes will come in all if the peer does as it says: at least what comes with this piece, at
     *     most {@code most}. Only the slab believes it
     * @param most how many bytes can come in all, as far as is known: at least what comes with this piece
     * @param slab where the first piece may find room; null for the heap
     * @return the buffer to go on with
     */
    static PayloadBuffer append(
            @Nullable PayloadBuffer buffer, ByteBuffer piece, int announced, int most, @Nullable PayloadSlab slab) {
        PayloadBuffer target = buffer == null ? new PayloadBuffer(slab, piece.remaining(), announced, most) : buffer;
        target.add(piece, announced, most);
        return target;
    }

    /**
     * Room in the slab, so that the next piece can be read to where it is collected.
     *
     * @param most bytes
     * @return big-endian, from position to limit; to be {@link #append appended} by itself, with its limit where the piece
     *     ends. Null where there is little or no room
     */
    @Nullable
    ByteBuffer room(int most) {
        int free = Math.min(most, chunk.remaining());
        room = region == null || !full.isEmpty() || free < SMALLEST_ROOM ? null : chunk.slice(chunk.position(), free);
        return room;
    }

    @SuppressWarnings("ReferenceEquality") // this very buffer, not one with the same content
    private void add(ByteBuffer piece, int announced, int most) {
        int length = piece.remaining();
        if (piece == room) {
            piece.position(piece.limit());
            chunk.position(chunk.position() + length);
            size += length;
            return;
        }
        if (region != null && full.isEmpty() && length > chunk.remaining()) {
            moveWithinSlab(region, Math.max(announced, (int) Math.min(most, 2L * (size + length))));
        }
        int fits = Math.min(length, chunk.remaining());
        chunk.put(chunk.position(), piece, piece.position(), fits).position(chunk.position() + fits);
        piece.position(piece.position() + fits);
        size += length;
        if (piece.hasRemaining()) {
            full.add(chunk.flip());
            int capacity = Math.max(piece.remaining(), Math.min(most - size + piece.remaining(), size));
            chunk = ByteBuffer.allocate(capacity).put(piece);
        }
    }

    /** Where there is no room for that, the region is the first chunk of several. */
    private void moveWithinSlab(PayloadSlab.Region from, int wanted) {
        PayloadSlab.Region larger = from.slab().take(wanted);
        if (larger != null) {
            chunk = larger.bytes().put(chunk.flip());
            from.giveBack();
            region = larger;
        }
    }

    /** All that was added, in one piece, valid until {@link #release}. */
    ByteBuffer content() {
        chunk.flip();
        if (full.isEmpty()) {
            return chunk;
        }
        ByteBuffer all = ByteBuffer.allocate(size);
        full.forEach(all::put);
        return all.put(chunk).flip();
    }

    /** Gives back what the slab has lent; the buffer and its content must not be used any more. */
    void release() {
        if (region != null) {
            region.giveBack();
            region = null;
        }
    }
}
