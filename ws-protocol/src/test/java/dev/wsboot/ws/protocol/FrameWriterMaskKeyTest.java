package dev.wsboot.ws.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.PrimitiveIterator;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** RFC 6455 section 5.3: every frame of a client has a fresh key. Advisories curl CVE-2025-10148, gorilla GHSA-w67g-5rqw-f597. */
class FrameWriterMaskKeyTest {

    private final PrimitiveIterator.OfInt keys = new Random(1).ints().iterator();
    private final PrimitiveIterator.OfInt expectedKeys = new Random(1).ints().iterator();
    private final FrameWriter writer = FrameWriter.client(keys::nextInt);
    private final ByteBuffer out = ByteBuffer.allocate(1024);

    @Test
    void everyFrameTakesOneKey() {
        for (int i = 0; i < 25_000; i++) {
            writer.writeText("hello", out.clear());
            assertKeyAt(2);
            writer.writeText("é".repeat(100), out.clear()); // shorter than 126 chars, longer than 125 bytes
            assertKeyAt(4);
            writer.writeBinary(Hex.buffer("01"), out.clear());
            assertKeyAt(2);
            writer.write(Opcode.PING, Hex.buffer(""), out.clear());
            assertKeyAt(2);
        }
    }

    private void assertKeyAt(int index) {
        if (out.getInt(index) != expectedKeys.nextInt()) {
            assertThat(out.getInt(index)).as("key in %s", Hex.of(out.flip())).isZero();
        }
    }

    @Test
    void serverTakesNoKey() {
        FrameWriter.server().writeText("a", out);
        assertThat(Hex.of(out.flip())).isEqualTo("810161");
    }
}
