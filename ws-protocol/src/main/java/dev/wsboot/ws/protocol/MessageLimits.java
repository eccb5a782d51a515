package dev.wsboot.ws.protocol;

/**
 * What one peer may make this side hold. Bytes and counts are both bounded, because a message of endless empty
 * fragments has no bytes.
 *
 * @param maxMessageSize bytes of a whole message, decompressed; more is answered with 1009. A message that is collected
 *     has at most {@link Integer#MAX_VALUE} - 8 bytes, whatever this says; one that is delivered in parts may have more
 * @param maxFrameSize bytes of one data frame's payload, as they go over the wire, where a compressed one may have what
 *     compression adds at worst (1/256 and 64 bytes) besides; more is answered with 1009 from the
 *     header alone
 * @param maxFragments frames that one message may be cut into; more is answered with 1008. Where messages are delivered in
 *     parts, only empty frames in a row are counted
 */
public record MessageLimits(long maxMessageSize, long maxFrameSize, int maxFragments) {

    /** 1 MiB a message, the same a frame, 1024 fragments. */
    public static final MessageLimits DEFAULT = new MessageLimits(1 << 20, 1 << 20, 1024);

    /**
     * For messages that are delivered in parts: as large as they come. A part is as large as what was read at once, so
     * memory stays bounded all the same.
     */
    public static final MessageLimits UNBOUNDED_PARTS = new MessageLimits(Long.MAX_VALUE, Long.MAX_VALUE, 1024);

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

    private static void requirePositive(long value, String name) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be positive, but is " + value);
        }
    }
}
