package dev.wsboot.ws.benchmarks.siege;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReportTest {

    @Test
    void isReadAsItWasWritten() {
        Report report = new Report(1, 2, 3, 4);

        assertThat(Report.parse(report.toLine())).isEqualTo(report);
    }
}
