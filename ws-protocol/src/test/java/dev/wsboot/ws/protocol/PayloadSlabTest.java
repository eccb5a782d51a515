package dev.wsboot.ws.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadSlabTest {

    private final List<Integer> allocated = new ArrayList<>();
    private final PayloadSlab slab = new PayloadSlab(size -> {
        allocated.add(size);
        return ByteBuffer.allocate(size);
    });

    @ParameterizedTest
    @CsvSource({"4096, 1", "16384, 1", "16385, 2", "1048576, 64", "16777216, 1024"})
    void lendsWholeBlocks(int size, int blocks) {
        PayloadSlab.Region region = slab.take(size);
        assertThat(region.bytes().capacity()).isEqualTo(blocks * PayloadSlab.BLOCK);
        assertThat(region.bytes().position()).isZero();
        assertThat(region.bytes().limit()).isEqualTo(blocks * PayloadSlab.BLOCK);
        assertThat(region.bytes().order()).isEqualTo(ByteOrder.BIG_ENDIAN);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4095, 16777217, Integer.MAX_VALUE})
    void lendsNothingTooSmallOrTooLarge(int size) {
        assertThat(slab.take(size)).isNull();
        assertThat(allocated).isEmpty();
    }

    @Test
    void memoryIsDirect() {
        assertThat(new PayloadSlab().take(PayloadSlab.BLOCK).bytes().isDirect()).isTrue();
    }

    /** Doubles until it is as large as it may be; what peers announce makes it no larger. */
    @Test
    void growsToItsBound() {
        assertThat(slab.take(3 << 20)).isNotNull();
        assertThat(allocated).containsExactly(4 << 20);
        for (int i = 0; i < 100; i++) {
            slab.take(3 << 20);
        }
        assertThat(allocated).containsExactly(4 << 20, 8 << 20, 16 << 20);
        assertThat(slab.take(3 << 20)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"4096, 1048576", "1048576, 1048576", "1048577, 2097152", "2097152, 2097152", "16777216, 16777216"})
    void isMadeAsLargeAsTheFirstMessageWants(int size, int capacity) {
        assertThat(slab.take(size)).isNotNull();
        assertThat(allocated).containsExactly(capacity);
    }

    @Test
    void usesFreedRoomAgain() {
        PayloadSlab.Region first = slab.take(512 << 10);
        PayloadSlab.Region second = slab.take(256 << 10);
        PayloadSlab.Region third = slab.take(256 << 10);
        first.giveBack();
        assertThat(slab.take(256 << 10).first()).isEqualTo(0);
        second.giveBack();
        assertThat(slab.take(512 << 10).first()).as("the gap of two").isEqualTo(16);
        third.giveBack();
        assertThat(slab.take(256 << 10).first()).isEqualTo(48);
        assertThat(allocated).containsExactly(1 << 20);
    }

    @Test
    void roomOfReplacedMemoryIsGivenBackToIt() {
        PayloadSlab.Region old = slab.take(1 << 20);
        PayloadSlab.Region young = slab.take(1 << 20);
        old.giveBack();
        assertThat(slab.take(1 << 20).first()).isEqualTo(64);
        assertThat(young.first()).isZero();
        assertThat(allocated).containsExactly(1 << 20, 2 << 20);
    }

    /** -XX:MaxDirectMemorySize may leave no room; then the heap has to do. */
    @Test
    void outOfDirectMemory() {
        PayloadSlab none = new PayloadSlab(size -> {
            throw new OutOfMemoryError("expected");
        });
        assertThat(none.take(PayloadSlab.BLOCK)).isNull();
    }

    /** The JDK collects garbage and waits for half a second before it says so: a loop must not do that for each message. */
    @Test
    void asksForDirectMemoryOnlyUntilThereIsNone() {
        List<Integer> asked = new ArrayList<>();
        PayloadSlab scarce = new PayloadSlab(size -> {
            asked.add(size);
            if (size > PayloadSlab.FIRST) {
                throw new OutOfMemoryError("expected");
            }
            return ByteBuffer.allocate(size);
        });
        PayloadSlab.Region all = scarce.take(PayloadSlab.FIRST);
        assertThat(scarce.take(PayloadSlab.BLOCK)).isNull();
        assertThat(scarce.take(PayloadSlab.BLOCK)).isNull();
        assertThat(asked).containsExactly(PayloadSlab.FIRST, 2 * PayloadSlab.FIRST);
        all.giveBack();
        assertThat(scarce.take(PayloadSlab.BLOCK)).as("what there is").isNotNull();
    }

    @Test
    void whatIsLentNeverOverlaps() {
        Random random = new Random(1);
        List<PayloadSlab.Region> lent = new ArrayList<>();
        List<Byte> marks = new ArrayList<>();
        for (int step = 0; step < 5000; step++) {
            PayloadSlab.Region region = slab.take(4096 + random.nextInt(1 << (13 + random.nextInt(9))));
            if (region == null || random.nextInt(5) == 0) {
                int i = random.nextInt(lent.size());
                ByteBuffer bytes = lent.get(i).bytes();
                for (int at = 0; at < bytes.capacity(); at += 4096) {
                    assertThat(bytes.get(at)).isEqualTo(marks.get(i));
                }
                lent.remove(i).giveBack();
                marks.remove(i);
            }
            if (region != null) {
                byte mark = (byte) step;
                for (int at = 0; at < region.bytes().capacity(); at += 4096) {
                    region.bytes().put(at, mark);
                }
                lent.add(region);
                marks.add(mark);
            }
        }
    }
}
