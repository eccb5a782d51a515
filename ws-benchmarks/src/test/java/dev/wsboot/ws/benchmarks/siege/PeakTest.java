package dev.wsboot.ws.benchmarks.siege;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PeakTest {

    @Test
    void readsWhatLinuxTells() {
        assertThat(Peak.resident("VmHWM:\t 9 kB\nVmRSS:\t  130052 kB\nThreads:\t1\n"))
                .isEqualTo(130_052L << 10);
    }

    @Test
    void knowsNothingWhereThatIsMissing() {
        assertThat(Peak.resident("Name:\tjava\n")).isZero();
    }
}
