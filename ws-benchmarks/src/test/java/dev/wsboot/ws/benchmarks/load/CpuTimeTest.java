package dev.wsboot.ws.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CpuTimeTest {

    @Test
    void addsUpWhatWasNotIdle() {
        assertThat(CpuTime.parse("cpu  1 20 300 4000 50000 600000 7000000 80000000 9 9"))
                .isEqualTo(1 + 20 + 300 + 600_000 + 7_000_000 + 80_000_000);
    }
}
