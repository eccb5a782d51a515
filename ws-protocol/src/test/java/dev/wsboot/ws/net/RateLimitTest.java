package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    @Test
    void hasABurstOfASecondAndClosesUnlessToldOtherwise() {
        assertThat(RateLimit.perSecond(3, 4)).isEqualTo(new RateLimit(3, 4, Duration.ofSeconds(1), false));
        assertThat(RateLimit.perSecond(3, 4).withBurst(Duration.ofMinutes(1)).countingOnly())
                .isEqualTo(new RateLimit(3, 4, Duration.ofMinutes(1), true));
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RateLimit.perSecond(-1, 0))
                .withMessage("messagesPerSecond must not be negative, but is -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RateLimit.perSecond(0, -1))
                .withMessage("bytesPerSecond must not be negative, but is -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RateLimit.NONE.withBurst(Duration.ZERO))
                .withMessage("burst must be positive, but is PT0S");
    }
}
