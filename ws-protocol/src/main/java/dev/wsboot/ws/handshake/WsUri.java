package dev.wsboot.ws.handshake;

import java.util.Locale;

/**
 * Where a URI of the scheme {@code ws} or {@code wss} leads (RFC 6455 section 3). Immutable.
 *
 * <pre>
 * ws-URI  = "ws:" "//" host [ ":" port ] path [ "?" query ]
 * wss-URI = "wss:" "//" host [ ":" port ] path [ "?" query ]
 * </pre>
 */
public final class WsUri {

    private static final String SCHEME_END = "://";

    private final boolean secure;
    private final Authority authority;
    private final String path;
    private final String query;

    private WsUri(boolean secure, Authority authority, String path, String query) {
        this.secure = secure;
        this.authority = authority;
        this.path = path;
        this.query = query;
    }

    /**
     * Takes a URI apart. Characters that RFC 3986 does not have in a path must be percent-encoded already, those beyond
     * ASCII everywhere; a query may have what browsers send in one.
     *
     * @param uri absolute, its scheme and host in any case
     * @return what it says
     * @throws IllegalArgumentException where the scheme is neither {@code ws} nor {@code wss}, there is user
     *     information or a fragment, the host or the port is missing or malformed, or a character is illegal. The
     *     message says which, and does not repeat the URI
     */
    public static WsUri parse(String uri) {
        int schemeTo = Math.max(0, uri.indexOf(SCHEME_END));
        String scheme = uri.substring(0, schemeTo).toLowerCase(Locale.ROOT);
        if (!scheme.equals("ws") && !scheme.equals("wss")) {
            throw new IllegalArgumentException("A WebSocket URI begins with ws:// or wss://");
        }
        // RFC 6455 section 3: "Fragment identifiers are meaningless in the context of WebSocket URIs and MUST NOT be
        // used on these URIs."
        if (uri.indexOf('#') >= 0) {
            throw new IllegalArgumentException("A WebSocket URI has no fragment: encode # as %23");
        }
        int queryFrom = uri.indexOf('?');
        int to = queryFrom < 0 ? uri.length() : queryFrom;
        int authorityFrom = schemeTo + SCHEME_END.length();
        int slash = uri.indexOf('/', authorityFrom);
        int pathFrom = slash < 0 ? to : Math.min(slash, to);
        Authority authority = authority(uri.substring(authorityFrom, pathFrom), Authority.defaultPort(scheme));
        String path = uri.substring(pathFrom, to);
        String query = uri.substring(to);
        requireLegal(path, "path", false);
        requireLegal(query, "query", true);
        // RFC 6455 section 3: the resource name has "/" if the path component is empty.
        return new WsUri(scheme.equals("wss"), authority, path.isEmpty() ? "/" : path, query);
    }

    private static Authority authority(String text, int defaultPort) {
        // RFC 6455 section 3 has no user information in its grammar, and what is sent nowhere should not be given.
        if (text.indexOf('@') >= 0) {
            throw new IllegalArgumentException("A WebSocket URI has no user information: send a header instead");
        }
        if (text.isEmpty() || text.startsWith(":")) {
            throw new IllegalArgumentException("The URI has no host");
        }
        Authority authority = Authority.parse(text);
        if (authority == null || authority.port() == 0) {
            throw new IllegalArgumentException("The host or the port of the URI is malformed");
        }
        String host = authority.host();
        if (host.startsWith("[") && !Ipv6Address.isValid(host.substring(1, host.length() - 1))) {
            throw new IllegalArgumentException("The IPv6 address of the URI is malformed");
        }
        return new Authority(host, authority.portOr(defaultPort));
    }

    private static void requireLegal(String text, String what, boolean query) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean legal = query ? HeaderGrammar.isTargetByte(c) : isPathCharacter(c);
            if (!legal || (c == '%' && !isEncoded(text, i))) {
                throw new IllegalArgumentException(
                        "The %s of the URI has the character U+%04X at %d, which must be percent-encoded"
                                .formatted(what, (int) c, i));
            }
        }
    }

    /** RFC 3986 section 3.3. */
    private static boolean isPathCharacter(char c) {
        return HeaderGrammar.isPathByte(c) || c == '/' || c == ';' || c == '%';
    }

    private static boolean isEncoded(String text, int percent) {
        return text.length() - percent > 2
                && HeaderGrammar.hexDigit(text.charAt(percent + 1)) >= 0
                && HeaderGrammar.hexDigit(text.charAt(percent + 2)) >= 0;
    }

    /**
     * Whether TLS is to be spoken.
     *
     * @return true for {@code wss}
     */
    public boolean secure() {
        return secure;
    }

    /**
     * The host to connect to, and to find in a certificate.
     *
     * @return a name or an address in lower case, an IPv6 address without brackets
     */
    public String host() {
        String host = authority.host();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /**
     * The port to connect to.
     *
     * @return 1 to 65535; where none was given, 80 for {@code ws} and 443 for {@code wss}
     */
    public int port() {
        return authority.port();
    }

    /**
     * The value of the {@code Host} header. RFC 6455 section 4.1: "plus optionally ":" followed by /port/ (when not
     * using the default port)".
     *
     * @return the host, an IPv6 address in brackets, and the port where it is not the scheme's own
     */
    public String hostHeader() {
        return port() == Authority.defaultPort(scheme()) ? authority.host() : hostAndPort();
    }

    /** RFC 9110 section 9.3.6: "There is no default port; a client MUST send the port number". */
    String hostAndPort() {
        return authority.host() + ":" + port();
    }

    /**
     * The resource name of RFC 6455 section 3: path and query.
     *
     * @return visible ASCII that begins with a slash
     */
    public String requestTarget() {
        return path + query;
    }

    /**
     * Follows a reference from here (RFC 3986 section 5.2), as in the {@code Location} of a redirection. A fragment is
     * left out, {@code http} becomes {@code ws} and {@code https} becomes {@code wss}.
     *
     * @param location an absolute or relative reference
     * @return where it leads
     * @throws IllegalArgumentException where it leads nowhere that {@link #parse} accepts
     */
    public WsUri resolve(String location) {
        return parse(UriReference.parse(location).resolve(scheme(), hostAndPort(), path, query));
    }

    /**
     * Whether both lead to one server, for which the same credentials are.
     *
     * @param other to compare
     * @return whether scheme, host and port are the same
     */
    public boolean sameServer(WsUri other) {
        return secure == other.secure && authority.equals(other.authority);
    }

    private String scheme() {
        return secure ? "wss" : "ws";
    }

    /**
     * Without the query, because a query often has credentials in it.
     *
     * @return such as {@code wss://example.com/chat}
     */
    @Override
    public String toString() {
        return scheme() + SCHEME_END + hostHeader() + path;
    }
}
