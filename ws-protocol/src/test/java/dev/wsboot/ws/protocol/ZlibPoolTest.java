package dev.wsboot.ws.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZlibPoolTest {

    private static final int MOST_KEPT = ZlibPool.MOST_KEPT;

    private final ZlibPool pool = new ZlibPool();

    @Test
    void whatWasGivenBackIsLentAgain() {
        Inflater inflater = pool.borrowInflater();
        assertThat(pool.borrowInflater()).isNotSameAs(inflater);
        pool.giveBack(inflater);
        assertThat(pool.borrowInflater()).isSameAs(inflater);

        Deflater deflater = pool.borrowDeflater(6);
        assertThat(pool.borrowDeflater(6)).isNotSameAs(deflater);
        pool.giveBack(deflater, 6);
        assertThat(pool.borrowDeflater(6)).isSameAs(deflater);
    }

    /** 8 of each, whatever so many unfinished messages needed at once. */
    @Test
    void keepsSomeAndEndsTheOthers() {
        List<Inflater> inflaters = new ArrayList<>();
        List<Deflater> deflaters = new ArrayList<>();
        for (int i = 0; i < MOST_KEPT + 1; i++) {
            inflaters.add(pool.borrowInflater());
            deflaters.add(pool.borrowDeflater(1));
        }
        inflaters.forEach(pool::giveBack);
        deflaters.forEach(deflater -> pool.giveBack(deflater, 1));
        assertThat(Zlib.inflatersIn(pool)).isEqualTo(MOST_KEPT);
        assertThat(Zlib.deflatersIn(pool)).isEqualTo(MOST_KEPT);
        inflaters.get(MOST_KEPT - 1).getBytesRead();
        deflaters.get(MOST_KEPT - 1).getBytesRead();
        assertClosed(() -> inflaters.get(MOST_KEPT).getBytesRead());
        assertClosed(() -> deflaters.get(MOST_KEPT).getBytesRead());
    }

    /** Later JDKs throw another exception with the same message. */
    private static void assertClosed(ThrowingCallable use) {
        assertThatThrownBy(use).hasMessageContaining("has been closed");
    }

    @Test
    void closeEndsThem() {
        Inflater inflater = pool.borrowInflater();
        Deflater deflater = pool.borrowDeflater(9);
        pool.giveBack(inflater);
        pool.giveBack(deflater, 9);

        pool.close();

        assertThat(Zlib.inflatersIn(pool)).isZero();
        assertClosed(inflater::getBytesRead);
        assertClosed(deflater::getBytesRead);
        assertThat(pool.borrowDeflater(9).getBytesRead()).isZero();
        pool.close();
    }

    /** What one connection compressed is nothing for the next one, however it ended. */
    @Test
    void whatIsLentIsAsGoodAsNew() throws Exception {
        Inflater inflater = pool.borrowInflater();
        inflater.setInput(Hex.bytes("F248CD"));
        inflater.inflate(new byte[10]);
        pool.giveBack(inflater);
        assertThat(new String(Zlib.inflate(pool.borrowInflater(), Hex.bytes("F248CDC9C90700"))))
                .isEqualTo("Hello");

        Deflater deflater = pool.borrowDeflater(6);
        deflater.setInput("Hello".getBytes());
        deflater.deflate(new byte[100], 0, 100, Deflater.SYNC_FLUSH);
        deflater.setInput("Hell".getBytes());
        deflater.deflate(new byte[100]);
        pool.giveBack(deflater, 6);
        assertThat(Hex.of(Zlib.deflate(pool.borrowDeflater(6), "Hello".getBytes())))
                .isEqualTo("F248CDC9C90700");
    }

    /** Levels do not mix: a compressor makes what its level makes, first message included. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 6, 9})
    void eachLevelHasItsOwn(int level) {
        pool.giveBack(pool.borrowDeflater(1), 1);
        pool.giveBack(pool.borrowDeflater(6), 6);
        byte[] message = "abcdbcdecdefabcdeabcdbcdecdef ".repeat(20).getBytes();
        Deflater fresh = new Deflater(level, true);
        byte[] expected = Zlib.deflate(fresh, message);
        fresh.end();
        Deflater deflater = pool.borrowDeflater(level);
        assertThat(Zlib.deflate(deflater, message)).isEqualTo(expected);
        pool.giveBack(deflater, level);
        assertThat(pool.borrowDeflater(level)).isSameAs(deflater);
    }

    @Test
    void roomForInflatedIsEmptyAndBigEndian() {
        pool.roomForInflated().position(3).limit(7).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(pool.roomForInflated().remaining()).isEqualTo(ZlibPool.CHUNK);
        assertThat(pool.roomForInflated().order()).isEqualTo(ByteOrder.BIG_ENDIAN);
    }

    /** Nobody who does not compress pays for it, and one large message does not make the pool large. */
    @Test
    void roomForDeflatedIsKeptUpToSomeSize() {
        int largest = ZlibPool.LARGEST_KEPT_RESULT;
        assertThat(pool.roomForDeflated(0).capacity()).isZero();
        assertThat(pool.roomForDeflated(1).capacity()).isEqualTo(largest);
        pool.roomForDeflated(10).position(5).limit(7);
        assertThat(pool.roomForDeflated(largest).remaining()).isEqualTo(largest);
        assertThat(pool.roomForDeflated(largest).array())
                .isSameAs(pool.roomForDeflated(1).array());
        assertThat(pool.roomForDeflated(largest + 1).capacity()).isEqualTo(largest + 1);
        assertThat(pool.roomForDeflated(largest).capacity()).isEqualTo(largest);
    }
}
