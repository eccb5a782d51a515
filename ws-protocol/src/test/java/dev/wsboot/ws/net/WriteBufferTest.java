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
}
