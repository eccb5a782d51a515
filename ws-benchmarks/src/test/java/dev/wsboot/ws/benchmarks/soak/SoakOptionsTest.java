package dev.wsboot.ws.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoakOptionsTest {

    @Test
    void areTenMinutesWhereNothingIsSaid() {
        assertThat(SoakOptions.parse()).isEqualTo(new SoakOptions(10, 0, 0));
    }

    @Test
    void areWhatIsSaid() {
        assertThat(SoakOptions.parse("--minutes", "1440")).isEqualTo(new SoakOptions(1440, 0, 0));
        assertThat(SoakOptions.parse("--messages", "10000000", "--minutes", "1", "--cycles", "1000000"))
                .isEqualTo(new SoakOptions(1, 1_000_000, 10_000_000));
    }

    @Test
    void giveCountsMoreTime() {
        assertThat(SoakOptions.parse("--cycles", "5")).isEqualTo(new SoakOptions(120, 5, 0));
        assertThat(SoakOptions.parse("--messages", "5")).isEqualTo(new SoakOptions(120, 0, 5));
    }

    /** No samples would show no growth. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--minutes 0",
                "--minutes -1",
                "--minutes 1441",
                "--minutes ten",
                "--minutes 1.5",
                "--minutes ",
                "--minutes",
                "--hours 1",
                "--cycles 0",
                "--cycles",
                "--messages 99999999999",
                "10"
            })
    void refuseWhatTheyDoNotKnow(String line) {
        assertThatIllegalArgumentException().isThrownBy(() -> SoakOptions.parse(line.split(" ", -1)));
    }

    @Test
    void areReachedByBothCounts() {
        SoakOptions options = SoakOptions.parse("--cycles", "1", "--messages", "2");
        Tally tally = new Tally();

        tally.tls.cycles.increment();
        tally.plain.messages.increment();
        assertThat(options.reachedBy(tally)).isFalse();

        tally.compressed.messages.increment();
        assertThat(options.reachedBy(tally)).isTrue();
    }

    @Test
    void countOnlyWhereThatIsSaid() {
        assertThat(SoakOptions.parse().counts()).isFalse();
        assertThat(SoakOptions.parse("--cycles", "1").counts()).isTrue();
        assertThat(SoakOptions.parse("--messages", "1").counts()).isTrue();
    }
}
