package dev.wsboot.ws.handshake;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one proxy says of the request that it got; each is null where it says nothing.
 *
 * @param node from whom it was, as {@link ForwardedNode} reads it
 * @param proto by which scheme
 * @param host for which host
 */
record ForwardedHop(
        @Nullable String node,
        @Nullable String proto,
        @Nullable String host) {

    /** What the proxies say, the one nearest to the client first; null where it is malformed. */
    static @Nullable List<ForwardedHop> read(UpgradeRequest request, ForwardedHeaders headers) {
        return switch (headers) {
            case NONE -> List.of();
            case FORWARDED -> ForwardedParser.parse(request.headers("forwarded"));
            case X_FORWARDED -> XForwarded.hops(request);
        };
    }
}
