package dev.wsboot.ws.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class VerdictTest {

    private final List<String> lines = new ArrayList<>();
    private final Verdict verdict = new Verdict(lines::add);

    private static List<Vitals> heaps(long... heaps) {
        return LongStream.of(heaps)
                .mapToObj(heap -> new Vitals(0, 0, 0, heap, 0))
                .toList();
    }

    @Test
    void isGoodWhereAllIsAsItWas() {
        verdict.same("threads", 17, 17);
        verdict.steady("heap", heaps(1_000, 1_050, 1_000, 1_090), Vitals::heap, 0);
        verdict.reached("cycles", 1_000_000, 1_000_000);
        verdict.reached("messages", 0, 0);

        assertThat(lines)
                .containsExactly(
                        "threads: 17 at the start, 17 at the end",
                        "heap: mean 1,035, grows by 66 over the second half",
                        "cycles: 1,000,000 of 1,000,000");
        assertThat(verdict.isGood()).isTrue();
    }

    @Test
    void isNotGoodWhereOneIsMissingOrTooMany() {
        verdict.same("threads", 17, 16);
        verdict.same("threads", 17, 18);

        assertThat(lines).allMatch(line -> line.startsWith("FAILED: threads: 17 at the start, 1"));
        assertThat(verdict.isGood()).isFalse();
    }

    @Test
    void isNotGoodAgainBehindAFailure() {
        verdict.failed(new IllegalStateException("lost"));
        verdict.same("threads", 17, 17);

        assertThat(lines.get(0)).isEqualTo("FAILED: java.lang.IllegalStateException: lost");
        assertThat(verdict.isGood()).isFalse();
    }

    @Test
    void isNotGoodWhereSomethingGrows() {
        verdict.steady("heap", heaps(1_000, 1_100, 1_200, 1_300), Vitals::heap, 299);
        assertThat(verdict.isGood()).isFalse();
    }

    @Test
    void doesNotMindWhatIsNothing() {
        verdict.steady("heap", heaps(1_000, 1_100, 1_200, 1_300), Vitals::heap, 300);
        assertThat(verdict.isGood()).isTrue();
    }

    @Test
    void isNotGoodWhereTooLittleWasDone() {
        verdict.reached("cycles", 999_999, 1_000_000);

        assertThat(lines).containsExactly("FAILED: cycles: 999,999 of 1,000,000");
        assertThat(verdict.isGood()).isFalse();
    }
}
