package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Request heads for tests, as text whose characters are bytes. */
final class Heads {

    static final String KEY = "Omt7iN7CaEUxYdm+wlVEaA==";
    static final String ACCEPT = "ggdcU6xoySObbFCh62I2J3eRxu0=";
    static final String HOST = "Host: localhost:6060\r\n";
    static final String CONNECTION = "Connection: Upgrade\r\n";
    static final String UPGRADE = "Upgrade: websocket\r\n";
    static final String VERSION = "Sec-WebSocket-Version: 13\r\n";
    static final String KEY_LINE = "Sec-WebSocket-Key: " + KEY + "\r\n";

    /** The handshake from which this project grew. */
    static final String SEED = "GET ws://localhost:6060/ws HTTP/1.1\r\n" + HOST + CONNECTION + UPGRADE + VERSION
            + KEY_LINE + "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n";

    private Heads() {}

    /** A valid head for the target, with more header lines. */
    static String get(String target, String... lines) {
        return "GET " + target + " HTTP/1.1\r\n" + HOST + CONNECTION + UPGRADE + VERSION + KEY_LINE + lines(lines)
                + "\r\n";
    }

    /** A valid head with one of its lines replaced. */
    static String without(String line, String... replacements) {
        return get("/ws").replace(line, lines(replacements));
    }

    private static String lines(String... lines) {
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            text.append(line).append("\r\n");
        }
        return text.toString();
    }

    static ByteBuffer buffer(String head) {
        return ByteBuffer.wrap(head.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** What must be a request. */
    static UpgradeRequest request(String head) throws HandshakeException {
        ByteBuffer in = buffer(head);
        UpgradeRequest request = new ServerHandshake(HandshakeLimits.defaults()).receive(in);
        return Objects.requireNonNull(request, "incomplete");
    }

    /** What must be refused. */
    static HandshakeException failure(String head) {
        return failure(head, HandshakeLimits.defaults());
    }

    static HandshakeException failure(String head, HandshakeLimits limits) {
        HandshakeException failure =
                catchThrowableOfType(HandshakeException.class, () -> new ServerHandshake(limits).receive(buffer(head)));
        return Objects.requireNonNull(failure, "not refused");
    }

    static int status(String head) {
        return failure(head).refusal().status();
    }

    static String text(byte[] response) {
        return new String(response, StandardCharsets.ISO_8859_1);
    }
}
