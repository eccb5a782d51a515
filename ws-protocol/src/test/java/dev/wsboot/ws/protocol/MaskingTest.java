package dev.wsboot.ws.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the sentence of RFC 6455 section 5.3, a byte at a time: "j = i MOD 4". */
class MaskingTest {

    private static final int ROOM = 96;

    @Test
    void exampleOfTheRfc() {
        ByteBuffer hello = Hex.buffer("48656C6C6F");
        Masking.apply(hello, 0, 5, 0x37FA213D);
        assertThat(Hex.of(hello)).isEqualTo("7F9F4D5158");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x37FA213D, 0x80000001, 0xFFFFFFFF, 0x000000FF, 0xFF000000, 0})
    void everyLengthAtEveryPlace(int key) {
        for (int from = 0; from < 16; from++) {
            for (int length = 0; length <= 64; length++) {
                byte[] expected = naive(random(), from, from + length, key);
                assertMasked(ByteBuffer.allocate(ROOM), from, length, key, expected);
                assertMasked(ByteBuffer.allocateDirect(ROOM), from, length, key, expected);
            }
        }
    }

    private static void assertMasked(ByteBuffer buffer, int from, int length, int key, byte[] expected) {
        buffer.put(random()).position(5).limit(ROOM - 3);
        Masking.apply(buffer, from, from + length, key);

        assertThat(buffer.position()).isEqualTo(5);
        assertThat(buffer.limit()).isEqualTo(ROOM - 3);
        assertThat(Hex.copyOf(buffer.clear()))
                .as("%d bytes from %d", length, from)
                .isEqualTo(expected);
    }

    @Test
    void splitAtEveryPoint() {
        int key = 0x37FA213D;
        for (int length = 0; length <= 64; length++) {
            byte[] expected = naive(random(), 0, length, key);
            for (int split = 0; split <= length; split++) {
                ByteBuffer buffer = ByteBuffer.wrap(random());
                Masking.apply(buffer, 0, split, key);
                Masking.apply(buffer, split, length, Masking.advance(key, split));
                assertThat(buffer.array())
                        .as("%d bytes, split at %d", length, split)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void splitInThree() {
        int key = 0x01020304;
        byte[] expected = naive(random(), 0, 40, key);
        for (int first = 0; first <= 40; first++) {
            for (int second = first; second <= 40; second++) {
                ByteBuffer buffer = ByteBuffer.wrap(random());
                int advanced = Masking.advance(key, first);
                Masking.apply(buffer, 0, first, key);
                Masking.apply(buffer, first, second, advanced);
                Masking.apply(buffer, second, 40, Masking.advance(advanced, second - first));
                assertThat(buffer.array()).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 8, 1 << 20, 0x7FFFFFFC})
    void keyIsTheSameAfterWholeRounds(int count) {
        assertThat(Masking.advance(0x01020304, count)).isEqualTo(0x01020304);
        assertThat(Masking.advance(0x01020304, count + 1)).isEqualTo(0x02030401);
        assertThat(Masking.advance(0x01020304, count + 2)).isEqualTo(0x03040102);
        assertThat(Masking.advance(0x01020304, count + 3)).isEqualTo(0x04010203);
    }

    @Test
    void keyAsMachinesOfBothOrdersReadIt() {
        ByteBuffer inMemory = Hex.buffer("01020304");
        assertThat(Masking.inMemory(0x01020304, ByteOrder.BIG_ENDIAN))
                .isEqualTo(inMemory.order(ByteOrder.BIG_ENDIAN).getInt(0))
                .isEqualTo(0x01020304);
        assertThat(Masking.inMemory(0x01020304, ByteOrder.LITTLE_ENDIAN))
                .isEqualTo(inMemory.order(ByteOrder.LITTLE_ENDIAN).getInt(0))
                .isEqualTo(0x04030201);
    }

    private static byte[] random() {
        byte[] bytes = new byte[ROOM];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    private static byte[] naive(byte[] bytes, int from, int to, int key) {
        byte[] octets = ByteBuffer.allocate(4).putInt(key).array();
        for (int i = from; i < to; i++) {
            bytes[i] ^= octets[(i - from) % 4];
        }
        return bytes;
    }
}
