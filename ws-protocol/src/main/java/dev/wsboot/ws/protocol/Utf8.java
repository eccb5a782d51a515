package dev.wsboot.ws.protocol;

import java.nio.ByteBuffer;

/** Writes text as UTF-8 straight into a buffer; a lone surrogate becomes {@code ?}, as {@link String#getBytes} has it. */
final class Utf8 {

    /** A char takes at most three bytes; a surrogate pair, which is two chars, takes four. */
    static final int MAX_BYTES_PER_CHAR = 3;

    private Utf8() {}

    /**
     * Encodes a text.
     *
     * @param text the text
     * @param out has room for three bytes a char
     */
    static void encode(String text, ByteBuffer out) {
        int length = text.length();
        int at = out.position();
        int i = 0;
        for (char c; i < length && (c = text.charAt(i)) < 0x80; i++) {
            out.put(at + i, (byte) c);
        }
        out.position(at + i);
        if (i < length) {
            encodeFrom(i, text, out);
        }
    }

    private static void encodeFrom(int first, String text, ByteBuffer out) {
        for (int i = first; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                out.put((byte) c);
            } else if (c < 0x800) {
                out.put((byte) (0xC0 | (c >> 6))).put((byte) (0x80 | (c & 0x3F)));
            } else if (!Character.isSurrogate(c)) {
                out.put((byte) (0xE0 | (c >> 12)))
                        .put((byte) (0x80 | ((c >> 6) & 0x3F)))
                        .put((byte) (0x80 | (c & 0x3F)));
            } else if (isPair(text, i)) {
                int point = Character.toCodePoint(c, text.charAt(++i));
                out.put((byte) (0xF0 | (point >> 18)))
                        .put((byte) (0x80 | ((point >> 12) & 0x3F)))
                        .put((byte) (0x80 | ((point >> 6) & 0x3F)))
                        .put((byte) (0x80 | (point & 0x3F)));
            } else {
                out.put((byte) '?');
            }
        }
    }

    private static boolean isPair(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
    }
}
