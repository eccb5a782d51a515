package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class WriteBufferTest {

    private final EventLoop loop = new EventLoop(new FakePoller(), () -> 0);
    private final WriteBuffer buffer = loop.writeBuffer();
    private final MemoryTransport firstTransport = new MemoryTransport();
    private final Outbound first = outbound(firstTransport);
    private final Outbound second = outbound(new MemoryTransport());

    private Outbound outbound(MemoryTransport transport) {
        return new Outbound(loop, transport, new Outbound.Listener() {
            @Override
            public void blockedChanged(boolean blocked) {}

            @Override
            public void writeFailed(IOException error) {}
        });
    }

    @Test
    void isDirectAndOfItsSize() {
        assertThat(buffer.capacity()).isEqualTo(EventLoop.WRITE_BUFFER);
        assertThat(buffer.lendTo(first).isDirect()).isTrue();
        assertThat(buffer.lendTo(first).remaining()).isEqualTo(EventLoop.WRITE_BUFFER);
    }

    @Test
    void keepsWhatTheSameBorrowerHasPutIntoIt() {
        buffer.lendTo(first).put((byte) 1);

        assertThat(buffer.lendTo(first).position()).isEqualTo(1);
        assertThat(buffer.isLentTo(first)).isTrue();
        assertThat(buffer.isLentTo(second)).isFalse();
    }

    @Test
    void makesTheBorrowerWriteBeforeTheNextOneHasIt() {
        buffer.lendTo(first).put((byte) 1);

        ByteBuffer lent = buffer.lendTo(second);

        assertThat(lent.position()).isZero();
        assertThat(firstTransport.sent()).containsExactly(1);
        assertThat(buffer.isLentTo(second)).isTrue();
    }

    @Test
    void isEmptyForTheSameBorrowerOnceItWasGivenBack() {
        buffer.lendTo(first).put((byte) 1);
        buffer.giveBack();

        assertThat(buffer.isLentTo(first)).isFalse();
        assertThat(buffer.lendTo(first).position()).isZero();
        assertThat(firstTransport.writes).isEmpty();
    }

    @Test
    void smallFramesAreCollectedInAnArray() {
        assertThat(buffer.lendTo(first, WriteBuffer.SMALL_FRAME).hasArray()).isTrue();
        assertThat(buffer.lendTo(first, WriteBuffer.SMALL_FRAME + 1).isDirect()).isTrue();
    }

    /** Whatever lies where: it is written in the order in which it came, and the room is counted once. */
    @Test
    void smallAndLargeFramesKeepTheirOrder() {
        byte b = 0;
        for (int i = 0; i < 3; i++) {
            buffer.lendTo(first, 1).put(++b);
            buffer.lendTo(first, 1).put(++b);
            buffer.lendTo(first, WriteBuffer.SMALL_FRAME + 1).put(++b);
        }
        assertThat(buffer.size()).isEqualTo(9);
        assertThat(buffer.remaining()).isEqualTo(EventLoop.WRITE_BUFFER - 9);
        first.flushLent();
        assertThat(firstTransport.sent()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(buffer.lendTo(second, 1).position()).isZero();
        assertThat(buffer.size()).isZero();
    }

    @Test
    void smallFramesFillTheWholeBuffer() {
        for (int i = 0; i < EventLoop.WRITE_BUFFER; i++) {
            buffer.lendTo(first, 1).put((byte) i);
        }
        assertThat(buffer.remaining()).isZero();
        first.flushLent();
        byte[] sent = firstTransport.sent();
        assertThat(sent).hasSize(EventLoop.WRITE_BUFFER);
        for (int i = 0; i < sent.length; i++) {
            assertThat(sent[i]).isEqualTo((byte) i);
        }
    }

    @Test
    void knowsWhetherItHoldsNothingButALittleOfSmallFrames() {
        buffer.lendTo(first, 3).put(new byte[3]);
        assertThat(buffer.holdsAtMost(3)).isTrue();
        assertThat(buffer.holdsAtMost(2)).isFalse();

        buffer.lendTo(first).put((byte) 1);

        assertThat(buffer.holdsAtMost(100)).isFalse();
    }

    @Test
    void givesSmallFramesAwayAndIsEmptyThen() {
        buffer.lendTo(first, 3).put(new byte[] {1, 2, 3});

        assertThat(buffer.takeSmallFrames()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        assertThat(buffer.isLentTo(first)).isFalse();
        assertThat(buffer.lendTo(first, 1).position()).isZero();
        assertThat(firstTransport.writes).isEmpty();
    }
}
