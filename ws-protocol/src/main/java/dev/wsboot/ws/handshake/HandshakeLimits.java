package dev.wsboot.ws.handshake;

/**
 * How much of a request head a server takes before it refuses. All limits are enforced while bytes arrive: the memory
 * kept for an unfinished head never exceeds {@code maxHead}.
 *
 * @param maxHead bytes of the whole head, from the first byte to the blank line inclusive; more is refused with 431
 * @param maxTarget bytes of the request target, query included; more is refused with 414
 * @param maxHeaders header lines, repeated ones counted each; more is refused with 431
 */
public record HandshakeLimits(int maxHead, int maxTarget, int maxHeaders) {

    private static final HandshakeLimits DEFAULTS = new HandshakeLimits(16 * 1024, 8 * 1024, 100);

    /**
     * Checks the limits.
     *
     * @param maxHead bytes of the whole head
     * @param maxTarget bytes of the request target
     * @param maxHeaders header lines
     * @throws IllegalArgumentException where one of them is not positive
     */
    public HandshakeLimits {
        if (maxHead < 1 || maxTarget < 1 || maxHeaders < 1) {
            throw new IllegalArgumentException("Limits must be positive: maxHead " + maxHead + ", maxTarget "
                    + maxTarget + ", maxHeaders " + maxHeaders);
        }
    }

    /**
     * What suits browsers with large cookies.
     *
     * @return 16 KiB of head, 8 KiB of target, 100 headers
     */
    public static HandshakeLimits defaults() {
        return DEFAULTS;
    }
}
