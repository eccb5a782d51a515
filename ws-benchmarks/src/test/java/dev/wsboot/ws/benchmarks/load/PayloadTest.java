package dev.wsboot.ws.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PayloadTest {

    private final List<Integer> firstBytes = new ArrayList<>();
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();

    /** Frames with lengths of seven bits, as a server unmasks them. */
    private void read(ByteBuffer frames) {
        while (frames.hasRemaining()) {
            firstBytes.add(frames.get() & 0xFF);
            int length = frames.get() & 0x7F;
            byte[] key = new byte[4];
            frames.get(key);
            for (int i = 0; i < length; i++) {
                content.write(frames.get() ^ key[i & 3]);
            }
        }
    }

    @Test
    void aMessageMayBeCutIntoFragments() {
        Payload payload = new Payload(Content.ASCII, 10, 1, 4);
        read(payload.stream(0, payload.messageLength()));

        assertThat(firstBytes).containsExactly(0x01, 0x00, 0x00, 0x80);
        assertThat(content).hasToString("abcdefghij");
        assertThat(payload.matches(ByteBuffer.wrap(content.toByteArray()), 0)).isTrue();
    }

    @Test
    void messagesFollowEachOther() {
        Payload payload = new Payload(Content.BINARY, 2, 3, 2);
        read(payload.stream(payload.messageLength(), 2L * payload.messageLength()));

        assertThat(firstBytes).containsExactly(0x02, 0x80, 0x02, 0x80);
        assertThat(content.toByteArray()).containsExactly(0, 31, 0, 31);
    }

    @Test
    void ofMixedSizesEachClientHasItsOwn() {
        assertThat(Scenario.MIXED.payloads()).extracting(Payload::size).containsExactly(16, 200, 1 << 12, 1 << 16);
        assertThat(Scenario.ECHO64.payloads()).extracting(Payload::size).containsExactly(64);
    }
}
