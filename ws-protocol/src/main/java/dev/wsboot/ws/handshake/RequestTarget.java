package dev.wsboot.ws.handshake;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The request target of RFC 9112 section 3.2, taken apart.
 *
 * @param path in its one spelling
 * @param queryFrom where in the head the query begins, behind the question mark; -1 where there is none
 * @param authority of the absolute form; null for the origin form
 * @param defaultPort of the absolute form's scheme
 */
record RequestTarget(String path, int queryFrom, @Nullable Authority authority, int defaultPort) {

    private static final String[] SCHEMES = {"ws", "wss", "http", "https"};

    /** Parses the target between the two places of the head. */
    static RequestTarget parse(byte[] head, int from, int to) throws HandshakeException {
        if (head[from] == '/') {
            return of(head, from, to, null, -1);
        }
        for (String scheme : SCHEMES) {
            int authorityFrom = from + scheme.length() + 3;
            if (authorityFrom <= to && HeaderGrammar.equalsIgnoreCase(head, from, authorityFrom, scheme + "://")) {
                return absolute(head, authorityFrom, to, Authority.defaultPort(scheme));
            }
        }
        // RFC 9112 sections 3.2.3 and 3.2.4: the authority form is "only used for CONNECT requests", the asterisk form
        // "only used for a server-wide OPTIONS request".
        throw new HandshakeException(HandshakeRefusal.badRequest("The request target is neither a path nor a URL"));
    }

    /**
     * The target of a request that was accepted, or of one of our own. Its server may understand what ours would refuse, so
     * there a path that has more than one reading stays as it is.
     */
    static RequestTarget known(byte[] head, int from, int to) {
        try {
            return parse(head, from, to);
        } catch (HandshakeException ambiguous) {
            int pathTo = pathEnd(head, from, to);
            String path = new String(head, from, pathTo - from, StandardCharsets.US_ASCII);
            return new RequestTarget(path, pathTo < to ? pathTo + 1 : -1, null, -1);
        }
    }

    private static RequestTarget absolute(byte[] head, int from, int to, int defaultPort) throws HandshakeException {
        int end = from;
        while (end < to && head[end] != '/' && head[end] != '?') {
            // RFC 9110 section 4.2.4: "a recipient SHOULD parse for userinfo and treat its presence as an error".
            if (head[end] == '@') {
                throw new HandshakeException(HandshakeRefusal.badRequest("The request target has user information"));
            }
            end++;
        }
        Authority authority = Authority.parse(new String(head, from, end - from, StandardCharsets.US_ASCII));
        if (authority == null) {
            throw new HandshakeException(HandshakeRefusal.badRequest("The request target has no valid host"));
        }
        return of(head, end, to, authority, defaultPort);
    }

    private static RequestTarget of(byte[] head, int from, int to, @Nullable Authority authority, int defaultPort)
            throws HandshakeException {
        int pathTo = pathEnd(head, from, to);
        // RFC 9110 section 4.2.3: "an empty path component is equivalent to an absolute path of "/"".
        String path = from == pathTo ? "/" : NormalPath.decode(head, from, pathTo);
        return new RequestTarget(path, pathTo < to ? pathTo + 1 : -1, authority, defaultPort);
    }

    private static int pathEnd(byte[] head, int from, int to) {
        int pathTo = from;
        while (pathTo < to && head[pathTo] != '?') {
            pathTo++;
        }
        return pathTo;
    }
}
