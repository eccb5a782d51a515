package dev.wsboot.ws.handshake;

import org.jspecify.annotations.Nullable;

/**
 * Who made a request, as a proxy tells it (RFC 7239 section 6).
 *
 * @param address null where the proxy does not know or does not tell
 * @param port 0 where it is not told
 */
record ForwardedNode(@Nullable IpAddress address, int port) {

    /** Nobody knows, or tells. */
    static final ForwardedNode UNTOLD = new ForwardedNode(null, 0);

    private static final int MAX_PORT = 65_535;

    /**
     * Reads a node. "node = nodename [ ":" node-port ]", "nodename = IPv4address / "[" IPv6address "]" / "unknown" / obfnode".
     *
     * @return null where it is malformed
     */
    static @Nullable ForwardedNode parse(String text) {
        int nameEnd = text.startsWith("[") ? text.indexOf(']') + 1 : text.indexOf(':');
        String name = nameEnd < 0 ? text : text.substring(0, nameEnd);
        int port = nameEnd < 0 ? 0 : port(text.substring(nameEnd));
        if (port < 0) {
            return null;
        }
        if (name.equalsIgnoreCase("unknown") || isObfuscated(name)) {
            return UNTOLD;
        }
        boolean literal = name.startsWith("[");
        IpAddress address = IpAddress.parse(literal ? name.substring(1, name.length() - 1) : name);
        return address == null || literal != name.indexOf(':') >= 0 ? null : new ForwardedNode(address, port);
    }

    /** What stands behind the name: nothing, or a colon and a port. */
    private static int port(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        String port = text.substring(1);
        if (text.charAt(0) != ':') {
            return -1;
        }
        return isObfuscated(port) ? 0 : Decimal.parse(port, MAX_PORT);
    }

    /** "obfnode = "_" 1*( ALPHA / DIGIT / "." / "_" / "-")", and so is "obfport". */
    private static boolean isObfuscated(String text) {
        if (text.length() < 2 || text.charAt(0) != '_') {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            // Letters, digits, and of "-._~" all but the last.
            if (!HeaderGrammar.isHostByte(text.charAt(i)) || text.charAt(i) == '~') {
                return false;
            }
        }
        return true;
    }
}
