package dev.wsboot.ws;

import dev.wsboot.ws.handshake.UpgradeRequest;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP request that asks for, or opened, a WebSocket connection. Immutable and safe for use by many threads. It lives as
 * long as the connection, so the header lines that only the handshake needs are left out: {@code Upgrade},
 * {@code Connection}, {@code Sec-WebSocket-Version} and {@code Sec-WebSocket-Key}.
 */
public final class WsUpgrade {

    private final UpgradeRequest request;
    private final String endpoint;
    private final Map<String, String> pathParameters;
    private final InetSocketAddress remoteAddress;
    private final boolean secure;

    /**
     * For transports.
     *
     * @param request what was received
     * @param endpoint the path template that matched
     * @param pathParameters the template's variables and what they stand for here
     * @param remoteAddress the client's address
     * @param secure whether the client speaks TLS
     */
    public WsUpgrade(
            UpgradeRequest request,
            String endpoint,
            Map<String, String> pathParameters,
            InetSocketAddress remoteAddress,
            boolean secure) {
        this.request = request;
        this.endpoint = endpoint;
        this.pathParameters = pathParameters;
        this.remoteAddress = remoteAddress;
        this.secure = secure;
    }

    /**
     * The path template of the endpoint, such as {@code /chat/{room}}.
     *
     * @return the template as it was registered
     */
    public String endpoint() {
        return endpoint;
    }

    /**
     * The path in its one normal spelling: decoded, without dot segments.
     *
     * @return a path that starts with a slash
     */
    public String path() {
        return request.path();
    }

    /**
     * What the variables of the path template stand for.
     *
     * @return an unmodifiable map, empty where the template has no variables
     */
    public Map<String, String> pathParameters() {
        return pathParameters;
    }

    /**
     * The query as it was sent.
     *
     * @return what stands behind the question mark; null where there is none
     */
    public @Nullable String query() {
        return request.query();
    }

    /**
     * One parameter of the query, decoded.
     *
     * @param name the parameter's name
     * @return its first value; null where there is none
     */
    public @Nullable String queryParameter(String name) {
        return request.queryParameter(name);
    }

    /**
     * One header field.
     *
     * @param name in any case
     * @return its first value; null where there is none, and for the four that only the handshake needs
     */
    public @Nullable String header(String name) {
        return request.header(name);
    }

    /**
     * All values of one header field.
     *
     * @param name in any case
     * @return one value a line, in order
     */
    public List<String> headers(String name) {
        return request.headers(name);
    }

    /**
     * The origin of the page that asks, which browsers always tell and others need not (RFC 6455 section 10.2).
     *
     * @return null where there is none, which means: not a browser
     */
    public @Nullable String origin() {
        return request.origin();
    }

    /**
     * The host and port that the client believes to talk to.
     *
     * @return the Host header, or what a trusted proxy says that it was
     */
    public String host() {
        return request.host();
    }

    /**
     * The subprotocols that the client offered.
     *
     * @return in the client's order of preference; may be empty
     */
    public List<String> subprotocols() {
        return request.subprotocols();
    }

    /**
     * Where the other end of the connection is.
     *
     * @return the client's address, also behind a proxy if that is trusted and tells it, with port 0 where it does not tell that;
     *     otherwise the proxy's. At a Unix domain socket peers have none, and it is 127.0.0.1, with the port 0
     */
    public InetSocketAddress remoteAddress() {
        return remoteAddress;
    }

    /**
     * Whether the client's messages are encrypted on their way: {@code wss}.
     *
     * @return whether this connection speaks TLS; behind a trusted proxy that tells, whether the client's connection to it does
     */
    public boolean isSecure() {
        return secure;
    }

    @Override
    public String toString() {
        return Printable.text(path()) + " from " + remoteAddress;
    }
}
