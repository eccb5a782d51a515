package dev.wsboot.ws.handshake;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which proxies stand before the server, and how they tell whom they speak for. Nobody else is believed: whoever reaches the port could
 * claim any address. Immutable.
 */
public final class TrustedProxies {

    /** No proxy: who connects is the client. */
    public static final TrustedProxies NONE = new TrustedProxies(List.of(), ForwardedHeaders.NONE, false);

    private final List<AddressRange> addresses;
    private final ForwardedHeaders headers;
    private final boolean proxyProtocol;

    private TrustedProxies(List<AddressRange> addresses, ForwardedHeaders headers, boolean proxyProtocol) {
        this.addresses = addresses;
        this.headers = headers;
        this.proxyProtocol = proxyProtocol;
    }

    /**
     * Believes proxies.
     *
     * @param addresses of the proxies, or ranges of addresses such as {@code 10.0.0.0/8} or {@code fd00::/8}
     * @param headers which headers they write. Each of these headers must be written or removed by the proxy, not passed on as it came
     * @param proxyProtocol whether each connection of theirs begins with a header of the PROXY protocol; then all other connections
     *     are closed at once
     * @return the proxies
     * @throws IllegalArgumentException naming the address, where it is none; where there is no address, or the proxies have no way
     *     to tell anything
     */
    public static TrustedProxies of(List<String> addresses, ForwardedHeaders headers, boolean proxyProtocol) {
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("No address of a proxy");
        }
        if (headers == ForwardedHeaders.NONE && !proxyProtocol) {
            throw new IllegalArgumentException(
                    "Neither headers nor the PROXY protocol tell whom the proxies speak for");
        }
        return new TrustedProxies(addresses.stream().map(AddressRange::parse).toList(), headers, proxyProtocol);
    }

    /**
     * Whether an address is that of a trusted proxy.
     *
     * @param address 4 or 16 bytes
     * @return whether it may speak for others
     */
    public boolean trusts(byte[] address) {
        return !addresses.isEmpty() && trusts(IpAddress.of(address));
    }

    private boolean trusts(IpAddress address) {
        return addresses.stream().anyMatch(range -> range.contains(address));
    }

    /**
     * Whether connections begin with a header of the PROXY protocol.
     *
     * @return then only proxies may connect
     */
    public boolean speakProxyProtocol() {
        return proxyProtocol;
    }

    /**
     * Finds who sent a request: the last address in the headers that is no proxy's. What stands before it may be the client's invention,
     * and is not looked at.
     *
     * @param request what was received
     * @param peer the address that it came from
     * @return what the proxies tell; null where the peer is not trusted, or headers do not count
     * @throws HandshakeException with 400 where a header is malformed
     */
    public @Nullable ForwardedRequest forwarded(UpgradeRequest request, byte[] peer) throws HandshakeException {
        if (headers == ForwardedHeaders.NONE || !trusts(peer)) {
            return null;
        }
        List<ForwardedHop> hops = ForwardedHop.read(request, headers);
        if (hops == null) {
            throw malformed();
        }
        ForwardedHop hop = new ForwardedHop(null, null, null);
        ForwardedNode client = ForwardedNode.UNTOLD;
        boolean byProxy = true;
        for (int i = hops.size() - 1; i >= 0 && byProxy; i--) {
            hop = hops.get(i);
            ForwardedNode node = node(hop.node());
            IpAddress address = node.address();
            byProxy = address != null && trusts(address);
            client = address == null ? client : node;
        }
        return new ForwardedRequest(withHost(request, hop.host()), client.address(), client.port(), hop.proto());
    }

    private static ForwardedNode node(@Nullable String text) throws HandshakeException {
        ForwardedNode node = text == null ? ForwardedNode.UNTOLD : ForwardedNode.parse(text);
        if (node == null) {
            throw malformed();
        }
        return node;
    }

    private static UpgradeRequest withHost(UpgradeRequest request, @Nullable String host) throws HandshakeException {
        if (host == null) {
            return request;
        }
        if (Authority.parse(host) == null) {
            throw malformed();
        }
        return request.withHost(host);
    }

    private static HandshakeException malformed() {
        return new HandshakeException(HandshakeRefusal.badRequest("A header that tells of proxies is malformed"));
    }
}
