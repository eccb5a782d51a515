package dev.wsboot.ws.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.stream.Stream;

/** Buffers that lie inside larger ones, between guard bytes that nobody may read or change. */
final class Buffers {

    private static final int MARGIN = 13;
    private static final byte[] GUARD = Hex.bytes("C1".repeat(MARGIN)); // no UTF-8, and no opcode

    private Buffers() {}

    /** A guarded heap buffer and a guarded direct one, both with this content. */
    static Stream<ByteBuffer> both(byte[] content) {
        return Stream.of(
                guarded(ByteBuffer.allocate(content.length + 2 * MARGIN), content),
                guarded(ByteBuffer.allocateDirect(content.length + 2 * MARGIN), content));
    }

    static ByteBuffer guarded(byte[] content) {
        return guarded(ByteBuffer.allocate(content.length + 2 * MARGIN), content);
    }

    private static ByteBuffer guarded(ByteBuffer buffer, byte[] content) {
        buffer.put(GUARD).put(content).put(GUARD);
        return buffer.position(MARGIN).limit(MARGIN + content.length);
    }

    /** All of it can be lent as one region only while nothing else of it is. */
    static PayloadSlab slabThatDoesNotGrow() {
        return new PayloadSlab(size -> {
            if (size > PayloadSlab.FIRST) {
                throw new OutOfMemoryError("no more direct memory in this test");
            }
            return ByteBuffer.allocateDirect(size);
        });
    }

    /** Bytes of {@link #guarded} buffers that lie outside position and limit are as they were. */
    static void assertGuardsIntact(ByteBuffer buffer) {
        int behind = buffer.capacity() - MARGIN;
        ByteBuffer all = buffer.duplicate().clear();
        assertThat(all.slice(0, MARGIN)).as("guard before").isEqualTo(ByteBuffer.wrap(GUARD));
        assertThat(all.slice(behind, MARGIN)).as("guard behind").isEqualTo(ByteBuffer.wrap(GUARD));
    }
}
