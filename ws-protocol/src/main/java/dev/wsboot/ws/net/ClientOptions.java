package dev.wsboot.ws.net;

import dev.wsboot.ws.handshake.ClientHandshake.Header;
import dev.wsboot.ws.handshake.ResponseLimits;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all connections of a client have in common. Immutable.
 *
 * @param connectTimeout how long a server has to accept TCP, the lookup of its name included
 * @param handshakeTimeout how long everything from there to the session may take: the proxy, TLS and the upgrade
 * @param tlsOrDefault null stands for what the Java runtime trusts
 * @param proxy asked for a tunnel to every server; null where servers are reached directly
 * @param proxyHeaders for the proxy alone
 * @param maxRedirects how many redirections are followed
 * @param session what holds once the handshake is done
 */
record ClientOptions(
        Duration connectTimeout,
        Duration handshakeTimeout,
        ResponseLimits responseLimits,
        @Nullable TlsOptions tlsOrDefault,
        @Nullable InetSocketAddress proxy,
        List<Header> proxyHeaders,
        int maxRedirects,
        SessionOptions session) {

    /** The runtime's own trust is loaded when it is needed first, because that takes a while. */
    TlsOptions tls() {
        return tlsOrDefault == null ? TlsOptions.systemDefault() : tlsOrDefault;
    }
}
