package dev.wsboot.ws.handshake;

/**
 * The character classes of RFC 9110 and RFC 3986, as one table. Bytes are taken signed: what is negative is not ASCII.
 */
final class HeaderGrammar {

    private static final int TOKEN = 1;
    private static final int TARGET = 2;
    private static final int PATH = 4;
    private static final int HOST = 8;

    private static final byte[] CLASSES = new byte[128];

    static {
        String unreservedMarks = "-._~";
        for (char c = '0'; c <= 'z'; c++) {
            if (c <= '9' || (c >= 'A' && c <= 'Z') || c >= 'a') {
                CLASSES[c] = TOKEN | PATH | HOST;
            }
        }
        // RFC 9110 section 5.6.2: "tchar = "!" / "#" / "$" / "%" / "&" / "'" / "*" / "+" / "-" / "." / "^" / "_" / "`"
        // / "|" / "~" / DIGIT / ALPHA"
        add("!#$%&'*+-.^_`|~", TOKEN);
        // RFC 3986 section 3.3: "pchar = unreserved / pct-encoded / sub-delims / ":" / "@""; the ";" is left out,
        // because "/admin;x" and "/admin" are one resource to some and two to others.
        add(unreservedMarks + "!$&'()*+,=:@", PATH);
        // RFC 3986 section 3.2.2 lets a registered name have sub-delims and percent-encoding too; no name in DNS has.
        add(unreservedMarks, HOST);
        for (char c = '!'; c <= '~'; c++) {
            // What RFC 3986 has in a URI, and what the URL Standard has browsers send as it is in a query ([ ] ^ ` { |
            // } \). The fragment's "#" is never sent.
            if ("\"#<>".indexOf(c) < 0) {
                CLASSES[c] |= TARGET;
            }
        }
    }

    private HeaderGrammar() {}

    private static void add(String characters, int characterClass) {
        for (int i = 0; i < characters.length(); i++) {
            CLASSES[characters.charAt(i)] |= (byte) characterClass;
        }
    }

    static boolean isTokenByte(int b) {
        return is(b, TOKEN);
    }

    /** What may stand somewhere in a request target; where exactly is {@link RequestTarget}'s matter. */
    static boolean isTargetByte(int b) {
        return is(b, TARGET);
    }

    /** What stands for itself in a path segment. */
    static boolean isPathByte(int b) {
        return is(b, PATH);
    }

    static boolean isHostByte(int b) {
        return is(b, HOST);
    }

    private static boolean is(int b, int characterClass) {
        return b >= 0 && b < CLASSES.length && (CLASSES[b] & characterClass) != 0;
    }

    /** RFC 9110 section 5.6.3: "OWS = *( SP / HTAB )". */
    static boolean isSpace(int b) {
        return b == ' ' || b == '\t';
    }

    /** RFC 9110 section 5.5: what a field value has of ASCII: "VCHAR", "SP" and "HTAB". */
    static boolean isValueByte(int b) {
        return (b >= ' ' && b < 0x7F) || b == '\t';
    }

    static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isTokenByte(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    static int toLower(int b) {
        return b >= 'A' && b <= 'Z' ? b | 0x20 : b;
    }

    /** The value of a hexadecimal digit, or -1. */
    static int hexDigit(int b) {
        return b < 0 || b >= CLASSES.length ? -1 : Character.digit(b, 16);
    }

    /** Whether the bytes of a region are the text, ASCII letters compared without regard to case. */
    static boolean equalsIgnoreCase(byte[] bytes, int from, int to, String text) {
        if (to - from != text.length()) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (toLower(bytes[i]) != toLower(text.charAt(i - from))) {
                return false;
            }
        }
        return true;
    }
}
