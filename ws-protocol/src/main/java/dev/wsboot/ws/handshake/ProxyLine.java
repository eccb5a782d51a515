package dev.wsboot.ws.handshake;

import org.jspecify.annotations.Nullable;

/** The line of version 1 of the PROXY protocol (its section 2.1), without what ends it. */
final class ProxyLine {

    private static final int MAX_PORT = 65_535;

    private ProxyLine() {}

    /**
     * Reads such as "PROXY TCP4 192.0.2.1 192.0.2.2 56324 443".
     *
     * @param line begins with "PROXY "
     * @return who connected to the proxy, untold for "PROXY UNKNOWN"; null where the line is malformed
     */
    static @Nullable ForwardedNode parse(String line) {
        String[] fields = line.split(" ", -1);
        if (fields[1].equals("UNKNOWN")) {
            // "the receiver must ignore anything presented before the CRLF is found".
            return ForwardedNode.UNTOLD;
        }
        int bits = fields[1].equals("TCP4") ? 32 : fields[1].equals("TCP6") ? 128 : 0;
        if (bits == 0 || fields.length != 6) {
            return null;
        }
        IpAddress source = address(fields[2], bits);
        IpAddress destination = address(fields[3], bits);
        int sourcePort = Decimal.parse(fields[4], MAX_PORT);
        int destinationPort = Decimal.parse(fields[5], MAX_PORT);
        return source == null || destination == null || sourcePort < 0 || destinationPort < 0
                ? null
                : new ForwardedNode(source, sourcePort);
    }

    /** Null where the text is no address of that family. */
    private static @Nullable IpAddress address(String text, int bits) {
        return text.indexOf(':') >= 0 == (bits == 128) ? IpAddress.parse(text) : null;
    }
}
