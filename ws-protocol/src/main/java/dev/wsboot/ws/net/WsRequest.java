package dev.wsboot.ws.net;

import dev.wsboot.ws.handshake.ClientHandshake;
import dev.wsboot.ws.handshake.ClientHandshake.Header;
import dev.wsboot.ws.handshake.ResponseLimits;
import dev.wsboot.ws.handshake.WsUri;
import dev.wsboot.ws.protocol.DeflateOptions;
import dev.wsboot.ws.protocol.MessageLimits;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks a server for. Immutable: each method gives a new request, and every request is valid.
 *
 * <pre>{@code
 * WsRequest.to("wss://example.com/chat").authorization("Bearer " + token).subprotocols("chat.v2", "chat.v1")
 * }</pre>
 */
public final class WsRequest {

    /** RFC 6455 section 4.1: "a nonce consisting of a randomly selected 16-byte value". */
    static final int NONCE_LENGTH = 16;

    /** What every server may see; whether anything else is a secret, only the application knows. */
    private static final Set<String> HARMLESS = Set.of(
            "accept",
            "accept-charset",
            "accept-encoding",
            "accept-language",
            "cache-control",
            "origin",
            "pragma",
            "user-agent");

    private final WsUri uri;
    private final List<Header> headers;
    private final List<String> subprotocols;
    private final @Nullable MessageLimits partLimits;

    private WsRequest(WsUri uri, List<Header> headers, List<String> subprotocols, @Nullable MessageLimits partLimits) {
        this.uri = uri;
        this.headers = List.copyOf(headers);
        this.subprotocols = List.copyOf(subprotocols);
        this.partLimits = partLimits;
        // The handshake knows what may be sent: a mistake is told where it was made.
        handshake(null, new byte[NONCE_LENGTH], ResponseLimits.defaults());
    }

    /**
     * A request without headers of its own.
     *
     * @param uri absolute, with the scheme {@code ws} or {@code wss}; what is not ASCII is percent-encoded
     * @return a new request
     * @throws IllegalArgumentException if it leads to no WebSocket server, or has user information or a fragment; the
     *     message says which
     */
    public static WsRequest to(URI uri) {
        return to(uri.toASCIIString());
    }

    /**
     * A request without headers of its own.
     *
     * @param uri absolute, with the scheme {@code ws} or {@code wss}; what is not ASCII must be percent-encoded already
     * @return a new request
     * @throws IllegalArgumentException as {@link #to(URI)}
     */
    public static WsRequest to(String uri) {
        return new WsRequest(WsUri.parse(uri), List.of(), List.of(), null);
    }

    /**
     * The same request with one header more.
     *
     * @param name such as {@code Origin}; may be repeated
     * @param value visible ASCII, spaces and tabs
     * @return a new request
     * @throws IllegalArgumentException if one of them is malformed, or the header is one that the handshake sets itself
     */
    public WsRequest header(String name, String value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new WsRequest(uri, more, subprotocols, partLimits);
    }

    /**
     * The same request with credentials.
     *
     * @param value of the header {@code Authorization}, such as {@code Bearer ...}
     * @return a new request
     * @throws IllegalArgumentException as {@link #header}
     */
    public WsRequest authorization(String value) {
        return header("Authorization", value);
    }

    /**
     * The same request with cookies.
     *
     * @param value of the header {@code Cookie}, such as {@code session=31d4; lang=en}
     * @return a new request
     * @throws IllegalArgumentException as {@link #header}
     */
    public WsRequest cookie(String value) {
        return header("Cookie", value);
    }

    /**
     * The same request with other subprotocols.
     *
     * @param offers the most preferred first; none takes the offer back
     * @return a new request
     * @throws IllegalArgumentException if one of them is no token, or stands there twice
     */
    public WsRequest subprotocols(String... offers) {
        return new WsRequest(uri, headers, List.of(offers), partLimits);
    }

    /**
     * The same request with messages that are delivered in parts, as they arrive, to
     * {@link dev.wsboot.ws.WsHandler#onTextPart} and {@link dev.wsboot.ws.WsHandler#onBinaryPart}.
     *
     * @param limits how large they may be, such as {@link MessageLimits#UNBOUNDED_PARTS}; in place of the client's limits
     * @return a new request
     */
    public WsRequest inParts(MessageLimits limits) {
        return new WsRequest(uri, headers, subprotocols, limits);
    }

    /** What holds for its session. */
    SessionOptions sessionOptions(SessionOptions common) {
        return common.with(partLimits, null);
    }

    /** The same request to where a server sends it: what is not known to be harmless stays with the server it was for. */
    WsRequest redirected(WsUri target) {
        // RFC 9110 section 15.4: "Consider removing header fields that were not automatically generated by the
        // implementation (i.e., those present in the request because they were added by the calling context)
        // where there are security implications; this includes but is not limited to Authorization and Cookie."
        List<Header> kept = uri.sameServer(target)
                ? headers
                : headers.stream()
                        .filter(header -> HARMLESS.contains(header.name().toLowerCase(Locale.ROOT)))
                        .toList();
        return new WsRequest(target, kept, subprotocols, partLimits);
    }

    WsUri uri() {
        return uri;
    }

    /** The handshake that asks for it. */
    ClientHandshake handshake(@Nullable DeflateOptions deflate, byte[] nonce, ResponseLimits limits) {
        return new ClientHandshake(uri, headers, subprotocols, deflate, nonce, limits);
    }

    /**
     * Without headers and query, which often have credentials in them.
     *
     * @return such as {@code wss://example.com/chat}
     */
    @Override
    public String toString() {
        return uri.toString();
    }
}
