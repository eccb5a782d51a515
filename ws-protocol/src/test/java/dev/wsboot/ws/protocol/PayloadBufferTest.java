package dev.wsboot.ws.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadBufferTest {

    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private static ByteBuffer piece(int length) {
        return ByteBuffer.allocate(length);
    }

    @Test
    void nothingCollectedIsEmpty() {
        assertThat(PayloadBuffer.contentOf(null, EMPTY)).isSameAs(EMPTY);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1000000, 256", // small pieces are many, most of the time
        "128, 1000000, 256",
        "129, 1000000, 258", // else room for as much again
        "1000, 1000000, 2000",
        "1, 3, 3", // never more than can come
        "1000, 1500, 1500",
        "1000, 1000, 1000"
    })
    void firstPiece(int length, int most, int capacity) {
        PayloadBuffer buffer = PayloadBuffer.append(null, piece(length), most);
        assertThat(PayloadBuffer.contentOf(buffer, EMPTY).capacity()).isEqualTo(capacity);
    }

    @ParameterizedTest
    @CsvSource({
        "200, 56, 1000000, 400", // 400 after the first, and room for the second
        "200, 200, 1000000, 400",
        "200, 201, 1000000, 800", // doubled
        "200, 601, 1000000, 801", // more than double
        "200, 201, 500, 500", // never more than can come
        "200, 201, 401, 401"
    })
    void secondPiece(int first, int second, int most, int capacity) {
        PayloadBuffer buffer = PayloadBuffer.append(null, piece(first), most);
        assertThat(PayloadBuffer.append(buffer, piece(second), most)).isSameAs(buffer);

        ByteBuffer content = PayloadBuffer.contentOf(buffer, EMPTY);
        assertThat(content.remaining()).isEqualTo(first + second);
        assertThat(content.capacity()).isEqualTo(capacity);
    }

    @Test
    void growsToAtMostTwiceOfWhatArrived() {
        for (int seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            byte[] expected = new byte[1 + random.nextInt(1 << random.nextInt(16))];
            random.nextBytes(expected);
            ByteBuffer in = ByteBuffer.wrap(expected).limit(0);
            PayloadBuffer buffer = null;
            while (in.limit() < expected.length) {
                in.limit(Math.min(expected.length, in.limit() + 1 + random.nextInt(1 << random.nextInt(13))));
                buffer = PayloadBuffer.append(buffer, in, Integer.MAX_VALUE);
                assertThat(in.hasRemaining()).isFalse();
            }
            ByteBuffer content = PayloadBuffer.contentOf(buffer, EMPTY);
            assertThat(Hex.copyOf(content)).as("seed %d", seed).isEqualTo(expected);
            assertThat(content.capacity()).as("seed %d", seed).isBetween(256, Math.max(256, 2 * expected.length));
        }
    }
}
