package dev.wsboot.ws.handshake;

import org.jspecify.annotations.Nullable;

/**
 * Finds one parameter in a query of the form that HTML forms and {@code URLSearchParams} write
 * (application/x-www-form-urlencoded).
 */
final class QueryString {

    private QueryString() {}

    /** The first value of that name; null where there is none that can be decoded. */
    static @Nullable String find(byte[] head, int from, int to, String name) {
        int pair = from;
        while (pair < to) {
            int end = indexOf('&', head, pair, to);
            int equals = indexOf('=', head, pair, end);
            if (name.equals(decode(head, pair, equals))) {
                String value = decode(head, Math.min(equals + 1, end), end);
                if (value != null) {
                    return value;
                }
            }
            pair = end + 1;
        }
        return null;
    }

    private static int indexOf(char wanted, byte[] head, int from, int to) {
        int i = from;
        while (i < to && head[i] != wanted) {
            i++;
        }
        return i;
    }

    private static @Nullable String decode(byte[] head, int from, int to) {
        byte[] text = new byte[to - from];
        int length = 0;
        int i = from;
        while (i < to) {
            int value = head[i] == '+' ? ' ' : head[i];
            i++;
            if (value == '%') {
                value = StrictText.encodedByte(head, i - 1, to);
                i += 2;
            }
            if (value < 0) {
                return null;
            }
            text[length++] = (byte) value;
        }
        return StrictText.utf8(text, length);
    }
}
