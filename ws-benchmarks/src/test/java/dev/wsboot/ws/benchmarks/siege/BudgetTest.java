package dev.wsboot.ws.benchmarks.siege;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BudgetTest {

    @Test
    void isWhatTheConfigurationAllows() {
        Budget budget = Budget.of(SiegeOptions.parse("--clients", "100", "--stalled", "24"));

        // 1,124 connections, of which 1,024 may have a message, a queue and a read.
        assertThat(budget.memory()).isEqualTo((24L << 20) + 1_124 * (4L << 10) + 1_024 * (80L << 10));
        assertThat(budget.resident()).isEqualTo(512L << 20);
    }

    @Test
    void fitsIntoTheHeapWhereNothingIsSaid() {
        assertThat(Budget.of(SiegeOptions.parse()).memory()).isLessThan((long) Budget.MAX_HEAP_MIB << 20);
    }
}
