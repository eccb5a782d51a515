package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DrainOptionsTest {

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> DrainOptions.over(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("window");
        assertThatThrownBy(() -> DrainOptions.AT_ONCE.withCloseCode(1000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("closeCode must be 1001 or 1012, but is 1000");
        assertThatThrownBy(() -> DrainOptions.AT_ONCE.withRetryAfter(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("retryAfter");
    }

    @Test
    void changesOneThingAtATime() {
        assertThat(DrainOptions.over(Duration.ofSeconds(9)).withCloseCode(1012).withRetryAfter(Duration.ofSeconds(3)))
                .isEqualTo(new DrainOptions(Duration.ofSeconds(9), 1012, Duration.ofSeconds(3)));
    }

    @Test
    void roundsTheHintUp() {
        assertThat(DrainOptions.AT_ONCE.retryAfterSeconds()).isEqualTo(5);
        assertThat(DrainOptions.AT_ONCE.withRetryAfter(Duration.ZERO).retryAfterSeconds())
                .isZero();
        assertThat(DrainOptions.AT_ONCE.withRetryAfter(Duration.ofMillis(1)).retryAfterSeconds())
                .isEqualTo(1);
        assertThat(DrainOptions.AT_ONCE.withRetryAfter(Duration.ofMillis(1_001)).retryAfterSeconds())
                .isEqualTo(2);
    }
}
