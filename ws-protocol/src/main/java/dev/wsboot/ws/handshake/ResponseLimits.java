package dev.wsboot.ws.handshake;

/**
 * How much of a response a client takes before it gives up. All limits are enforced while bytes arrive: the memory kept
 * for an unfinished response never exceeds {@code maxHead} and {@code maxBody} together.
 *
 * @param maxHead bytes of a head, from the first byte to the blank line inclusive
 * @param maxHeaders header lines, repeated ones counted each
 * @param maxBody bytes of the body of a refusal that are kept; the rest is not waited for
 */
public record ResponseLimits(int maxHead, int maxHeaders, int maxBody) {

    private static final ResponseLimits DEFAULTS = new ResponseLimits(16 * 1024, 100, 4 * 1024);

    /**
     * Checks the limits.
     *
     * @param maxHead bytes of a head
     * @param maxHeaders header lines
     * @param maxBody bytes of the body of a refusal
     * @throws IllegalArgumentException where one of the first two is not positive, or the last is negative
     */
    public ResponseLimits {
        if (maxHead < 1 || maxHeaders < 1 || maxBody < 0) {
            throw new IllegalArgumentException("Limits must be positive, and maxBody not negative: maxHead " + maxHead
                    + ", maxHeaders " + maxHeaders + ", maxBody " + maxBody);
        }
    }

    /**
     * What suits a server that explains a refusal in a sentence or a small page.
     *
     * @return 16 KiB of head, 100 headers, 4 KiB of body
     */
    public static ResponseLimits defaults() {
        return DEFAULTS;
    }
}
