package dev.wsboot.ws.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadBufferTest {

    private static ByteBuffer piece(int length) {
        return ByteBuffer.allocate(length);
    }

    /** On the heap, which believes nothing that was announced. */
    private static PayloadBuffer append(@Nullable PayloadBuffer buffer, ByteBuffer piece, int most) {
        return PayloadBuffer.append(buffer, piece, most, most, null);
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
        PayloadBuffer buffer = append(null, piece(length), most);
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
        PayloadBuffer buffer = append(null, piece(first), most);
        assertThat(append(buffer, piece(second), most)).isSameAs(buffer);

        assertThat(Retained.bytesIn(buffer)).isEqualTo(capacity);
        assertThat(buffer.content().remaining()).isEqualTo(first + second);
    }

    /** A message that turns out to be too large has cost no more than the limit: nothing is copied to grow. */
    @Test
    void neverHoldsMoreThanTheMost() {
        PayloadBuffer buffer = null;
        for (int size = 0; size < 100_000; size += 1000) {
            buffer = append(buffer, piece(1000), 100_000);
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
                buffer = append(buffer, in, Integer.MAX_VALUE);
                assertThat(in.hasRemaining()).isFalse();
            }
            assertThat(Retained.bytesIn(buffer))
                    .as("seed %d", seed)
                    .isBetween(256L, Math.max(256L, 2L * expected.length));
            assertThat(Hex.copyOf(buffer.content())).as("seed %d", seed).isEqualTo(expected);
        }
    }

    /** Room of the slab, which may be announced, because what is there already costs nothing. */
    @Nested
    class InSlab {

        private final PayloadSlab slab = Buffers.slabThatDoesNotGrow();

        private PayloadBuffer append(@Nullable PayloadBuffer buffer, byte[] piece, int announced) {
            return PayloadBuffer.append(buffer, ByteBuffer.wrap(piece), announced, PayloadSlab.MOST, slab);
        }

        private static byte[] noise(int length) {
            byte[] bytes = new byte[length];
            new Random(length).nextBytes(bytes);
            return bytes;
        }

        private void assertAllIsFree() {
            assertThat(slab.take(PayloadSlab.FIRST)).isNotNull();
        }

        @Test
        void collectsInOnePieceWithoutMoving() {
            byte[] expected = noise(100_000);
            PayloadBuffer buffer = append(null, Arrays.copyOf(expected, 1000), 100_000);
            append(buffer, Arrays.copyOfRange(expected, 1000, 100_000), 100_000);
            ByteBuffer content = buffer.content();
            assertThat(content.isDirect()).isTrue();
            assertThat(content.capacity()).isEqualTo(7 * PayloadSlab.BLOCK);
            assertThat(Hex.copyOf(content)).isEqualTo(expected);
            buffer.release();
            buffer.release();
            assertAllIsFree();
        }

        @ParameterizedTest
        @CsvSource({
            "2100, 65536", // twice what arrived
            "60000, 65536",
            "2100, 131073" // or what is announced by now
        })
        void movesWhereMoreComes(int first, int announced) {
            byte[] expected = noise(65_536);
            PayloadBuffer buffer = append(null, Arrays.copyOf(expected, first), 0);
            append(buffer, Arrays.copyOfRange(expected, first, expected.length), announced);
            ByteBuffer content = buffer.content();
            assertThat(content.isDirect()).isTrue();
            assertThat(content.capacity()).isEqualTo(announced <= 131_072 ? 131_072 : 131_072 + PayloadSlab.BLOCK);
            assertThat(Hex.copyOf(content)).isEqualTo(expected);
            buffer.release();
            assertAllIsFree();
        }

        @Test
        void goesOnInHeapWhereSlabIsFull() {
            byte[] expected = noise(50_000);
            PayloadBuffer buffer = append(null, Arrays.copyOf(expected, 10_000), 0);
            while (slab.take(PayloadSlab.BLOCK) != null) {
                // until it is full
            }
            append(buffer, Arrays.copyOfRange(expected, 10_000, 49_000), 0);
            append(buffer, Arrays.copyOfRange(expected, 49_000, 50_000), 0);
            ByteBuffer content = buffer.content();
            assertThat(content.hasArray()).isTrue();
            assertThat(Hex.copyOf(content)).isEqualTo(expected);
            buffer.release();
            assertThat(slab.take(PayloadSlab.BLOCK)).isNotNull();
        }

        @Test
        void growsWithinWhatCanCome() {
            byte[] expected = noise(30_000);
            PayloadBuffer buffer = PayloadBuffer.append(null, ByteBuffer.wrap(expected, 0, 10_000), 0, 30_000, slab);
            PayloadBuffer.append(buffer, ByteBuffer.wrap(expected, 10_000, 20_000), 0, 30_000, slab);
            assertThat(buffer.content().capacity()).isEqualTo(2 * PayloadSlab.BLOCK);
            assertThat(Hex.copyOf(buffer.content().flip().limit(30_000))).isEqualTo(expected);
        }

        /** What is read to where it is collected counts, wherever the next pieces come from. */
        @Test
        void takesWhatIsInItsRoom() {
            byte[] expected = noise(100_000);
            PayloadBuffer buffer = append(null, Arrays.copyOf(expected, 1000), 100_000);
            ByteBuffer room = buffer.room(40_000);
            assertThat(room.remaining()).isEqualTo(40_000);
            PayloadBuffer.append(buffer, room.put(expected, 1000, 39_000).flip(), 100_000, 100_000, slab);
            assertThat(room.hasRemaining()).isFalse();
            append(buffer, Arrays.copyOfRange(expected, 40_000, 50_000), 100_000);
            room = buffer.room(50_000);
            PayloadBuffer.append(buffer, room.put(expected, 50_000, 50_000).flip(), 100_000, 100_000, slab);
            assertThat(Hex.copyOf(buffer.content())).isEqualTo(expected);
        }

        @Test
        void countsWhatIsInItsRoom() {
            PayloadBuffer buffer = append(null, noise(2100), 60_000);
            PayloadBuffer.append(buffer, buffer.room(50_000), 60_000, 60_000, slab);
            while (slab.take(PayloadSlab.BLOCK) != null) {
                // until it is full
            }
            append(buffer, noise(20_000), 72_100);
            assertThat(buffer.content().remaining()).isEqualTo(72_100);
        }

        @Test
        void hasNoRoomWhereLittleIsFree() {
            PayloadBuffer buffer = append(null, noise(2 * PayloadSlab.BLOCK), 4 * PayloadSlab.BLOCK);
            assertThat(buffer.room(PayloadBuffer.SMALLEST_ROOM)).isNotNull();
            assertThat(buffer.room(PayloadBuffer.SMALLEST_ROOM - 1)).isNull();
            append(buffer, noise(1), 4 * PayloadSlab.BLOCK);
            assertThat(buffer.room(PayloadSlab.MOST)).isNull();
        }

        @Test
        void hasNoRoomInHeap() {
            assertThat(PayloadBufferTest.append(null, piece(50_000), 1_000_000).room(50_000))
                    .isNull();

            PayloadBuffer buffer = append(null, noise(10_000), 0);
            while (slab.take(PayloadSlab.BLOCK) != null) {
                // until it is full
            }
            append(buffer, noise(100_000), 0);
            append(buffer, noise(1), 0);
            assertThat(buffer.room(50_000)).isNull();
        }
    }
}
