package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 2", "2, 4", "5, 32", "6, 60", "7, 60", "2147483647, 60"})
    void theBoundDoublesUpToTheLargest(int failures, int seconds) {
        assertThat(Backoff.DEFAULT.boundNanos(failures))
                .isEqualTo(Duration.ofSeconds(seconds).toNanos());
    }

    @Test
    void theFirstBoundMayBeTheLargest() {
        Backoff constant = new Backoff(Duration.ofSeconds(5), Duration.ofSeconds(5));
        assertThat(constant.boundNanos(0)).isEqualTo(Duration.ofSeconds(5).toNanos());
    }

    @Test
    void aYearDoesNotOverflow() {
        Backoff longest = new Backoff(Duration.ofDays(364), Duration.ofDays(365));
        assertThat(longest.boundNanos(3)).isEqualTo(Duration.ofDays(365).toNanos());
    }

    @ParameterizedTest
    @CsvSource({"PT0S, PT1S, base", "PT1S, PT0S, max", "PT2S, PT1S, max must not be shorter", "PT1S, P366D, max"})
    void refusesWhatMakesNoSense(Duration base, Duration max, String message) {
        assertThatThrownBy(() -> new Backoff(base, max))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
