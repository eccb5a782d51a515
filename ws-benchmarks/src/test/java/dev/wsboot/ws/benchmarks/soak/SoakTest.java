package dev.wsboot.ws.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SoakTest {

    @Test
    void takesAsLongAsIsSaid() {
        assertThat(Soak.minutes()).isEqualTo(10);
        assertThat(Soak.minutes("--minutes", "1")).isEqualTo(1);
        assertThat(Soak.minutes("--minutes", "1440")).isEqualTo(1440);
    }

    /** No samples would show no growth. */
    @Test
    void doesNotTakeAnythingElseForATime() {
        for (String time : new String[] {"0", "-1", "1441", "99999", "ten", "1.5", ""}) {
            assertThat(Soak.minutes("--minutes", time)).as(time).isZero();
        }
        assertThat(Soak.minutes("--hours", "1")).isZero();
        assertThat(Soak.minutes("--minutes")).isZero();
    }
}
