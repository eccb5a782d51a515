package dev.wsboot.ws.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CpusTest {

    @Test
    void readsTheKernelsList() {
        assertThat(Cpus.parse("0-2,5,7-8")).containsExactly(0, 1, 2, 5, 7, 8);
    }
}
