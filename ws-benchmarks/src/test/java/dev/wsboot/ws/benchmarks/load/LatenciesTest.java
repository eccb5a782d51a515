package dev.wsboot.ws.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LatenciesTest {

    private final Latencies latencies = new Latencies();

    @Test
    void quantilesAreThreePercentOffAtMost() {
        for (int micros = 1; micros <= 10_000; micros++) {
            latencies.add(micros * 1000L);
        }

        assertThat(latencies.micros(0.5)).isCloseTo(5000, within(150.0)).isGreaterThanOrEqualTo(5000);
        assertThat(latencies.micros(0.99)).isCloseTo(9900, within(300.0)).isGreaterThanOrEqualTo(9900);
    }

    @Test
    void shortTimesAreExact() {
        latencies.add(7);

        assertThat(latencies.micros(1)).isEqualTo(0.007);
    }

    @Test
    void takesTheLongestTimeThereIs() {
        latencies.add(Long.MAX_VALUE);

        assertThat(latencies.micros(0.5)).isEqualTo(Long.MAX_VALUE / 1e3);
    }

    @Test
    void knowsNothingAfterReset() {
        latencies.add(1_000_000);
        latencies.reset();

        assertThat(latencies.micros(0.99)).isZero();
    }
}
