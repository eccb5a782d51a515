package dev.wsboot.ws.handshake;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** What work costs, for tests that must tell linear from quadratic: not by the clock, which others move too. */
final class CpuTime {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** What is measured. */
    interface Work {

        void run() throws Exception;
    }

    private CpuTime() {}

    /** The least CPU time of this thread in nanoseconds that some runs took: compiled, and not disturbed. */
    static long leastOf(int runs, Work work) throws Exception {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < runs; i++) {
            long before = THREADS.getCurrentThreadCpuTime();
            work.run();
            least = Math.min(least, THREADS.getCurrentThreadCpuTime() - before);
        }
        return Math.max(1, least);
    }
}
