package dev.wsboot.ws.handshake;

import org.jspecify.annotations.Nullable;

/**
 * A request as the outermost trusted proxy got it.
 *
 * @param request with the host that the client asked for
 * @param address who sent it; null where the proxies do not tell
 * @param port of the address; 0 where they do not tell
 * @param scheme such as {@code https}, as it was written; null where they do not tell
 */
public record ForwardedRequest(
        UpgradeRequest request,
        @Nullable IpAddress address,
        int port,
        @Nullable String scheme) {

    /**
     * Whether the client speaks TLS with the outermost proxy.
     *
     * @param otherwise what to answer where the proxies do not tell
     * @return whether the scheme is {@code https} or {@code wss}
     */
    public boolean isSecure(boolean otherwise) {
        return scheme == null ? otherwise : scheme.equalsIgnoreCase("https") || scheme.equalsIgnoreCase("wss");
    }
}
