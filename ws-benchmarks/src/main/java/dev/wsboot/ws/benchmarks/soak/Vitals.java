package dev.wsboot.ws.benchmarks.soak;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Locale;
import java.util.Objects;

/**
 * What a process holds.
 *
 * @param sessions that are open
 * @param descriptors of the operating system; -1 where that does not tell
 * @param threads of the platform
 * @param heap bytes that are used behind a forced collection
 * @param direct bytes of direct buffers
 */
public record Vitals(int sessions, long descriptors, int threads, long heap, long direct) {

    private static final double MIB = 1 << 20;

    /**
     * Those of this process.
     *
     * @param sessions that are open
     * @return what it holds
     */
    public static Vitals here(int sessions) {
        // Twice: what the first has found to be garbage may hold more of it until its cleaners have run.
        System.gc();
        System.gc();
        long descriptors = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getOpenFileDescriptorCount()
                : -1;
        return with(sessions, descriptors);
    }

    /**
     * Those of this process that cost next to nothing: without a collection, so that its heap holds garbage too, and without
     * descriptors, which to count takes milliseconds where there are thousands.
     *
     * @param sessions that are open
     * @return what it holds, and 0 descriptors
     */
    public static Vitals glance(int sessions) {
        return with(sessions, 0);
    }

    private static Vitals with(int sessions, long descriptors) {
        long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return new Vitals(
                sessions,
                descriptors,
                ManagementFactory.getThreadMXBean().getThreadCount(),
                heapBehindCollection(),
                direct);
    }

    /** What the last collection has left, and not what was allocated since. */
    private static long heapBehindCollection() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getCollectionUsage)
                .filter(Objects::nonNull)
                .mapToLong(MemoryUsage::getUsed)
                .sum();
    }

    /**
     * For another process.
     *
     * @return one line
     */
    public String toLine() {
        return sessions + " " + descriptors + " " + threads + " " + heap + " " + direct;
    }

    /**
     * Reads what another process has written.
     *
     * @param line as {@link #toLine} makes it
     * @return the same
     */
    public static Vitals parse(String line) {
        String[] values = line.split(" ", -1);
        return new Vitals(
                Integer.parseInt(values[0]),
                Long.parseLong(values[1]),
                Integer.parseInt(values[2]),
                Long.parseLong(values[3]),
                Long.parseLong(values[4]));
    }

    static String header() {
        return "sessions  descriptors  threads  heap MiB  direct MiB";
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%8d  %11d  %7d  %8.1f  %10.1f", sessions, descriptors, threads, heap / MIB, direct / MIB);
    }
}
