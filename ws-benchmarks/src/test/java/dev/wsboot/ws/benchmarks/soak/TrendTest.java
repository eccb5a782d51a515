package dev.wsboot.ws.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrendTest {

    @Test
    void aStraightLineGrowsFromEndToEnd() {
        assertThat(Trend.growth(List.of(10L, 20L, 30L, 40L))).isEqualTo(30, within(1e-9));
    }

    @Test
    void whatGoesUpAndDownDoesNotGrow() {
        assertThat(Trend.growth(List.of(10L, 50L, 50L, 10L))).isEqualTo(0, within(1e-9));
    }

    /** The ends alone would say 40. */
    @Test
    void oneHighEndIsNotMuch() {
        assertThat(Trend.growth(List.of(10L, 10L, 10L, 10L, 50L))).isEqualTo(32, within(1e-9));
    }

    @Test
    void whatIsTooShortDoesNotGrow() {
        assertThat(Trend.growth(List.of())).isZero();
        assertThat(Trend.growth(List.of(7L))).isZero();
        assertThat(Trend.mean(List.of())).isZero();
    }
}
