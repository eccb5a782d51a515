package dev.wsboot.ws.handshake;

import java.nio.charset.StandardCharsets;

/**
 * Turns the path of a request into its one spelling. Whatever could be read as a second spelling of another path is
 * refused instead of being resolved, because a check in front of us or behind may resolve it otherwise.
 */
final class NormalPath {

    private final byte[] head;
    private final int to;
    private final byte[] path;
    private int length;
    private int segment;
    private boolean ascii = true;

    private NormalPath(byte[] head, int from, int to) {
        this.head = head;
        this.to = to;
        this.path = new byte[to - from];
    }

    /** Decodes the path, which begins with a slash. */
    static String decode(byte[] head, int from, int to) throws HandshakeException {
        NormalPath normal = new NormalPath(head, from, to);
        int i = from;
        while (i < to) {
            i = normal.take(i);
        }
        normal.endSegment();
        return normal.text();
    }

    private int take(int i) throws HandshakeException {
        byte b = head[i];
        if (b == '%') {
            decoded(StrictText.encodedByte(head, i, to));
            return i + 3;
        }
        if (b == '/') {
            startSegment();
        } else if (HeaderGrammar.isPathByte(b)) {
            path[length++] = b;
        } else {
            throw bad(b == ';' ? "has a parameter (;)" : "has a character that must be percent-encoded");
        }
        return i + 1;
    }

    private void decoded(int value) throws HandshakeException {
        switch (value) {
            case -1 -> throw bad("has a % that no two hexadecimal digits follow");
            case '/', '\\', ';' -> throw bad("has an encoded slash, backslash or semicolon");
            default -> {
                ascii &= value < 0x80;
                path[length++] = (byte) value;
            }
        }
    }

    private void startSegment() throws HandshakeException {
        endSegment();
        if (length > 0 && segment == length) {
            throw bad("has an empty segment (//)");
        }
        path[length++] = '/';
        segment = length;
    }

    private void endSegment() throws HandshakeException {
        int dots = 0;
        while (segment + dots < length && path[segment + dots] == '.') {
            dots++;
        }
        if (segment + dots == length && (dots == 1 || dots == 2)) {
            throw bad("has a dot segment");
        }
    }

    private String text() throws HandshakeException {
        String text = ascii ? new String(path, 0, length, StandardCharsets.US_ASCII) : StrictText.utf8(path, length);
        if (text == null) {
            throw bad("is not UTF-8");
        }
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                throw bad("has an encoded control character");
            }
        }
        return text;
    }

    private static HandshakeException bad(String what) {
        return new HandshakeException(HandshakeRefusal.badRequest("The path " + what));
    }
}
