package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** "Records" of which every byte of plaintext takes two. */
class TlsOutputTest {

    private final EventLoop loop = new EventLoop(new FakePoller(), new FakeClock());
    private final MemoryTransport wire = new MemoryTransport();
    private final TlsOutput output = new TlsOutput(wire, loop);
    private final ByteBuffer source =
            ByteBuffer.allocateDirect(10).put(new byte[10]).flip();

    private ByteBuffer records(int size) {
        ByteBuffer out = loop.tlsBuffers().out();
        for (int i = 0; i < size; i++) {
            out.put((byte) i);
        }
        return out.flip();
    }

    private void sendAll() throws IOException {
        source.position(10);
        output.send(records(20), source, 10);
    }

    @Test
    void whatTheWireTakesIsTaken() throws IOException {
        sendAll();
        assertThat(source.position()).isEqualTo(10);
        assertThat(output.isBlocked()).isFalse();
        assertThat(output.owes()).isFalse();
        assertThat(wire.sent()).hasSize(20);
    }

    @Test
    void whatTheWireDoesNotTakeIsNotTaken() throws IOException {
        wire.take(0);
        sendAll();
        assertThat(source.position()).isZero();
        assertThat(output.isBlocked()).isTrue();
        assertThat(output.owes()).isTrue();
        assertThat(output.waiting()).isEqualTo(20);
    }

    @Test
    void aLittleOfItIsALittle() throws IOException {
        wire.take(3);
        sendAll();
        assertThat(source.position()).isEqualTo(3);

        wire.take(2);
        output.flush();
        output.skipSent(source);
        assertThat(source.position()).isEqualTo(5);
        output.skipSent(source);
        assertThat(source.position()).isEqualTo(5);
    }

    /** As long as anything waits, the sender has something left and so is told when it is gone. */
    @Test
    void theLastByteIsTakenWithTheLastRecord() throws IOException {
        wire.take(19);
        sendAll();
        assertThat(source.position()).isEqualTo(9);

        wire.take(1);
        output.flush();
        output.skipSent(source);
        assertThat(source.position()).isEqualTo(10);
        assertThat(output.isBlocked()).isFalse();
        assertThat(Frames.hex(wire.sent())).isEqualTo(Frames.hex(records(20)));
    }

    @Test
    void whatComesLaterWaitsBehind() throws IOException {
        wire.take(1);
        output.send(records(3));
        output.send(records(2));
        assertThat(output.waiting()).isEqualTo(4);
        wire.takeEverything();
        output.flush();
        assertThat(Frames.hex(wire.sent())).isEqualTo("0001020001");
    }

    @Test
    void moreThanTheBufferHoldsIsFlushed() throws IOException {
        wire.take(0);
        output.send(records(TlsBuffers.OUT));
        output.send(records(TlsBuffers.OUT));
        wire.takeEverything();
        output.flush();
        assertThat(wire.sent()).hasSize(2 * TlsBuffers.OUT);
        assertThat(output.isBlocked()).isFalse();
    }

    @Test
    void isFreeWhereNothingWaitsAndNothingFailed() throws IOException {
        assertThat(output.isFree()).isTrue();
        wire.take(0);
        output.send(records(1));
        assertThat(output.isFree()).isFalse();
        output.discard();
        assertThat(output.isFree()).isTrue();
        wire.failWrites();
        assertThatIOException().isThrownBy(() -> output.send(records(1)));
        assertThat(output.isFree()).isFalse();
    }

    @Test
    void endsOnceAndSendsNothingMore() throws IOException {
        output.shut();
        output.shut();
        assertThat(wire.operations).isEqualTo(1);
        assertThat(wire.outputShut).isTrue();
        output.send(records(1));
        assertThat(wire.operations).isEqualTo(1);
        assertThat(output.isFree()).isFalse();
    }

    @Test
    void nothingNeedsNoSystemCall() throws IOException {
        output.send(records(0));
        assertThat(wire.operations).isZero();
    }
}
