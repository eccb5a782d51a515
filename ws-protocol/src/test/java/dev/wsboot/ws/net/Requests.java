package dev.wsboot.ws.net;

import java.util.stream.Stream;

/** Requests for an opening handshake, as text whose characters are bytes. */
final class Requests {

    static final String REQUEST_LINE = "GET /ws HTTP/1.1\r\n";
    static final String HOST = "Host: localhost:6060\r\n";
    static final String UPGRADE = "Upgrade: websocket\r\n";
    static final String CONNECTION = "Connection: Upgrade\r\n";
    static final String VERSION = "Sec-WebSocket-Version: 13\r\n";
    static final String KEY = "Sec-WebSocket-Key: Omt7iN7CaEUxYdm+wlVEaA==\r\n";

    private static final String HEADERS = HOST + UPGRADE + CONNECTION + VERSION + KEY;

    private Requests() {}

    /** A valid request with more header lines. */
    static String get(String path, String... lines) {
        StringBuilder more = new StringBuilder();
        Stream.of(lines).forEach(line -> more.append(line).append("\r\n"));
        return "GET " + path + " HTTP/1.1\r\n" + HEADERS + more + "\r\n";
    }

    /** A valid request in which one line, with its end, is replaced. */
    static String with(String line, String replacement) {
        String request = get("/ws");
        if (!request.contains(line)) {
            throw new IllegalArgumentException("no line " + line);
        }
        return request.replace(line, replacement);
    }
}
