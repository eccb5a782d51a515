package dev.wsboot.ws.protocol;

/**
 * What one peer may make this side hold. Bytes and counts are both bounded, because a message of endless empty
 * fragments has no bytes.
 *
 * @param maxMessageSize bytes of a whole message; more is answered with 1009
 * @param maxFrameSize bytes of one data frame's payload; more is answered with 1009 from the header alone
 * @param maxFragments frames that one message may be cut into; more is answered with 1008
 */
public record MessageLimits(int maxMessageSize, int maxFrameSize, int maxFragments) {

    /** 1 MiB a message, the same a frame, 1024 fragments. */
    public static final MessageLimits DEFAULT = new MessageLimits(1 << 20, 1 << 20, 1024);

    /**
     * Checks the limits.
     *
     * @param maxMessageSize bytes of a message
     * @param maxFrameSize bytes of a frame
     * @param maxFragments frames of a message
     * @throws IllegalArgumentException if one of them is not positive; the message names it
     */
    public MessageLimits {
        requirePositive(maxMessageSize, "maxMessageSize");
        requirePositive(maxFrameSize, "maxFrameSize");
        requirePositive(maxFragments, "maxFragments");
    }

    private static void requirePositive(int value, String name) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be positive, but is " + value);
        }
    }
}
