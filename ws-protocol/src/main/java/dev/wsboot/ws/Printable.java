package dev.wsboot.ws;

/** Makes text that a peer chose safe for one line of a log. */
public final class Printable {

    private static final int MAX_LENGTH = 200;

    private Printable() {}

    /**
     * Escapes what could forge a line or turn the reading direction (control and format characters, separators of lines and
     * paragraphs), what is no character (surrogates without their other half), and the backslash, so that no escape is forged either, as
     * <code>&#92;u000a</code>; and ends what would be longer than 200 characters with three dots.
     *
     * @param raw any text
     * @return the same where nothing had to be done; at most 203 characters
     */
    public static String text(String raw) {
        StringBuilder safe = new StringBuilder(Math.min(raw.length(), MAX_LENGTH) + 8);
        for (int i = 0; i < raw.length(); ) {
            int c = raw.codePointAt(i);
            int before = safe.length();
            if (isUnsafe(c)) {
                escape(c, safe);
            } else {
                safe.appendCodePoint(c);
            }
            if (safe.length() > MAX_LENGTH) {
                safe.setLength(before);
                return safe.append("...").toString();
            }
            i += Character.charCount(c);
        }
        return safe.toString();
    }

    private static void escape(int codePoint, StringBuilder safe) {
        for (char c : Character.toChars(codePoint)) {
            safe.append("\\u%04x".formatted((int) c));
        }
    }

    private static boolean isUnsafe(int c) {
        int type = Character.getType(c);
        return c == '\\'
                || type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
