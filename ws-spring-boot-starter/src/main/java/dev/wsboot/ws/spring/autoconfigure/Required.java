package dev.wsboot.ws.spring.autoconfigure;

import java.time.Duration;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;

/** Gives the value of a property back, or refuses it. */
final class Required {

    private Required() {}

    static int between(int min, int max, String property, int value) {
        if (value < min || value > max) {
            throw new InvalidPropertyException(property, value, "a number from " + min + " to " + max);
        }
        return value;
    }

    static int positive(String property, int value) {
        if (value < 1) {
            throw new InvalidPropertyException(property, value, "at least 1");
        }
        return value;
    }

    static int notNegative(String property, int value) {
        if (value < 0) {
            throw new InvalidPropertyException(property, value, "0 or more");
        }
        return value;
    }

    static long notNegative(String property, long value) {
        if (value < 0) {
            throw new InvalidPropertyException(property, value, "0 or more");
        }
        return value;
    }

    static DataSize notNegative(String property, DataSize value) {
        if (value.isNegative()) {
            throw new InvalidPropertyException(property, value, "0 or more");
        }
        return value;
    }

    static double share(String property, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new InvalidPropertyException(property, value, "a number from 0 to 1");
        }
        return value;
    }

    static int bytes(int min, String property, DataSize value) {
        if (value.toBytes() < min || value.toBytes() > Integer.MAX_VALUE) {
            throw new InvalidPropertyException(property, value, "at least " + min + "B and less than 2GB");
        }
        return (int) value.toBytes();
    }

    static long positive(String property, DataSize value) {
        if (value.toBytes() < 1) {
            throw new InvalidPropertyException(property, value, "at least 1B");
        }
        return value.toBytes();
    }

    static Duration notNegative(String property, Duration value) {
        if (value.isNegative()) {
            throw new InvalidPropertyException(property, print(value), "0 or more");
        }
        return value;
    }

    static Duration atLeast(Duration min, String property, Duration value) {
        if (value.compareTo(min) < 0) {
            throw new InvalidPropertyException(property, print(value), "at least " + print(min));
        }
        return value;
    }

    static Duration zeroOrAtLeast(Duration min, String property, Duration value) {
        if (!value.isZero() && value.compareTo(min) < 0) {
            throw new InvalidPropertyException(property, print(value), "0, or at least " + print(min));
        }
        return value;
    }

    static String print(Duration value) {
        return DurationStyle.SIMPLE.print(value);
    }
}
