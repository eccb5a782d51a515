package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.Test;

class TlsBuffersTest {

    private final TlsBuffers buffers = new TlsBuffers();

    @Test
    void areDirectAndEmptyEachTime() {
        buffers.in().putInt(1);
        buffers.out().putInt(1);
        assertThat(buffers.in().position()).isZero();
        assertThat(buffers.in().remaining()).isEqualTo(TlsBuffers.IN);
        assertThat(buffers.in().isDirect()).isTrue();
        assertThat(buffers.out().position()).isZero();
        assertThat(buffers.out().remaining()).isEqualTo(TlsBuffers.OUT);
        assertThat(buffers.out().isDirect()).isTrue();
    }

    @Test
    void belongToOneLoop() {
        EventLoop loop = new EventLoop(new FakePoller(), new FakeClock());
        assertThat(loop.tlsBuffers()).isSameAs(loop.tlsBuffers());
    }

    /** Whatever a turn may send is encrypted into one buffer, and so leaves in one write. */
    @Test
    void takeAWholeWriteBuffer() {
        SSLSession session =
                TlsOptions.of(TestCertificates.client()).serverEngine().getSession();
        int record = session.getPacketBufferSize();
        int overhead = record - session.getApplicationBufferSize();
        assertThat(EventLoop.WRITE_BUFFER / 16_384 * (16_384 + overhead) + record)
                .isLessThanOrEqualTo(TlsBuffers.OUT + 16_384);
    }
}
