package dev.wsboot.ws.net;

import java.time.Duration;

/**
 * How long to wait before the next try: a random time between nothing and a bound, which doubles with each failure. The
 * whole time is random, so that the clients of a server that failed do not come back together.
 *
 * @param base the bound of the first wait
 * @param max no bound is larger. A connection that stayed open for as long makes the next one the first again
 */
public record Backoff(Duration base, Duration max) {

    /** From a second to a minute. */
    public static final Backoff DEFAULT = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

    /**
     * Checks the values.
     *
     * @param base the bound of the first wait
     * @param max the largest bound
     * @throws IllegalArgumentException if one of them is not positive, or longer than a year, or {@code max} is shorter
     *     than {@code base}
     */
    public Backoff {
        Durations.requirePositive(base, "base");
        Durations.requirePositive(max, "max");
        if (max.compareTo(base) < 0) {
            throw new IllegalArgumentException("max must not be shorter than base, but is " + max);
        }
    }

    /**
     * The longest wait in nanoseconds behind so many failures.
     *
     * @param failures 0 or more
     */
    long boundNanos(int failures) {
        long bound = base.toNanos();
        long most = max.toNanos();
        for (int i = 0; i < failures && bound < most; i++) {
            bound *= 2;
        }
        return Math.min(bound, most);
    }
}
