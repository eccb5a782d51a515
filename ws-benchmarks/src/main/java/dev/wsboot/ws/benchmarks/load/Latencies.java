package dev.wsboot.ws.benchmarks.load;

import java.util.Arrays;

/** Counts times in buckets that are 1/32 of their power of two wide, so that a quantile is at most 3 % off. */
public final class Latencies {

    private static final int BITS = 5;
    private static final int HALF = 1 << BITS;

    private final long[] counts = new long[64 * HALF];
    private long total;

    /** Knows nothing yet. */
    public Latencies() {}

    /**
     * Counts one.
     *
     * @param nanos the time; a negative one is none
     */
    public void add(long nanos) {
        counts[bucket(Math.max(0, nanos))]++;
        total++;
    }

    /** Forgets all. */
    public void reset() {
        Arrays.fill(counts, 0);
        total = 0;
    }

    /**
     * A quantile.
     *
     * @param share from 0 to 1
     * @return the upper end of the bucket in which this share of all times ends, in microseconds; 0 where there is none
     */
    public double micros(double share) {
        long wanted = (long) Math.ceil(total * share);
        long seen = 0;
        for (int i = 0; i < counts.length && total > 0; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return upperEnd(i) / 1e3;
            }
        }
        return 0;
    }

    private static int bucket(long nanos) {
        if (nanos < HALF) {
            return (int) nanos;
        }
        int shift = 63 - BITS - Long.numberOfLeadingZeros(nanos);
        return (shift + 1) * HALF + (int) (nanos >>> shift) - HALF;
    }

    private static long upperEnd(int bucket) {
        if (bucket < HALF) {
            return bucket;
        }
        int shift = bucket / HALF - 1;
        return ((long) (bucket % HALF + HALF + 1) << shift) - 1;
    }
}
