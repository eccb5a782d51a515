package dev.wsboot.ws.protocol;

/**
 * How one side wants messages to be compressed (RFC 7692). Immutable; made of {@link #DEFAULT} by the {@code with}
 * methods.
 *
 * <p>A side that keeps the context of the messages before compresses better, and holds some 256 KiB of native memory for
 * each connection that sends, some 40 KiB for each that receives. Without, which is the default, a connection that does
 * nothing holds nothing.
 *
 * @param serverContextTakeover whether the server may refer to messages before this one
 * @param clientContextTakeover whether the client may refer to messages before this one
 * @param serverMaxWindowBits how far back the server may refer at most, as a power of two, from 8 to 15
 * @param clientMaxWindowBits how far back the client may refer at most, as a power of two, from 8 to 15
 * @param level zlib's level, from 1 (fastest) to 9 (smallest)
 * @param threshold bytes of payload from which on this side compresses a message
 * @param binary whether this side compresses binary messages too; they often are compressed already
 */
public record DeflateOptions(
        boolean serverContextTakeover,
        boolean clientContextTakeover,
        int serverMaxWindowBits,
        int clientMaxWindowBits,
        int level,
        int threshold,
        boolean binary) {

    /** No context takeover, whole windows, zlib's own default level, text of 256 bytes and more. */
    public static final DeflateOptions DEFAULT = new DeflateOptions(
            false, false, DeflateParameters.MAX_WINDOW_BITS, DeflateParameters.MAX_WINDOW_BITS, 6, 256, false);

    /**
     * Checks the options.
     *
     * @param serverContextTakeover for the server
     * @param clientContextTakeover for the client
     * @param serverMaxWindowBits from 8 to 15
     * @param clientMaxWindowBits from 8 to 15
     * @param level from 1 to 9
     * @param threshold zero or more
     * @param binary whether to compress binary messages
     * @throws IllegalArgumentException if one of them is out of range; the message names it
     */
    public DeflateOptions {
        DeflateParameters.requireWindow(serverMaxWindowBits, "serverMaxWindowBits");
        DeflateParameters.requireWindow(clientMaxWindowBits, "clientMaxWindowBits");
        if (level < 1 || level > 9) {
            throw new IllegalArgumentException("level must be from 1 to 9, but is " + level);
        }
        if (threshold < 0) {
            throw new IllegalArgumentException("threshold must not be negative, but is " + threshold);
        }
    }

    /**
     * The same options with or without context takeover.
     *
     * @param server whether the server may refer to messages before this one
     * @param client whether the client may
     * @return new options
     */
    public DeflateOptions withContextTakeover(boolean server, boolean client) {
        return new DeflateOptions(server, client, serverMaxWindowBits, clientMaxWindowBits, level, threshold, binary);
    }

    /**
     * The same options with other windows.
     *
     * @param server from 8 to 15
     * @param client from 8 to 15
     * @return new options
     * @throws IllegalArgumentException if one of them is out of range
     */
    public DeflateOptions withMaxWindowBits(int server, int client) {
        return new DeflateOptions(
                serverContextTakeover, clientContextTakeover, server, client, level, threshold, binary);
    }

    /**
     * The same options with another level.
     *
     * @param zlibLevel from 1 (fastest) to 9 (smallest)
     * @return new options
     * @throws IllegalArgumentException if it is out of range
     */
    public DeflateOptions withLevel(int zlibLevel) {
        return new DeflateOptions(
                serverContextTakeover,
                clientContextTakeover,
                serverMaxWindowBits,
                clientMaxWindowBits,
                zlibLevel,
                threshold,
                binary);
    }

    /**
     * The same options for other messages.
     *
     * @param fromBytes bytes of payload from which on a message is compressed
     * @param binaryToo whether binary messages are compressed as well
     * @return new options
     * @throws IllegalArgumentException if the number is negative
     */
    public DeflateOptions withThreshold(int fromBytes, boolean binaryToo) {
        return new DeflateOptions(
                serverContextTakeover,
                clientContextTakeover,
                serverMaxWindowBits,
                clientMaxWindowBits,
                level,
                fromBytes,
                binaryToo);
    }
}
