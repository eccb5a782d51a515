package dev.wsboot.ws.handshake;

import java.util.List;
import java.util.Objects;

/**
 * Decides whether the page that makes a browser connect may do so (RFC 6455 section 10.2, RFC 6454). Browsers let any
 * page open a WebSocket to any server and send that server's cookies along, so this is the only defence against
 * cross-site WebSocket hijacking: ask it before authentication and before any code of the application's.
 *
 * <p>A request without an {@code Origin} header does not come from a browser, and all rules made here allow it: whoever
 * can leave the header out can also write what he likes into it.
 */
@FunctionalInterface
public interface OriginRule {

    /**
     * Decides about one request.
     *
     * @param request to look at
     * @return false where it is to be refused with 403
     */
    boolean allows(UpgradeRequest request);

    /**
     * Allows pages that came from this server: {@code http} or {@code https}, and the host of the {@code Host} header,
     * whatever the ports. Everything else is refused, {@code null}, a repeated header and what is no origin included.
     *
     * <p>The server takes the client's word for its own name here. Where that is not enough, because the server stands
     * in an internal network and fears DNS rebinding, use {@link #matching}.
     *
     * @return the rule
     */
    static OriginRule sameHost() {
        return request -> {
            List<String> values = request.headers("origin");
            if (values.isEmpty()) {
                return true;
            }
            Origin origin = Origin.of(values);
            Authority host = Objects.requireNonNull(Authority.parse(request.host()));
            return origin != null && origin.isWeb() && origin.host().equals(host.host());
        };
    }

    /**
     * Allows every page in the world. That is right for public data, where cookies mean nothing.
     *
     * @return the rule
     */
    static OriginRule any() {
        return request -> true;
    }

    /**
     * Allows the origins that one of the patterns describes:
     *
     * <ul>
     *   <li>{@code https://example.com}: this scheme and host, and the scheme's default port
     *   <li>{@code https://example.com:8443}: this port
     *   <li>{@code https://example.com:*}: any port
     *   <li>{@code https://*.example.com}: everything below the domain, not the domain itself; ports as above
     *   <li>{@code *}: all, {@code null} and what is no origin included, as {@link #any()}
     * </ul>
     *
     * <p>Other schemes than {@code http} and {@code https}, such as {@code capacitor://localhost}, are matched
     * likewise; case never matters. Where {@code *} is not among the patterns, {@code null}, a repeated header and what
     * is no origin are refused.
     *
     * @param patterns of allowed origins; none allows only requests without the header
     * @return the rule
     * @throws IllegalArgumentException naming the pattern, where it is none of these
     */
    static OriginRule matching(List<String> patterns) {
        List<OriginPattern> allowed = patterns.stream()
                .filter(pattern -> !pattern.equals(OriginPattern.ANY))
                .map(OriginPattern::parse)
                .toList();
        if (patterns.contains(OriginPattern.ANY)) {
            return any();
        }
        return request -> {
            List<String> values = request.headers("origin");
            Origin origin = Origin.of(values);
            return values.isEmpty()
                    || (origin != null && allowed.stream().anyMatch(pattern -> pattern.matches(origin)));
        };
    }
}
