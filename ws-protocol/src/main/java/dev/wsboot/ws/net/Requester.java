package dev.wsboot.ws.net;

import dev.wsboot.ws.handshake.ForwardedRequest;
import dev.wsboot.ws.handshake.HandshakeException;
import dev.wsboot.ws.handshake.IpAddress;
import dev.wsboot.ws.handshake.TrustedProxies;
import dev.wsboot.ws.handshake.UpgradeRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * Who has sent a request and how, as far as proxies in between are to be believed.
 *
 * @param request for the host that the client asked for
 * @param address the client's, with port 0 where that is not known; or that of the proxy which knows no more
 * @param secure whether the client speaks TLS
 */
record Requester(UpgradeRequest request, InetSocketAddress address, boolean secure) {

    /**
     * Looks whether the request tells.
     *
     * @throws HandshakeException where a trusted proxy sends a malformed header
     */
    static Requester of(UpgradeRequest received, Connection connection, TrustedProxies proxies)
            throws HandshakeException {
        InetSocketAddress peer = connection.remoteAddress();
        ForwardedRequest forwarded =
                proxies.forwarded(received, peer.getAddress().getAddress());
        if (forwarded == null) {
            return new Requester(received, peer, connection.isSecure());
        }
        IpAddress client = forwarded.address();
        return new Requester(
                forwarded.request(),
                client == null ? peer : socketAddress(client, forwarded.port()),
                forwarded.isSecure(connection.isSecure()));
    }

    /**
     * For operators: the host tells whether a proxy keeps the one that the client asked for to itself. It comes first, because it is
     * the shorter one, and a long line is cut.
     */
    String whyNotItsOrigin() {
        return "at " + request.host() + " the origin \"" + String.join(", ", request.headers("origin"))
                + "\" is not allowed";
    }

    static InetSocketAddress socketAddress(IpAddress address, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address.bytes()), port);
        } catch (UnknownHostException e) {
            throw new AssertionError("4 or 16 bytes are an address", e);
        }
    }
}
