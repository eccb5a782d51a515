package dev.wsboot.ws.benchmarks.siege;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.benchmarks.soak.Vitals;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RoundsTest {

    private static Finding finding(long quiet, long attacked, int disconnected, long mib, double cpuAfter) {
        return new Finding(
                Flood.BOMBS,
                new Report(2_000, 20_000, quiet / 2, quiet),
                new Report(2_000, 20_000, attacked / 2, attacked),
                disconnected,
                new Vitals(3_000, (int) (3_000 + mib), 9, mib << 20, (mib + 1) << 20),
                (mib + 100) << 20,
                cpuAfter,
                "",
                0);
    }

    private static Rounds of(long... attacked) {
        return new Rounds(LongStream.of(attacked)
                .mapToObj(p99 -> finding(1_000, p99, 0, 1, 0))
                .toList());
    }

    @Test
    void areARowOfMediansAndOfTheMostThatWasHeld() {
        Rounds rounds = new Rounds(List.of(
                finding(1_000, 3_000, 0, 60, 0.01),
                finding(2_000, 2_400, 1, 40, 0.032),
                finding(1_200, 2_000, 2, 50, 0)));

        assertThat(rounds.row())
                .isEqualTo(
                        "| bombs | 3 | 0.60 | 1.20 | 1.20 | 2.40 | 1.7 | 3.0 1.2 1.7 | 60.0 | 61.0 | 160 | 3060 | 3.2 % |");
        assertThat(Rounds.header().lines())
                .allSatisfy(line -> assertThat(line.chars().filter(c -> c == '|'))
                        .hasSize(rounds.row().replaceAll("[^|]", "").length()));
    }

    /** The median of the rounds' ratios, not the ratio of the medians, which may be of two rounds. */
    @Test
    void compareEachQuietTimeWithTheAttackBehindIt() {
        Rounds rounds = new Rounds(List.of(
                finding(1_000, 3_000, 0, 1, 0), finding(2_000, 2_000, 0, 1, 0), finding(4_000, 5_000, 0, 1, 0)));

        assertThat(rounds.ratio()).isEqualTo(1.25);
    }

    @Test
    void areSlowWhereMostAreBeyondTwice() {
        assertThat(of(2_000).slow()).isFalse();
        assertThat(of(2_001).slow()).isTrue();
        assertThat(of(9_000, 1_900, 2_000).slow()).isFalse();
        assertThat(of(1_000, 2_001, 2_001).slow()).isTrue();
    }

    @Test
    void ofAnEvenNumberTheTwoInTheMiddleCount() {
        assertThat(of(9_000, 1_000, 3_000, 1_500).ratio()).isEqualTo(2.25);
    }
}
