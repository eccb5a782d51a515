package dev.wsboot.ws.benchmarks.siege;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.wsboot.ws.benchmarks.siege.ThreadTimes.Time;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ThreadTimesTest {

    private static final long MILLIS = 1_000_000;

    private static ThreadTimes times(long loop, long compiler) {
        return new ThreadTimes(
                Map.of("1", new Time("loop", loop * MILLIS), "2", new Time("compiler", compiler * MILLIS)));
    }

    @Test
    void theBusiestIsWhoHadACpuForLongestSince() {
        assertThat(times(1_050, 210).busiestSince(times(1_000, 10))).isEqualTo("compiler, 0.20 s");
        assertThat(times(1_250, 210).busiestSince(times(1_000, 10))).isEqualTo("loop, 0.25 s");
    }

    @Test
    void whoIsNewMayBeIt() {
        ThreadTimes before = new ThreadTimes(Map.of("1", new Time("loop", 1_000 * MILLIS)));

        assertThat(times(1_050, 60).busiestSince(before)).isEqualTo("compiler, 0.06 s");
    }

    /** HotSpot ends compilers that have nothing to do, and all have the same name. */
    @Test
    void whoHasEndedIsNobodysDebt() {
        ThreadTimes before = new ThreadTimes(
                Map.of("1", new Time("compiler", 5_000 * MILLIS), "2", new Time("compiler", 10 * MILLIS)));
        ThreadTimes after = new ThreadTimes(Map.of("2", new Time("compiler", 110 * MILLIS)));

        assertThat(after.busiestSince(before)).isEqualTo("compiler, 0.10 s");
    }

    @Test
    void nobodyIsWhereNobodyHadOne() {
        assertThat(times(1_000, 10).busiestSince(times(1_000, 10))).isEmpty();
    }

    @Test
    @Timeout(20)
    void linuxTellsWhoItIs() throws Exception {
        long pid = ProcessHandle.current().pid();
        ThreadTimes before = ThreadTimes.of(pid);
        assumeTrue(
                before.threads().values().stream().anyMatch(time -> time.nanos() > 0),
                "not Linux, or one that keeps no such statistics");
        AtomicBoolean told = new AtomicBoolean();
        Semaphore hadSome = new Semaphore(0);
        Thread busy = new Thread(
                () -> {
                    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
                    long next = 0;
                    while (!told.get()) {
                        if (threads.getCurrentThreadCpuTime() > next) {
                            next += 100 * MILLIS;
                            hadSome.release();
                        }
                    }
                },
                "spins");
        busy.start();
        try {
            String busiest;
            do {
                // Who looks all the time would be as busy.
                hadSome.acquire();
                busiest = ThreadTimes.of(pid).busiestSince(before);
            } while (!busiest.startsWith("spins, "));
            assertThat(busiest).startsWith("spins, ");
        } finally {
            told.set(true);
            busy.join();
        }
    }

    @Test
    void thereAreNoneOfAProcessThatIsNot() throws Exception {
        assertThat(ThreadTimes.of(Long.MAX_VALUE).threads()).isEmpty();
    }
}
