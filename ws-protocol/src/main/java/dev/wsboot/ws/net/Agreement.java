package dev.wsboot.ws.net;

import dev.wsboot.ws.protocol.DeflateParameters;
import dev.wsboot.ws.protocol.Role;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came out of an opening handshake.
 *
 * @param role the role of this side
 * @param subprotocol null where none was agreed on
 * @param deflate null where messages are not compressed
 * @param peerCertificates the peer's own one first; empty where it gave none
 */
record Agreement(
        Role role,
        @Nullable String subprotocol,
        @Nullable DeflateParameters deflate,
        List<X509Certificate> peerCertificates) {

    /** The most common one, which takes room only once. */
    private static final Agreement PLAIN = new Agreement(Role.SERVER, null, null, List.of());

    /** The server's side of a handshake. */
    static Agreement ofServer(
            @Nullable String subprotocol, @Nullable DeflateParameters deflate, List<X509Certificate> peerCertificates) {
        Agreement agreement = new Agreement(Role.SERVER, subprotocol, deflate, peerCertificates);
        return agreement.equals(PLAIN) ? PLAIN : agreement;
    }
}
