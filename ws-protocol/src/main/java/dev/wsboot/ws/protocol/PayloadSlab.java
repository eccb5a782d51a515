package dev.wsboot.ws.protocol;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Direct memory in which the connections of one thread collect large binary messages, each in one piece: no array grows, none
 * is cleared or collected, and what is sent from here is not copied once more. It is made when it is first wanted, and
 * whatever peers announce it never becomes larger than {@link #MOST}; who finds no room here takes the heap's. Belongs to one
 * thread.
 */
public final class PayloadSlab {

    /** The largest slab, in bytes, and so the largest message that finds room here. */
    static final int MOST = 16 << 20;

    /** The first slab, in bytes. It is replaced by one twice as large when it has no room, with what is lent left as it is. */
    static final int FIRST = 1 << 20;

    /** What is lent is a multiple of this, in bytes. */
    static final int BLOCK = 16 << 10;

    /** What needs less room than this is as well off on the heap. */
    static final int SMALLEST = 4 << 10;

    /**
     * A part of the slab that is lent.
     *
     * @param slab who lends it
     * @param bytes the room, empty and big-endian
     * @param taken the blocks of the memory that it is from, which may have been replaced since
     * @param first the first of its blocks
     */
    record Region(PayloadSlab slab, ByteBuffer bytes, BitSet taken, int first) {

        /** Ends the loan; the buffer must not be used any more. */
        void giveBack() {
            taken.clear(first, first + bytes.capacity() / BLOCK);
        }
    }

    private final IntFunction<ByteBuffer> allocator;
    private @Nullable ByteBuffer memory;
    private BitSet taken = new BitSet();

    /** How large the slab may become, in bytes. */
    private int most = MOST;

    /** A slab that has no memory yet. */
    public PayloadSlab() {
        this(ByteBuffer::allocateDirect);
    }

    PayloadSlab(IntFunction<ByteBuffer> allocator) {
        this.allocator = allocator;
    }

    /**
     * Lends room.
     *
     * @param size bytes; it may become a little more
     * @return null where there is no room, or where it is not worth it
     */
    @Nullable
    Region take(int size) {
        if (size < SMALLEST || size > MOST) {
            return null;
        }
        int blocks = (size + BLOCK - 1) / BLOCK;
        int first = firstFit(blocks);
        if (first < 0 && grow(size)) {
            first = 0;
        }
        if (memory == null || first < 0) {
            return null;
        }
        taken.set(first, first + blocks);
        return new Region(this, memory.slice(first * BLOCK, blocks * BLOCK), taken, first);
    }

    /** The first run of so many free blocks, or -1. */
    private int firstFit(int blocks) {
        int all = memory == null ? 0 : memory.capacity() / BLOCK;
        int from = taken.nextClearBit(0);
        while (from + blocks <= all) {
            int next = taken.nextSetBit(from);
            if (next < 0 || next - from >= blocks) {
                return from;
            }
            from = taken.nextClearBit(next);
        }
        return -1;
    }

    /** Makes a slab, or one at least twice as large, that has room for so many bytes; false where that may not be. */
    private boolean grow(int size) {
        int fitting = Integer.highestOneBit(size - 1) << 1;
        int capacity = Math.max(fitting, memory == null ? FIRST : 2 * memory.capacity());
        if (capacity > most) {
            return false;
        }
        try {
            memory = allocator.apply(capacity);
        } catch (OutOfMemoryError e) {
            // There may be little direct memory, by -XX:MaxDirectMemorySize; the heap does as well.
            // To be told so takes garbage collections and half a second: once is enough.
            most = capacity - 1;
            return false;
        }
        taken = new BitSet(capacity / BLOCK);
        return true;
    }
}
