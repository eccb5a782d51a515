package dev.wsboot.ws.benchmarks.siege;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.benchmarks.soak.Vitals;
import org.junit.jupiter.api.Test;

class FindingTest {

    private static final Budget BUDGET = new Budget(100 << 20, 200 << 20);
    private static final Report QUIET = new Report(2_000, 20_000, 500, 1_000);
    private static final Report ATTACKED = new Report(2_000, 20_000, 600, 2_000);

    private static Finding finding(
            Report attacked, int disconnected, long heap, long direct, long resident, double cpuAfter, int left) {
        return finding(attacked, disconnected, heap, direct, resident, cpuAfter, "C2 CompilerThre, 0.15 s", left);
    }

    private static Finding finding(
            Report attacked,
            int disconnected,
            long heap,
            long direct,
            long resident,
            double cpuAfter,
            String busiest,
            int left) {
        return new Finding(
                Flood.BOMBS,
                QUIET,
                attacked,
                disconnected,
                new Vitals(3_000, 3_010, 9, heap, direct),
                resident,
                cpuAfter,
                busiest,
                left);
    }

    @Test
    void isGoodUpToTheBudget() {
        Finding finding = finding(ATTACKED, 0, 60 << 20, 40 << 20, 200 << 20, 0.05, 0);

        assertThat(finding.faults(BUDGET)).isEmpty();
        assertThat(finding.ratio()).isEqualTo(2);
    }

    @Test
    void namesEachFault() {
        Report silent = new Report(1_990, 0, 0, 0);
        Finding finding = finding(silent, 10, 60 << 20, (40 << 20) + 1, (200 << 20) + 1, 0.051, 3);

        assertThat(finding.faults(BUDGET))
                .containsExactly(
                        "10 good clients were disconnected",
                        "no good client had an answer",
                        "heap and direct memory are beyond the budget",
                        "resident memory is beyond the budget",
                        "the CPU is not idle afterwards; busiest is C2 CompilerThre, 0.15 s",
                        "3 sessions are left");
    }

    @Test
    void namesNoThreadWhereNoneIsKnown() {
        Finding finding = finding(ATTACKED, 0, 0, 0, 0, 0.051, "", 0);

        assertThat(finding.faults(BUDGET)).containsExactly("the CPU is not idle afterwards");
    }
}
