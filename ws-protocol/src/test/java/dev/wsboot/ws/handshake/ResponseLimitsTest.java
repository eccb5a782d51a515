package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponseLimitsTest {

    @Test
    void defaults() {
        assertThat(ResponseLimits.defaults()).isEqualTo(new ResponseLimits(16_384, 100, 4_096));
    }

    @Test
    void bodyMayBeUnwanted() {
        assertThat(new ResponseLimits(1, 1, 0).maxBody()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1", "1, 0, 1", "1, 1, -1", "-1, 1, 1"})
    void arePositive(int maxHead, int maxHeaders, int maxBody) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ResponseLimits(maxHead, maxHeaders, maxBody))
                .withMessage("Limits must be positive, and maxBody not negative: maxHead %d, maxHeaders %d, maxBody %d"
                        .formatted(maxHead, maxHeaders, maxBody));
    }
}
