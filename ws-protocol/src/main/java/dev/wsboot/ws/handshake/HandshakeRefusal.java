package dev.wsboot.ws.handshake;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An HTTP response that says no to an opening handshake (RFC 6455 section 4.2.2, RFC 9110 section 15). Immutable.
 *
 * <p>It always closes the connection, because what follows a refused upgrade may be frames or a second request, and
 * must never be taken for either. RFC 9112 section 9.6 tells how to close so that the client gets to read it: shut the
 * output down, discard what arrives, and only then close.
 */
public final class HandshakeRefusal {

    private static final int LOWEST_STATUS = 300;
    private static final int HIGHEST_STATUS = 599;

    private final int status;
    private final Map<String, String> headers;
    private final String body;

    private HandshakeRefusal(int status, Map<String, String> headers, String body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /**
     * A refusal of the caller's own making.
     *
     * @param status 300 to 599
     * @param headers to send beside {@code Connection} and {@code Content-Length}, which are set by {@link #encode()};
     *     {@code Content-Type} is {@code text/plain} unless it is given here
     * @param body text to send as UTF-8, may be empty
     * @return the refusal
     * @throws IllegalArgumentException where the status is out of range, a header name is no token, a value has
     *     anything but visible ASCII, spaces and tabs, or a header is one that the handshake sets itself (those of one
     *     hop, the lengths and {@code Sec-WebSocket-*})
     */
    public static HandshakeRefusal of(int status, Map<String, String> headers, String body) {
        if (status < LOWEST_STATUS || status > HIGHEST_STATUS) {
            throw new IllegalArgumentException("Not the status of a refusal: " + status);
        }
        OutgoingHeaders.requireAllowed(headers);
        return new HandshakeRefusal(status, Collections.unmodifiableMap(new LinkedHashMap<>(headers)), body);
    }

    /**
     * 400: the request is malformed, or breaks a rule of the handshake.
     *
     * @param why one sentence for the client
     * @return the refusal
     */
    public static HandshakeRefusal badRequest(String why) {
        return of(400, Map.of(), why);
    }

    /**
     * 401: who asks must say who he is.
     *
     * @param challenge the value of {@code WWW-Authenticate}, such as {@code Bearer}
     * @return the refusal
     * @throws IllegalArgumentException where the challenge has anything but visible ASCII, spaces and tabs
     */
    public static HandshakeRefusal unauthorized(String challenge) {
        return of(401, Map.of("WWW-Authenticate", challenge), "Authentication is required");
    }

    /**
     * 403: not from this origin, or not for this user.
     *
     * @param why one sentence for the client
     * @return the refusal
     */
    public static HandshakeRefusal forbidden(String why) {
        return of(403, Map.of(), why);
    }

    /**
     * 404: no endpoint has that path.
     *
     * @return the refusal
     */
    public static HandshakeRefusal notFound() {
        return of(404, Map.of(), "There is no WebSocket endpoint here");
    }

    /**
     * 405: the method is not GET.
     *
     * @return the refusal, with {@code Allow: GET}
     */
    public static HandshakeRefusal methodNotAllowed() {
        return of(405, Map.of("Allow", "GET"), "A WebSocket handshake is a GET request");
    }

    /**
     * 408: the request head was not complete in time.
     *
     * @return the refusal
     */
    public static HandshakeRefusal requestTimeout() {
        return of(408, Map.of(), "The request did not arrive in time");
    }

    /**
     * 414: the request target is longer than {@link HandshakeLimits#maxTarget()}.
     *
     * @return the refusal
     */
    public static HandshakeRefusal uriTooLong() {
        return of(414, Map.of(), "The request target is too long");
    }

    /**
     * 426: the request does not ask for a WebSocket.
     *
     * @return the refusal, with {@code Upgrade: websocket}, {@code Connection: Upgrade, close} and
     *     {@code Sec-WebSocket-Version: 13}
     */
    public static HandshakeRefusal upgradeRequired() {
        return upgradeRequired("This port speaks WebSocket only");
    }

    /**
     * 426: the request asks for a version of the protocol other than 13.
     *
     * @return the refusal, with the headers of {@link #upgradeRequired()}
     */
    public static HandshakeRefusal unsupportedVersion() {
        return upgradeRequired("Only version 13 of the WebSocket protocol is spoken here");
    }

    /**
     * RFC 9110 section 15.5.22: "The server MUST send an Upgrade header field in a 426 response". RFC 6455 section 4.4:
     * "If the server doesn't support the requested version, it MUST respond with a |Sec-WebSocket-Version| header
     * field". One set of headers serves both.
     */
    private static HandshakeRefusal upgradeRequired(String why) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Upgrade", "websocket");
        headers.put("Sec-WebSocket-Version", "13");
        return new HandshakeRefusal(426, Collections.unmodifiableMap(headers), why);
    }

    /**
     * 429: this client has too many connections, or asks too often.
     *
     * @param retryAfterSeconds when to try again
     * @return the refusal, with {@code Retry-After}
     * @throws IllegalArgumentException where the time is negative
     */
    public static HandshakeRefusal tooManyRequests(int retryAfterSeconds) {
        return later(429, retryAfterSeconds, "Too many connections or requests");
    }

    /**
     * 431: the head is larger than {@link HandshakeLimits#maxHead()}, or has more lines than
     * {@link HandshakeLimits#maxHeaders()}.
     *
     * @return the refusal
     */
    public static HandshakeRefusal headTooLarge() {
        return of(431, Map.of(), "The request head is too large");
    }

    /**
     * 500: the server failed, and says no more about it.
     *
     * @return the refusal
     */
    public static HandshakeRefusal internalError() {
        return of(500, Map.of(), "The server failed");
    }

    /**
     * 503: the server is full or about to stop.
     *
     * @param retryAfterSeconds when to try again
     * @return the refusal, with {@code Retry-After}
     * @throws IllegalArgumentException where the time is negative
     */
    public static HandshakeRefusal serviceUnavailable(int retryAfterSeconds) {
        return later(503, retryAfterSeconds, "The server takes no new connections now");
    }

    static HandshakeRefusal versionNotSupported() {
        return of(505, Map.of(), "A WebSocket handshake is an HTTP/1.1 request");
    }

    private static HandshakeRefusal later(int status, int retryAfterSeconds, String why) {
        if (retryAfterSeconds < 0) {
            throw new IllegalArgumentException("Retry-After must not be negative: " + retryAfterSeconds);
        }
        return of(status, Map.of("Retry-After", Integer.toString(retryAfterSeconds)), why);
    }

    HandshakeRefusal withoutBody() {
        return new HandshakeRefusal(status, headers, "");
    }

    /**
     * The status code.
     *
     * @return 300 to 599
     */
    public int status() {
        return status;
    }

    /**
     * The headers that go with the status.
     *
     * @return unmodifiable, without {@code Connection} and {@code Content-Length}
     */
    public Map<String, String> headers() {
        return headers;
    }

    /**
     * The explanation for the client.
     *
     * @return the body as text, may be empty
     */
    public String body() {
        return body;
    }

    /**
     * The whole response.
     *
     * @return status line, headers and body, ready to be written
     */
    public byte[] encode() {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder text = new StringBuilder(256);
        text.append("HTTP/1.1 ").append(status).append(' ').append(phrase()).append("\r\n");
        // RFC 9110 section 7.8: "A sender of Upgrade MUST also send an "Upgrade" connection option".
        text.append(headers.containsKey("Upgrade") ? "Connection: Upgrade, close\r\n" : "Connection: close\r\n");
        headers.forEach((name, value) -> OutgoingHeaders.append(text, name, value));
        if (content.length > 0 && headers.keySet().stream().noneMatch("Content-Type"::equalsIgnoreCase)) {
            text.append("Content-Type: text/plain; charset=utf-8\r\n");
        }
        text.append("Content-Length: ").append(content.length).append("\r\n\r\n");
        byte[] start = text.toString().getBytes(StandardCharsets.US_ASCII);
        byte[] response = new byte[start.length + content.length];
        System.arraycopy(start, 0, response, 0, start.length);
        System.arraycopy(content, 0, response, start.length, content.length);
        return response;
    }

    /** RFC 9112 section 4: "A client SHOULD ignore the reason-phrase content", so that others go without. */
    private String phrase() {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 408 -> "Request Timeout";
            case 414 -> "URI Too Long";
            case 426 -> "Upgrade Required";
            case 429 -> "Too Many Requests";
            case 431 -> "Request Header Fields Too Large";
            case 500 -> "Internal Server Error";
            case 503 -> "Service Unavailable";
            case 505 -> "HTTP Version Not Supported";
            default -> "";
        };
    }

    /**
     * Status and phrase, without the body.
     *
     * @return such as {@code 404 Not Found}
     */
    @Override
    public String toString() {
        return status + " " + phrase();
    }
}
