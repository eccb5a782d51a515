package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HandshakeExceptionTest {

    @Test
    void carriesTheRefusalAndItsReason() {
        HandshakeRefusal refusal = HandshakeRefusal.badRequest("Why");
        HandshakeException failure = new HandshakeException(refusal);

        assertThat(failure.refusal()).isSameAs(refusal);
        assertThat(failure).hasMessage("Why");
        assertThat(failure.looksLikeTls()).isFalse();
    }

    @Test
    void isCheap() {
        HandshakeException failure = Heads.failure("\0");
        failure.addSuppressed(new IllegalStateException());

        assertThat(failure.getStackTrace()).isEmpty();
        assertThat(failure.getSuppressed()).isEmpty();
    }
}
