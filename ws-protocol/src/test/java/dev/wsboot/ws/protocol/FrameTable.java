package dev.wsboot.ws.protocol;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * What RFC 6455 says about a frame's first two bytes, as a list of what is legal. It shares nothing with
 * {@link FrameRules}, which it is there to check.
 */
final class FrameTable {

    /** Section 5.2 and 5.4: a message starts with TEXT or BINARY, whole or as its first fragment. */
    private static final Set<Integer> BETWEEN_MESSAGES = firstBytes("01 02 81 82 88 89 8A");

    /** RFC 7692 section 6: RSV1 says that a message is compressed, and stands on "the first fragment" alone. */
    private static final Set<Integer> COMPRESSED = firstBytes("41 42 C1 C2");

    /** Section 5.4: "zero or more frames with the FIN bit clear and the opcode set to 0" and the last one. */
    private static final Set<Integer> INSIDE_MESSAGE = firstBytes("00 80 88 89 8A");

    /** Section 5.5: the frames whose payload is "125 bytes or less". */
    private static final Set<Integer> CONTROL = firstBytes("88 89 8A");

    private FrameTable() {}

    static boolean isLegal(int first, int second, Role receiver, boolean insideMessage) {
        return isLegal(first, second, receiver, insideMessage, false);
    }

    static boolean isLegal(int first, int second, Role receiver, boolean insideMessage, boolean compression) {
        boolean legalFirst = insideMessage
                ? INSIDE_MESSAGE.contains(first)
                : BETWEEN_MESSAGES.contains(first) || (compression && COMPRESSED.contains(first));
        int lowestSecond = receiver == Role.SERVER ? 128 : 0; // section 5.1: clients mask, servers do not
        int highestSecond = lowestSecond + (isControl(first) ? 125 : 127);
        return legalFirst && lowestSecond <= second && second <= highestSecond;
    }

    static boolean isCompressed(int first) {
        return COMPRESSED.contains(first);
    }

    static boolean isControl(int first) {
        return CONTROL.contains(first);
    }

    private static Set<Integer> firstBytes(String hex) {
        Set<Integer> bytes = new HashSet<>();
        Arrays.stream(hex.split(" ")).forEach(b -> bytes.add(Integer.parseInt(b, 16)));
        return bytes;
    }
}
