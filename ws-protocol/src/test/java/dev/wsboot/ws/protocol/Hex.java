package dev.wsboot.ws.protocol;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Bytes written as hex, with spaces wherever they help the eye. */
final class Hex {

    private static final HexFormat FORMAT = HexFormat.of().withUpperCase();

    private Hex() {}

    static byte[] bytes(String hex) {
        return FORMAT.parseHex(hex.replace(" ", ""));
    }

    static ByteBuffer buffer(String hex) {
        return ByteBuffer.wrap(bytes(hex));
    }

    static String of(byte[] bytes) {
        return FORMAT.formatHex(bytes);
    }

    /** From position to limit; the buffer is left alone. */
    static String of(ByteBuffer buffer) {
        return of(copyOf(buffer));
    }

    /** Hex of ASCII text, so that {@code "81 05" + ascii("Hello")} is a frame. */
    static String ascii(String text) {
        StringBuilder hex = new StringBuilder();
        text.chars().forEach(c -> FORMAT.toHexDigits(hex, (byte) c));
        return hex.toString();
    }

    /** From position to limit; the buffer is left alone. */
    static boolean isAscii(ByteBuffer buffer) {
        for (byte b : copyOf(buffer)) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }

    /** From position to limit; the buffer is left alone. */
    static byte[] copyOf(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(buffer.position(), bytes);
        return bytes;
    }
}
