package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandshakeLimitsTest {

    @Test
    void defaults() {
        assertThat(HandshakeLimits.defaults()).isEqualTo(new HandshakeLimits(16_384, 8_192, 100));
    }

    @Test
    void mayBeOne() {
        assertThat(new HandshakeLimits(1, 1, 1).maxHead()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1", "1, 0, 1", "1, 1, 0", "-1, 1, 1"})
    void arePositive(int maxHead, int maxTarget, int maxHeaders) {
        assertThatIllegalArgumentException().isThrownBy(() -> new HandshakeLimits(maxHead, maxTarget, maxHeaders));
    }
}
