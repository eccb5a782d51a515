package dev.wsboot.ws.handshake;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of the {@code Forwarded} lines. RFC 7239 section 4:
 *
 * <pre>
 * Forwarded         = 1#forwarded-element
 * forwarded-element = [ forwarded-pair ] *( ";" [ forwarded-pair ] )
 * forwarded-pair    = token "=" ( token / quoted-string )
 * </pre>
 *
 * <p>Each line stands for itself, so that a quote which a client left open cannot swallow what a proxy adds.
 */
final class ForwardedParser {

    private final String line;
    private int next;

    private ForwardedParser(String line) {
        this.line = line;
    }

    /** Null where one of the lines does not follow the grammar. */
    static @Nullable List<ForwardedHop> parse(List<String> lines) {
        List<ForwardedHop> hops = new ArrayList<>();
        for (String line : lines) {
            if (!new ForwardedParser(line).elements(hops)) {
                return null;
            }
        }
        return hops;
    }

    private boolean elements(List<ForwardedHop> into) {
        while (true) {
            // RFC 9110 section 5.6.1.2: "A recipient MUST parse and ignore a reasonable number of empty list elements".
            if (!skip(',')) {
                if (next == line.length()) {
                    return true;
                }
                ForwardedHop hop = element();
                if (hop == null) {
                    return false;
                }
                into.add(hop);
            }
        }
    }

    private @Nullable ForwardedHop element() {
        Set<String> names = new HashSet<>();
        String node = null;
        String proto = null;
        String host = null;
        do {
            String name = token().toLowerCase(Locale.ROOT);
            if (!name.isEmpty()) {
                String value = skip('=') ? value() : null;
                // "Each parameter MUST NOT occur more than once per forwarded-element."
                if (value == null || !names.add(name)) {
                    return null;
                }
                switch (name) {
                    case "for" -> node = value;
                    case "proto" -> proto = value;
                    case "host" -> host = value;
                    default -> {} // "by", and extensions
                }
            }
        } while (skip(';'));
        return next == line.length() || line.charAt(next) == ',' ? new ForwardedHop(node, proto, host) : null;
    }

    /** Null where there is none. */
    private @Nullable String value() {
        if (skip('"')) {
            return quoted();
        }
        String token = token();
        return token.isEmpty() ? null : token;
    }

    /** The longest token from here; empty where there is none. */
    private String token() {
        skipSpace();
        int from = next;
        while (next < line.length() && HeaderGrammar.isTokenByte(line.charAt(next))) {
            next++;
        }
        return line.substring(from, next);
    }

    /** What a quoted-string says (RFC 9110 section 5.6.4); null where it does not end. The opening quote has been read. */
    private @Nullable String quoted() {
        StringBuilder text = new StringBuilder();
        while (next < line.length() && line.charAt(next) != '"') {
            if (line.charAt(next) == '\\') {
                next++;
            }
            if (next < line.length()) {
                text.append(line.charAt(next++));
            }
        }
        return next++ < line.length() ? text.toString() : null;
    }

    /** Passes over white space and then the character, if it is there. */
    private boolean skip(char wanted) {
        skipSpace();
        boolean found = next < line.length() && line.charAt(next) == wanted;
        if (found) {
            next++;
        }
        return found;
    }

    private void skipSpace() {
        while (next < line.length() && HeaderGrammar.isSpace(line.charAt(next))) {
            next++;
        }
    }
}
