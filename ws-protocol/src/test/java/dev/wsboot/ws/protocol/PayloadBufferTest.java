package dev.wsboot.ws.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadBufferTest {

    private static ByteBuffer piece(int length) {
        return ByteBuffer.allocate(length);
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
        assertThat(buffer.content().capacity()).isEqualTo(capacity);
    }

    /** Further chunks are as large as all that was there before, so that there are few of them. */
    @ParameterizedTest
    @CsvSource({
        "200, 56, 1000000, 400", // 400 in the first chunk, and room for the second piece
        "200, 200, 1000000, 400",
        "200, 201, 1000000, 801", // as much again as is there then
        "200, 601, 1000000, 1201",
        "300, 901, 1000000, 1801",
        "200, 201, 500, 500", // never more than can come
        "200, 201, 401, 401"
    })
    void secondPiece(int first, int second, int most, int capacity) {
        PayloadBuffer buffer = PayloadBuffer.append(null, piece(first), most);
        assertThat(PayloadBuffer.append(buffer, piece(second), most)).isSameAs(buffer);

        assertThat(Retained.bytesIn(buffer)).isEqualTo(capacity);
        assertThat(buffer.content().remaining()).isEqualTo(first + second);
    }

    /** A message that turns out to be too large has cost no more than the limit: nothing is copied to grow. */
    @Test
    void neverHoldsMoreThanTheMost() {
        PayloadBuffer buffer = null;
        for (int size = 0; size < 100_000; size += 1000) {
            buffer = PayloadBuffer.append(buffer, piece(1000), 100_000);
            assertThat(Retained.bytesIn(buffer)).isBetween((long) size + 1000, 100_000L);
        }
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
            assertThat(Retained.bytesIn(buffer))
                    .as("seed %d", seed)
                    .isBetween(256L, Math.max(256L, 2L * expected.length));
            assertThat(Hex.copyOf(buffer.content())).as("seed %d", seed).isEqualTo(expected);
        }
    }
}
