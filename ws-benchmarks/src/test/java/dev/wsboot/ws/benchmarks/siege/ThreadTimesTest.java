package dev.wsboot.ws.benchmarks.siege;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ThreadTimesTest {

    @Test
    void theBusiestIsWhoHadACpuForLongestSince() {
        ThreadTimes before = new ThreadTimes(Map.of("loop", 1_000L, "compiler", 10L));
        ThreadTimes after = new ThreadTimes(Map.of("loop", 1_005L, "compiler", 20L, "new", 7L));

        assertThat(after.busiestSince(before)).isEqualTo("compiler");
    }

    @Test
    void nobodyIsWhereNobodyHadOne() {
        ThreadTimes times = new ThreadTimes(Map.of("loop", 1_000L));

        assertThat(times.busiestSince(times)).isEmpty();
    }

    @Test
    void linuxTellsThemOfAProcess() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/schedstat")), "not Linux, or it keeps no such statistics");

        assertThat(ThreadTimes.of(ProcessHandle.current().pid()).nanos())
                .isNotEmpty()
                .containsKey("java");
    }

    @Test
    void thereAreNoneOfAProcessThatIsNot() throws Exception {
        assertThat(ThreadTimes.of(Long.MAX_VALUE).nanos()).isEmpty();
    }
}
