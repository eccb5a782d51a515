package dev.wsboot.ws.protocol;

/**
 * What both sides agreed on for permessage-deflate (RFC 7692 section 7.1).
 *
 * @param serverNoContextTakeover whether the server compresses each message by itself (section 7.1.1.1)
 * @param clientNoContextTakeover whether the client compresses each message by itself (section 7.1.1.2)
 * @param serverMaxWindowBits how far back the server refers at most, as a power of two (section 7.1.2.1)
 * @param clientMaxWindowBits how far back the client refers at most, as a power of two (section 7.1.2.2)
 */
public record DeflateParameters(
        boolean serverNoContextTakeover,
        boolean clientNoContextTakeover,
        int serverMaxWindowBits,
        int clientMaxWindowBits) {

    /** RFC 7692 section 7.1.2.1: the window is "between 8 and 15, inclusive". */
    public static final int MIN_WINDOW_BITS = 8;

    /** The window of every DEFLATE implementation, and what holds where nothing was said. */
    public static final int MAX_WINDOW_BITS = 15;

    /**
     * Checks the windows.
     *
     * @param serverNoContextTakeover section 7.1.1.1
     * @param clientNoContextTakeover section 7.1.1.2
     * @param serverMaxWindowBits from 8 to 15
     * @param clientMaxWindowBits from 8 to 15
     * @throws IllegalArgumentException if a window is out of range; the message names it
     */
    public DeflateParameters {
        requireWindow(serverMaxWindowBits, "serverMaxWindowBits");
        requireWindow(clientMaxWindowBits, "clientMaxWindowBits");
    }

    static void requireWindow(int bits, String name) {
        if (bits < MIN_WINDOW_BITS || bits > MAX_WINDOW_BITS) {
            throw new IllegalArgumentException(name + " must be from 8 to 15, but is " + bits);
        }
    }

    boolean noContextTakeover(Role sender) {
        return sender == Role.SERVER ? serverNoContextTakeover : clientNoContextTakeover;
    }

    int maxWindowBits(Role sender) {
        return sender == Role.SERVER ? serverMaxWindowBits : clientMaxWindowBits;
    }
}
