package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeartbeatTest {

    @Test
    void byDefaultItPingsBelowTheTimeoutsOfProxies() {
        assertThat(Heartbeat.DEFAULT.interval()).isEqualTo(Duration.ofSeconds(25));
        assertThat(Heartbeat.DEFAULT.timeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(Heartbeat.DEFAULT.jitter()).isEqualTo(0.1);
        assertThat(Heartbeat.DEFAULT.idleTimeout()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 1, 0, 0, interval must not be negative",
        "1, 0, 0, 0, timeout must be positive",
        "1, -1, 0, 0, timeout must be positive",
        "1, 1, 0, -1, idleTimeout must not be negative",
        "1, 1, -0.1, 0, jitter must be from 0 to 1",
        "1, 1, 1.1, 0, jitter must be from 0 to 1",
        "1, 1, NaN, 0, jitter must be from 0 to 1"
    })
    void refusesWhatMakesNoSense(long interval, long timeout, double jitter, long idleTimeout, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Heartbeat(
                        Duration.ofSeconds(interval),
                        Duration.ofSeconds(timeout),
                        jitter,
                        Duration.ofSeconds(idleTimeout)))
                .withMessageStartingWith(why);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 1})
    void takesEveryJitterBetweenNothingAndTheWholeInterval(double jitter) {
        assertThat(new Heartbeat(Duration.ZERO, Duration.ofNanos(1), jitter, Duration.ZERO).jitter())
                .isEqualTo(jitter);
    }
}
