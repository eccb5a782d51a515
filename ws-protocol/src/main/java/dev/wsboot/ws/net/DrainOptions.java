package dev.wsboot.ws.net;

import dev.wsboot.ws.protocol.CloseCode;
import java.time.Duration;

/**
 * How a server lets go of its clients before it stops, so that they do not come back all at once. While it drains it goes on listening,
 * answers new handshakes with 503 and {@code Retry-After}, and serves the open sessions until each is sent its Close frame in turn.
 *
 * @param window over which the Close frames are evenly spread, for each event loop; zero sends all of them at once. A session that sends
 *     a message in parts is told when the message is complete, or at the end of the window. When everybody is told, the rest of it
 *     is not waited for
 * @param closeCode 1001 (going away), or 1012 (service restart), which some clients take for a reason to come back soon
 * @param retryAfter when a client that is refused may ask again, in whole seconds, rounded up
 */
public record DrainOptions(Duration window, int closeCode, Duration retryAfter) {

    /** Everybody is told at once, by 1001, and may ask again after 5 s. */
    public static final DrainOptions AT_ONCE =
            new DrainOptions(Duration.ZERO, CloseCode.GOING_AWAY, Duration.ofSeconds(5));

    /**
     * Checks the options.
     *
     * @param window time
     * @param closeCode code
     * @param retryAfter time
     * @throws IllegalArgumentException if a time is negative, or the code is neither 1001 nor 1012; the message names it
     */
    public DrainOptions {
        Durations.requireNotNegative(window, "window");
        if (closeCode != CloseCode.GOING_AWAY && closeCode != CloseCode.SERVICE_RESTART) {
            throw new IllegalArgumentException("closeCode must be 1001 or 1012, but is " + closeCode);
        }
        Durations.requireNotNegative(retryAfter, "retryAfter");
    }

    /**
     * Spreads the Close frames.
     *
     * @param window over which; zero sends all of them at once
     * @return new options, otherwise as {@link #AT_ONCE}
     * @throws IllegalArgumentException if it is negative
     */
    public static DrainOptions over(Duration window) {
        return new DrainOptions(window, AT_ONCE.closeCode, AT_ONCE.retryAfter);
    }

    /**
     * The same with another close code.
     *
     * @param code 1001 or 1012
     * @return new options
     * @throws IllegalArgumentException if it is neither
     */
    public DrainOptions withCloseCode(int code) {
        return new DrainOptions(window, code, retryAfter);
    }

    /**
     * The same with another hint.
     *
     * @param time when a client that is refused may ask again
     * @return new options
     * @throws IllegalArgumentException if it is negative
     */
    public DrainOptions withRetryAfter(Duration time) {
        return new DrainOptions(window, closeCode, time);
    }

    int retryAfterSeconds() {
        return (int) retryAfter.plusSeconds(1).minusNanos(1).toSeconds();
    }
}
