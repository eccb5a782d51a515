package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wsboot.ws.protocol.DeflateOptions;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Response heads for tests, as text whose characters are bytes, and handshakes that take them. */
final class Responses {

    static final byte[] NONCE = Base64.getDecoder().decode(Heads.KEY);
    static final String STATUS = "HTTP/1.1 101 Switching Protocols\r\n";
    static final String UPGRADE = "Upgrade: websocket\r\n";
    static final String CONNECTION = "Connection: Upgrade\r\n";
    static final String ACCEPT_LINE = "Sec-WebSocket-Accept: " + Heads.ACCEPT + "\r\n";
    static final WsUri URI = WsUri.parse("ws://localhost:6060/ws");

    private Responses() {}

    /** A valid head, with more header lines. */
    static String accepted(String... lines) {
        return STATUS + UPGRADE + CONNECTION + ACCEPT_LINE + lines(lines) + "\r\n";
    }

    /** A valid head with one of its lines replaced. */
    static String without(String line, String... replacements) {
        return accepted().replace(line, lines(replacements));
    }

    private static String lines(String... lines) {
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            text.append(line).append("\r\n");
        }
        return text.toString();
    }

    static ClientHandshake handshake(ResponseLimits limits) {
        return handshake(List.of("chat.v2", "chat.v1"), DeflateOptions.DEFAULT, limits);
    }

    static ClientHandshake handshake(
            List<String> subprotocols, @Nullable DeflateOptions deflate, ResponseLimits limits) {
        return new ClientHandshake(URI, List.of(), subprotocols, deflate, NONCE, limits);
    }

    /** What must be accepted. */
    static UpgradeResponse response(String response) throws UpgradeRejectedException {
        return Objects.requireNonNull(
                handshake(ResponseLimits.defaults()).receive(Heads.buffer(response)), "incomplete");
    }

    /** What must be rejected. */
    static UpgradeRejectedException rejection(String response) {
        return rejection(response, ResponseLimits.defaults());
    }

    static UpgradeRejectedException rejection(String response, ResponseLimits limits) {
        UpgradeRejectedException rejection = catchThrowableOfType(
                UpgradeRejectedException.class, () -> handshake(limits).receive(Heads.buffer(response)));
        return Objects.requireNonNull(rejection, "not rejected");
    }

    /** A head that is grammatical. */
    static ResponseHead head(String text) throws BadHeadException {
        ResponseScanner scanner = new ResponseScanner(ResponseLimits.defaults());
        if (!scanner.scan(Heads.buffer(text))) {
            throw new AssertionError("incomplete");
        }
        return scanner.head(Heads.buffer(text).array());
    }
}
