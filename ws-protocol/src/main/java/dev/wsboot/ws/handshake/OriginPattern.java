package dev.wsboot.ws.handshake;

/**
 * What an operator wrote to allow origins, such as {@code https://*.example.com:*}.
 *
 * @param origin the pattern without its asterisks
 * @param subdomains whether the origin's host stands for all below it, itself excluded
 * @param anyPort whether the port does not matter
 */
record OriginPattern(Origin origin, boolean subdomains, boolean anyPort) {

    /** Stands alone, for all origins. */
    static final String ANY = "*";

    private static final String ANY_PORT = ":*";
    private static final String SUBDOMAINS = "://*.";

    static OriginPattern parse(String pattern) {
        boolean anyPort = pattern.endsWith(ANY_PORT);
        String text = anyPort ? pattern.substring(0, pattern.length() - ANY_PORT.length()) : pattern;
        boolean subdomains = text.contains(SUBDOMAINS);
        Origin origin = Origin.parse(text.replace(SUBDOMAINS, "://"));
        if (origin == null
                || text.endsWith(":")
                || (subdomains && origin.host().startsWith("["))
                || (anyPort && origin.authority().port() >= 0)) {
            throw new IllegalArgumentException("Not a pattern for origins: \"" + pattern
                    + "\"; write https://example.com, https://*.example.com, https://example.com:* or *");
        }
        return new OriginPattern(origin, subdomains, anyPort);
    }

    boolean matches(Origin candidate) {
        return candidate.scheme().equals(origin.scheme())
                && (anyPort || candidate.port() == origin.port())
                && matchesHost(candidate.host());
    }

    private boolean matchesHost(String candidate) {
        String host = origin.host();
        if (!subdomains) {
            return candidate.equals(host);
        }
        int dot = candidate.length() - host.length() - 1;
        return dot > 0 && candidate.charAt(dot) == '.' && candidate.endsWith(host);
    }
}
