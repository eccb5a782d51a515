package dev.wsboot.ws.handshake;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A scheme, a host and a port, which is what RFC 6454 section 6.2 serialises an origin to.
 *
 * @param scheme in lower case
 * @param authority host and, unless it is the scheme's default, port
 */
record Origin(String scheme, Authority authority) {

    private static final String SEPARATOR = "://";

    /** The one origin of a request; null where its header is repeated, opaque ("null"), a list or no origin at all. */
    static @Nullable Origin of(List<String> values) {
        return values.size() == 1 ? parse(values.get(0)) : null;
    }

    /** Null where the text is anything but a scheme, a host and perhaps a port. */
    static @Nullable Origin parse(String text) {
        int separator = text.indexOf(SEPARATOR);
        if (separator < 0 || !isScheme(text, separator)) {
            return null;
        }
        Authority authority = Authority.parse(text.substring(separator + SEPARATOR.length()));
        return authority == null
                ? null
                : new Origin(text.substring(0, separator).toLowerCase(Locale.ROOT), authority);
    }

    /** RFC 3986 section 3.1: "scheme = ALPHA *( ALPHA / DIGIT / "+" / "-" / "." )". */
    private static boolean isScheme(String text, int to) {
        for (int i = 0; i < to; i++) {
            char c = text.charAt(i);
            int lower = HeaderGrammar.toLower(c);
            boolean letter = lower >= 'a' && lower <= 'z';
            if (!letter && (i == 0 || "0123456789+-.".indexOf(c) < 0)) {
                return false;
            }
        }
        return to > 0;
    }

    boolean isWeb() {
        return scheme.equals("http") || scheme.equals("https");
    }

    String host() {
        return authority.host();
    }

    /** The port, be it named or the scheme's default; -1 where the scheme has none. */
    int port() {
        return authority.portOr(Authority.defaultPort(scheme));
    }
}
