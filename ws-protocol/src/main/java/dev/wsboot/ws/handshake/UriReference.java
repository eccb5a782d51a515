package dev.wsboot.ws.handshake;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The value of a {@code Location} header, taken apart by the expression of RFC 3986 appendix B.
 *
 * @param scheme null for a relative reference
 * @param authority null where there is none
 * @param path may be empty
 * @param query with its question mark; null where there is none
 */
record UriReference(
        @Nullable String scheme,
        @Nullable String authority,
        String path,
        @Nullable String query) {

    private static final Pattern PARTS = Pattern.compile("(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(\\?[^#]*)?(?:#.*)?");

    /** Takes any text apart. The fragment is left out, because a WebSocket URI has none. */
    static UriReference parse(String text) {
        Matcher parts = PARTS.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("The location has a line break in its fragment");
        }
        return new UriReference(parts.group(1), parts.group(2), parts.group(3), parts.group(4));
    }

    /**
     * RFC 3986 section 5.2.2, for a base that has an authority and a path.
     *
     * @return text that is a URI of WebSocket if all its characters are
     */
    String resolve(String baseScheme, String baseAuthority, String basePath, String baseQuery) {
        String targetScheme = scheme == null ? baseScheme : webSocketScheme(scheme);
        if (authority != null) {
            return uri(targetScheme, authority, withoutDots(path), query);
        }
        if (scheme != null) {
            throw new IllegalArgumentException("The location has no host");
        }
        if (path.isEmpty()) {
            return uri(targetScheme, baseAuthority, basePath, query == null ? baseQuery : query);
        }
        // RFC 3986 section 5.2.3: "return a string consisting of the reference's path component appended to all but the
        // last segment of the base URI's path".
        String merged = path.startsWith("/") ? path : basePath.substring(0, basePath.lastIndexOf('/') + 1) + path;
        return uri(targetScheme, baseAuthority, withoutDots(merged), query);
    }

    private static String uri(String scheme, String authority, String path, @Nullable String query) {
        return scheme + "://" + authority + path + (query == null ? "" : query);
    }

    /** A server of HTTP knows its own address by the name of that scheme. */
    private static String webSocketScheme(String scheme) {
        return switch (scheme.toLowerCase(Locale.ROOT)) {
            case "ws", "http" -> "ws";
            case "wss", "https" -> "wss";
            default -> throw new IllegalArgumentException("The location is not one of ws, wss, http and https");
        };
    }

    /** RFC 3986 section 5.2.4, for a path that is empty or begins with a slash. */
    private static String withoutDots(String path) {
        if (path.isEmpty()) {
            return path;
        }
        Deque<String> kept = new ArrayDeque<>();
        String last = "";
        for (String segment : path.substring(1).split("/", -1)) {
            last = segment;
            if (segment.equals("..")) {
                kept.pollLast();
            } else if (!segment.equals(".")) {
                kept.addLast(segment);
            }
        }
        boolean endsInDots = last.equals(".") || last.equals("..");
        return "/" + String.join("/", kept) + (endsInDots && !kept.isEmpty() ? "/" : "");
    }
}
