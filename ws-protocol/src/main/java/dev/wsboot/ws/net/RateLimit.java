package dev.wsboot.ws.net;

import java.time.Duration;

/**
 * How fast one peer may send. Every message counts, and every Ping and Pong but the answers to this side's Pings; its bytes are
 * those of the payload, decompressed. Who sends faster is closed with 1008, unless that is only to be counted.
 *
 * <p>What waits while this side does not read, for a handler that cannot follow or because the peer takes nothing, counts when it is
 * read: a burst should allow for that.
 *
 * @param messagesPerSecond messages, Pings and Pongs; 0 for any number
 * @param bytesPerSecond bytes of them; 0 for any number. A single message that is larger than the burst is taken after a calm
 * @param burst how much may come at once after a calm: as much as in so long a time
 * @param onlyCounted whether a peer that is too fast is told of to the observer and otherwise served, to find out which limit
 *     is right
 */
public record RateLimit(long messagesPerSecond, long bytesPerSecond, Duration burst, boolean onlyCounted) {

    /** As fast as a peer likes. */
    public static final RateLimit NONE = new RateLimit(0, 0, Duration.ofSeconds(1), false);

    /**
     * Checks the limit.
     *
     * @param messagesPerSecond messages
     * @param bytesPerSecond bytes
     * @param burst time
     * @param onlyCounted whether nobody is closed
     * @throws IllegalArgumentException if a number is negative, or the burst is not positive; the message names it
     */
    public RateLimit {
        requireNotNegative(messagesPerSecond, "messagesPerSecond");
        requireNotNegative(bytesPerSecond, "bytesPerSecond");
        Durations.requirePositive(burst, "burst");
    }

    /**
     * A limit with a burst of one second.
     *
     * @param messages a second; 0 for any number
     * @param bytes a second; 0 for any number
     * @return new options
     * @throws IllegalArgumentException if one of them is negative
     */
    public static RateLimit perSecond(long messages, long bytes) {
        return new RateLimit(messages, bytes, NONE.burst, false);
    }

    /**
     * The same with another burst.
     *
     * @param time how much may come at once: as much as in so long a time
     * @return new options
     * @throws IllegalArgumentException if it is not positive
     */
    public RateLimit withBurst(Duration time) {
        return new RateLimit(messagesPerSecond, bytesPerSecond, time, onlyCounted);
    }

    /**
     * The same, but nobody is closed.
     *
     * @return new options
     */
    public RateLimit countingOnly() {
        return new RateLimit(messagesPerSecond, bytesPerSecond, burst, true);
    }

    private static void requireNotNegative(long value, String name) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " must not be negative, but is " + value);
        }
    }
}
