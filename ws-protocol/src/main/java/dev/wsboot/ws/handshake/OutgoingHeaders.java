package dev.wsboot.ws.handshake;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What an application may put into a head. Nothing that could end a line, and nothing that is ours to say. */
final class OutgoingHeaders {

    /** RFC 9110 section 7.6.1 names those of one hop; the lengths frame the body. */
    private static final Set<String> RESERVED = Set.of(
            "connection",
            "content-length",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    /**
     * RFC 9110 section 10.1.1: "A client MUST NOT generate a 100-continue expectation in a request that does not include
     * content." There is no other expectation.
     */
    private static final Set<String> RESERVED_IN_REQUESTS = Set.of("expect", "host");

    private OutgoingHeaders() {}

    static void requireAllowed(Map<String, String> headers) {
        headers.forEach((name, value) -> requireAllowed(name, value, Set.of()));
    }

    static void requireAllowedInRequest(List<ClientHandshake.Header> headers) {
        headers.forEach(header -> requireAllowed(header.name(), header.value(), RESERVED_IN_REQUESTS));
    }

    private static void requireAllowed(String name, String value, Set<String> reserved) {
        if (!HeaderGrammar.isToken(name)) {
            throw new IllegalArgumentException("A header name must be a token");
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (RESERVED.contains(lower) || reserved.contains(lower) || lower.startsWith("sec-websocket-")) {
            throw new IllegalArgumentException("The header " + name + " is set by the handshake itself");
        }
        requireValue(name, value);
    }

    /**
     * RFC 9110 section 5.5: "Specifications for newly defined fields SHOULD limit their values to visible US-ASCII
     * octets (VCHAR), SP, and HTAB." Everything else is refused.
     */
    static void requireValue(String name, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (!HeaderGrammar.isValueByte(c)) {
                throw new IllegalArgumentException(
                        "The value of %s has the character U+%04X at %d".formatted(name, (int) c, i));
            }
        }
    }

    static void append(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }
}
