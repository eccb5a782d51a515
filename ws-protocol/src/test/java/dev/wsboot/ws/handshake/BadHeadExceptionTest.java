package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BadHeadExceptionTest {

    @Test
    void saysWhyAndCostsNoStackTrace() {
        BadHeadException failure = new BadHeadException("why");

        assertThat(failure.reason()).isEqualTo("why");
        assertThat(failure.isTooLarge()).isFalse();
        assertThat(failure.getStackTrace()).isEmpty();
    }

    @Test
    void byteIsShownInHex() {
        assertThat(BadHeadException.badByte((byte) 0xFF, "a header name").reason())
                .isEqualTo("Byte 0xff in a header name");
    }

    @Test
    void limitIsNoGrammar() {
        assertThat(new BadHeadException("why", true).isTooLarge()).isTrue();
    }
}
