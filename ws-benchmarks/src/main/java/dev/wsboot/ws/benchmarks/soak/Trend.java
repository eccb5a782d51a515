package dev.wsboot.ws.benchmarks.soak;

import java.util.List;

/** Where a series of measurements is going: the straight line with the least squares through it. */
final class Trend {

    private Trend() {}

    /**
     * How much a series grows over its length, by its trend and not by its ends.
     *
     * @param values measured at equal distances
     * @return the growth in the unit of the values; 0 for fewer than two
     */
    static double growth(List<Long> values) {
        int count = values.size();
        double middle = (count - 1) / 2.0;
        double mean = mean(values);
        double product = 0;
        double square = 0;
        for (int i = 0; i < count; i++) {
            product += (i - middle) * (values.get(i) - mean);
            square += (i - middle) * (i - middle);
        }
        return square == 0 ? 0 : product / square * (count - 1);
    }

    /** The mean of a series; 0 where it is empty. */
    static double mean(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).average().orElse(0);
    }
}
