package dev.wsboot.ws;

/** Makes text that a peer chose safe for one line of a log. */
public final class Printable {

    private static final int MAX_LENGTH = 200;

    private Printable() {}

    /**
     * Escapes what could forge a line or turn the reading direction (control and format characters, separators of lines and
     * paragraphs) as {@code \\u000a}, and cuts what is longer than 200 characters.
     *
     * @param raw any text
     * @return the same where nothing had to be done
     */
    public static String text(String raw) {
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

    private static boolean isUnsafe(char c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
