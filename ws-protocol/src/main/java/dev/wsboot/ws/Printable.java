package dev.wsboot.ws;

/** Makes text that a peer chose safe for one line of a log: control characters escaped, length capped. */
final class Printable {

    private static final int MAX_LENGTH = 200;

    private Printable() {}

    static String text(String raw) {
        StringBuilder safe = new StringBuilder(Math.min(raw.length(), MAX_LENGTH) + 8);
        for (int i = 0; i < raw.length(); i++) {
            if (i == MAX_LENGTH) {
                return safe.append("...").toString();
            }
            char c = raw.charAt(i);
            if (isUnsafe(c)) {
                safe.append("\\u%04x".formatted((int) c));
            } else {
                safe.append(c);
            }
        }
        return safe.toString();
    }

    /** Control and format characters, and line separators: what could forge a line or turn the reading direction. */
    private static boolean isUnsafe(char c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
