package dev.wsboot.ws.benchmarks.compare;

import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/** The figure in the middle, which one disturbed run does not move. */
public final class Median {

    private Median() {}

    /**
     * Of an even number, the mean of the two in the middle.
     *
     * @param figures in any order
     * @return empty where there are none
     */
    public static OptionalDouble of(DoubleStream figures) {
        double[] sorted = figures.sorted().toArray();
        int middle = sorted.length / 2;
        if (sorted.length == 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
    }
}
