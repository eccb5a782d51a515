package dev.wsboot.ws.net;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.core.ConditionFactory;

/** What this process holds and does, as the operating system and the JVM see it. */
final class Vitals {

    private static final File DESCRIPTORS = new File("/proc/self/fd");
    private static final Duration WINDOW = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(15);

    private Vitals() {}

    /** Waits, looking often, for what needs no time on an idle machine. */
    static ConditionFactory soon() {
        return await().atMost(LONGEST).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
    }

    /** Open file descriptors; -1 where the operating system does not tell. */
    static int descriptors() {
        String[] names = DESCRIPTORS.list();
        return names == null ? -1 : names.length;
    }

    /** Waits until no more than these descriptors are open, give or take what the JVM opens for itself. */
    static void awaitDescriptors(int baseline) {
        soon().alias("descriptors back at " + baseline).until(Vitals::descriptors, now -> now <= baseline + 4);
    }

    /** Waits until no more than these descriptors are open, where the JVM has opened all of its own before. */
    static void awaitExactDescriptors(int baseline) {
        soon().alias("descriptors back at " + baseline + " exactly").until(Vitals::descriptors, now -> now <= baseline);
    }

    /** Waits until the event loops of all servers take less than a twentieth of a core. */
    static void awaitIdleLoops() {
        AtomicLong before = new AtomicLong(loopCpuNanos());
        await("idle event loops")
                .atMost(LONGEST)
                .pollDelay(WINDOW)
                .pollInterval(WINDOW)
                .until(() -> {
                    long now = loopCpuNanos();
                    return now - before.getAndSet(now) < WINDOW.toNanos() / 20;
                });
    }

    /** The CPU time that the event loops of all servers have taken, in nanoseconds. */
    static long loopCpuNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return loops().stream()
                .mapToLong(thread -> Math.max(0, threads.getThreadCpuTime(thread.getId())))
                .sum();
    }

    /** The threads of all servers that run. */
    static List<Thread> loops() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("ws-"))
                .toList();
    }

    /** Bytes in direct buffers. */
    static long directMemory() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    /** Bytes in use on the heap after a collection. */
    static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
