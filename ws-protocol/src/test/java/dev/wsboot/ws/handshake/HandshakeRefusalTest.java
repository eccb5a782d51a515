package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeRefusalTest {

    /** The whole response, with the header lines that the refusal has of its own. */
    private static void encodes(
            HandshakeRefusal refusal, String statusLine, String connection, String lines, String body) {
        assertThat(new String(refusal.encode(), StandardCharsets.UTF_8))
                .isEqualTo("HTTP/1.1 " + statusLine + "\r\nConnection: " + connection + "\r\n" + lines
                        + "Content-Type: text/plain; charset=utf-8\r\nContent-Length: "
                        + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
        assertThat(refusal.status()).isEqualTo(Integer.parseInt(statusLine.substring(0, 3)));
        assertThat(refusal.body()).isEqualTo(body);
        assertThat(refusal).hasToString(statusLine);
    }

    @Nested
    class Rfc9110Section15_Statuses {

        @Test
        void clientErrors() {
            encodes(HandshakeRefusal.badRequest("Why"), "400 Bad Request", "close", "", "Why");
            encodes(
                    HandshakeRefusal.unauthorized("Bearer realm=\"x\""),
                    "401 Unauthorized",
                    "close",
                    "WWW-Authenticate: Bearer realm=\"x\"\r\n",
                    "Authentication is required");
            encodes(HandshakeRefusal.forbidden("Caf\u00e9"), "403 Forbidden", "close", "", "Caf\u00e9");
            encodes(HandshakeRefusal.notFound(), "404 Not Found", "close", "", "There is no WebSocket endpoint here");
            encodes(
                    HandshakeRefusal.methodNotAllowed(),
                    "405 Method Not Allowed",
                    "close",
                    "Allow: GET\r\n",
                    "A WebSocket handshake is a GET request");
            encodes(
                    HandshakeRefusal.requestTimeout(),
                    "408 Request Timeout",
                    "close",
                    "",
                    "The request did not arrive in time");
            encodes(HandshakeRefusal.uriTooLong(), "414 URI Too Long", "close", "", "The request target is too long");
            encodes(
                    HandshakeRefusal.headTooLarge(),
                    "431 Request Header Fields Too Large",
                    "close",
                    "",
                    "The request head is too large");
        }

        @Test
        void upgradeRequired() {
            String lines = "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n";
            encodes(
                    HandshakeRefusal.upgradeRequired(),
                    "426 Upgrade Required",
                    "Upgrade, close",
                    lines,
                    "This port speaks WebSocket only");
            encodes(
                    HandshakeRefusal.unsupportedVersion(),
                    "426 Upgrade Required",
                    "Upgrade, close",
                    lines,
                    "Only version 13 of the WebSocket protocol is spoken here");
        }

        @Test
        void later() {
            encodes(
                    HandshakeRefusal.tooManyRequests(5),
                    "429 Too Many Requests",
                    "close",
                    "Retry-After: 5\r\n",
                    "Too many connections or requests");
            encodes(
                    HandshakeRefusal.serviceUnavailable(0),
                    "503 Service Unavailable",
                    "close",
                    "Retry-After: 0\r\n",
                    "The server takes no new connections now");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> HandshakeRefusal.serviceUnavailable(-1))
                    .withMessage("Retry-After must not be negative: -1");
        }

        @Test
        void serverErrors() {
            encodes(HandshakeRefusal.internalError(), "500 Internal Server Error", "close", "", "The server failed");
            encodes(
                    HandshakeRefusal.versionNotSupported(),
                    "505 HTTP Version Not Supported",
                    "close",
                    "",
                    "A WebSocket handshake is an HTTP/1.1 request");
        }
    }

    @Nested
    class OfTheCallersMaking {

        @Test
        void statusWithoutKnownPhrase() {
            encodes(HandshakeRefusal.of(499, Map.of(), "x"), "499 ", "close", "", "x");
            assertThat(HandshakeRefusal.of(300, Map.of(), "").status()).isEqualTo(300);
            assertThat(HandshakeRefusal.of(599, Map.of(), "").status()).isEqualTo(599);
        }

        @ParameterizedTest
        @ValueSource(ints = {101, 200, 299, 600, 0, -1})
        void statusThatDoesNotRefuse(int status) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> HandshakeRefusal.of(status, Map.of(), ""))
                    .withMessage("Not the status of a refusal: " + status);
        }

        @Test
        void contentTypeIsTheCallersWhereGiven() {
            HandshakeRefusal refusal =
                    HandshakeRefusal.of(422, Map.of("content-type", "application/problem+json"), "{\r\n}");

            assertThat(Heads.text(refusal.encode()))
                    .isEqualTo("HTTP/1.1 422 \r\nConnection: close\r\n"
                            + "content-type: application/problem+json\r\nContent-Length: 4\r\n\r\n{\r\n}");
        }

        @Test
        void withoutBodyThereIsNoType() {
            HandshakeRefusal refusal = HandshakeRefusal.of(302, Map.of("Location", "/other"), "");

            assertThat(Heads.text(refusal.encode()))
                    .isEqualTo("HTTP/1.1 302 \r\nConnection: close\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n");
        }

        @Test
        void headersAreCopied() {
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("X", "y");
            HandshakeRefusal refusal = HandshakeRefusal.of(400, headers, "");
            headers.put("X", "a\r\nb");

            assertThat(refusal.headers()).containsExactly(Map.entry("X", "y"));
            assertThatExceptionOfType(UnsupportedOperationException.class)
                    .isThrownBy(() -> refusal.headers().put("X", "z"));
        }

        @Test
        void injectionIsRefused() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> HandshakeRefusal.of(400, Map.of("X", "a\r\nSet-Cookie: b"), ""));
            assertThatIllegalArgumentException().isThrownBy(() -> HandshakeRefusal.of(400, Map.of("X\r\nY", "a"), ""));
            assertThatIllegalArgumentException().isThrownBy(() -> HandshakeRefusal.unauthorized("Basic\r\nX: y"));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> HandshakeRefusal.of(426, Map.of("Upgrade", "h2c"), ""));
        }
    }
}
