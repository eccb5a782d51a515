package dev.wsboot.ws.net;

import java.time.Duration;

/** Checks and names durations that a user gives. */
final class Durations {

    /** Longer is never meant, and would not fit into nanoseconds at some point. */
    private static final Duration LONGEST = Duration.ofDays(365);

    private Durations() {}

    static Duration requirePositive(Duration value, String name) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(name + " must be positive, but is " + value);
        }
        return requireSensible(value, name);
    }

    static Duration requireNotNegative(Duration value, String name) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + " must not be negative, but is " + value);
        }
        return requireSensible(value, name);
    }

    /** As a person says it: {@code 60 s}, {@code 1500 ms}. */
    static String text(Duration value) {
        return value.toMillisPart() == 0 ? value.toSeconds() + " s" : value.toMillis() + " ms";
    }

    private static Duration requireSensible(Duration value, String name) {
        if (value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " must be at most a year, but is " + value);
        }
        return value;
    }
}
