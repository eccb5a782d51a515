package dev.wsboot.ws.handshake;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A host and a port as RFC 3986 section 3.2 has them, without user information.
 *
 * @param host a name or an IPv4 address in lower case, or an IPv6 address in lower case and brackets
 * @param port 0 to 65535, or -1 where none was given
 */
record Authority(String host, int port) {

    private static final int NO_PORT = -1;
    private static final int BAD_PORT = -2;
    private static final int MAX_PORT = 65_535;

    /** Null where the text is no authority. */
    static @Nullable Authority parse(String text) {
        int hostEnd = text.startsWith("[") ? literalEnd(text) : nameEnd(text);
        int port = hostEnd == 0 ? BAD_PORT : port(text, hostEnd);
        return port == BAD_PORT
                ? null
                : new Authority(text.substring(0, hostEnd).toLowerCase(Locale.ROOT), port);
    }

    /** The end of an address in brackets; 0 where it is none. Which groups it has is no matter: it is only compared. */
    private static int literalEnd(String text) {
        int close = text.indexOf(']');
        for (int i = 1; i < close; i++) {
            char c = text.charAt(i);
            if (c != ':' && c != '.' && HeaderGrammar.hexDigit(c) < 0) {
                return 0;
            }
        }
        return close > 2 ? close + 1 : 0;
    }

    private static int nameEnd(String text) {
        int end = 0;
        while (end < text.length() && HeaderGrammar.isHostByte(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** RFC 3986 section 3.2.3: "port = *DIGIT", so that a lone colon is no port. */
    private static int port(String text, int colon) {
        int digits = text.length() - colon - 1;
        if (digits < 0) {
            return NO_PORT;
        }
        if (text.charAt(colon) != ':' || digits > 5) {
            return BAD_PORT;
        }
        int port = 0;
        for (int i = colon + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return BAD_PORT;
            }
            port = port * 10 + c - '0';
        }
        if (digits == 0) {
            return NO_PORT;
        }
        return port <= MAX_PORT ? port : BAD_PORT;
    }

    /** Whether both name the same server, where a missing port means the default one. */
    boolean isSameAs(Authority other, int defaultPort) {
        return host.equals(other.host) && portOr(defaultPort) == other.portOr(defaultPort);
    }

    int portOr(int defaultPort) {
        return port == NO_PORT ? defaultPort : port;
    }

    /** RFC 6455 section 3 and RFC 9110 section 4.2; -1 for schemes of which neither knows a port. */
    static int defaultPort(String scheme) {
        return switch (scheme) {
            case "http", "ws" -> 80;
            case "https", "wss" -> 443;
            default -> NO_PORT;
        };
    }
}
