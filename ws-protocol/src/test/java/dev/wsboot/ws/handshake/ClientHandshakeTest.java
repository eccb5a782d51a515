package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.wsboot.ws.protocol.DeflateOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientHandshakeTest {

    private static ClientHandshake handshake(String uri, List<String> subprotocols, ClientHandshake.Header... headers) {
        return new ClientHandshake(
                WsUri.parse(uri), List.of(headers), subprotocols, null, Responses.NONCE, ResponseLimits.defaults());
    }

    private static ClientHandshake.Header header(String name, String value) {
        return new ClientHandshake.Header(name, value);
    }

    @Nested
    class Section4_1_Request {

        @Test
        void plain() {
            assertThat(Heads.text(
                            handshake("ws://example.com/chat?a=b", List.of()).request()))
                    .isEqualTo("GET /chat?a=b HTTP/1.1\r\nHost: example.com\r\nUpgrade: websocket\r\n"
                            + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + Heads.KEY
                            + "\r\n\r\n");
        }

        @Test
        void everything() {
            ClientHandshake handshake = new ClientHandshake(
                    WsUri.parse("wss://[::1]:6060"),
                    List.of(header("Cookie", "a=b"), header("Origin", "https://x"), header("Cookie", "c=d")),
                    List.of("chat.v2", "chat.v1"),
                    DeflateOptions.DEFAULT,
                    Responses.NONCE,
                    ResponseLimits.defaults());

            assertThat(Heads.text(handshake.request()))
                    .isEqualTo("GET / HTTP/1.1\r\nHost: [::1]:6060\r\nUpgrade: websocket\r\n"
                            + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + Heads.KEY
                            + "\r\nSec-WebSocket-Protocol: chat.v2, chat.v1\r\n"
                            + "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits;"
                            + " server_no_context_takeover; client_no_context_takeover\r\n"
                            + "Cookie: a=b\r\nOrigin: https://x\r\nCookie: c=d\r\n\r\n");
        }

        @Test
        void isWhatOurServerAccepts() throws HandshakeException {
            byte[] request = Responses.handshake(ResponseLimits.defaults()).request();
            UpgradeRequest received = Heads.request(Heads.text(request));

            assertThat(received.path()).isEqualTo("/ws");
            assertThat(received.host()).isEqualTo("localhost:6060");
            assertThat(received.acceptKey()).isEqualTo(Heads.ACCEPT);
            assertThat(received.subprotocols()).containsExactly("chat.v2", "chat.v1");
            assertThat(received.extensions()).hasSize(1);
        }

        @Test
        void isACopy() {
            ClientHandshake handshake = Responses.handshake(ResponseLimits.defaults());
            handshake.request()[0] = 'P';

            assertThat(Heads.text(handshake.request())).startsWith("GET ");
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 15, 17})
        void nonceHasSixteenBytes(int length) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new ClientHandshake(
                            Responses.URI, List.of(), List.of(), null, new byte[length], ResponseLimits.defaults()))
                    .withMessage("The nonce must have 16 bytes, but has " + length);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "a b", "a,b", "caf\u00e9", "a\r\nb"})
        void subprotocolIsAToken(String name) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> handshake("ws://a", List.of("x", name)))
                    .withMessage("A subprotocol must be a token");
        }

        @Test
        void subprotocolsAreUnique() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> handshake("ws://a", List.of("x", "y", "x")))
                    .withMessage("The subprotocol x is offered twice");
        }

        @ParameterizedTest
        @ValueSource(strings = {"Host", "expect", "Sec-WebSocket-Key", "Content-Length", "Upgrade"})
        void headerOfTheHandshakeItselfIsRefused(String name) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> handshake("ws://a", List.of(), header("X", "y"), header(name, "x")))
                    .withMessage("The header " + name + " is set by the handshake itself");
        }

        @Test
        void headerThatEndsItsLineIsRefused() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> handshake("ws://a", List.of(), header("X", "a\r\nHost: b")));
        }
    }

    @Test
    void credentialIsNotShownInLogs() {
        assertThat(header("Authorization", "Bearer secret")).hasToString("Authorization");
    }

    @Nested
    class SentRequest {

        @Test
        void isWhatWasAskedFor() {
            UpgradeRequest sent = handshake(
                            "ws://example.com/%63hat/caf%C3%A9?a=b%20c", List.of("x"), header("Origin", "https://x"))
                    .sentRequest();

            assertThat(sent.target()).isEqualTo("/%63hat/caf%C3%A9?a=b%20c");
            assertThat(sent.path()).isEqualTo("/chat/caf\u00e9");
            assertThat(sent.query()).isEqualTo("a=b%20c");
            assertThat(sent.queryParameter("a")).isEqualTo("b c");
            assertThat(sent.host()).isEqualTo("example.com");
            assertThat(sent.origin()).isEqualTo("https://x");
            assertThat(sent.subprotocols()).containsExactly("x");
            assertThat(sent.header("upgrade")).isEqualTo("websocket");
        }

        @ParameterizedTest
        @CsvSource({
            "ws://a/x;y=1/z?q, /x;y=1/z, q",
            "ws://a//x/../y, //x/../y,",
            "ws://a/%2F?, /%2F, ''",
            "ws://a/%ff, /%ff,"
        })
        void pathThatOurServerWouldRefuseStaysAsItIs(String uri, String path, String query) {
            UpgradeRequest sent = handshake(uri, List.of()).sentRequest();

            assertThat(sent.path()).isEqualTo(path);
            assertThat(sent.query()).isEqualTo(query);
        }
    }

    @Nested
    class Section4_1_Response1_Status {

        @Test
        void everyTwoPartSplitOpensTheConnection() throws UpgradeRejectedException {
            String response = Responses.accepted(
                    "Sec-WebSocket-Protocol: chat.v1",
                    "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover");
            for (int split = 0; split < response.length(); split++) {
                ClientHandshake handshake = Responses.handshake(ResponseLimits.defaults());
                ByteBuffer first = Heads.buffer(response.substring(0, split));
                ByteBuffer second = Heads.buffer(response.substring(split) + "\u0081\0");

                assertThat(handshake.receive(first)).isNull();
                assertThat(first.hasRemaining()).isFalse();
                UpgradeResponse accepted = handshake.receive(second);
                assertThat(accepted.subprotocol()).isEqualTo("chat.v1");
                assertThat(accepted.deflate().serverNoContextTakeover()).isTrue();
                assertThat(second.remaining()).isEqualTo(2);
            }
        }

        @Test
        void byteByByteFromADirectBuffer() throws UpgradeRejectedException {
            ClientHandshake handshake = Responses.handshake(ResponseLimits.defaults());
            ByteBuffer direct = ByteBuffer.allocateDirect(1);
            List<UpgradeResponse> accepted = new ArrayList<>();
            for (char c : Responses.accepted().toCharArray()) {
                UpgradeResponse response =
                        handshake.receive(direct.clear().put((byte) c).flip());
                if (response != null) {
                    accepted.add(response);
                }
            }
            assertThat(accepted).hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(strings = {"200 OK", "201 Created", "302 Found", "403 Forbidden", "426 Upgrade Required", "503 "})
        void anyOtherStatusIsARefusalWhateverItsHeaders(String status) {
            String response =
                    Responses.accepted("Content-Length: 4").replace("101 Switching Protocols", status) + "body";
            for (int split = 0; split < response.length(); split++) {
                ClientHandshake handshake = Responses.handshake(ResponseLimits.defaults());
                String first = response.substring(0, split);
                String second = response.substring(split);
                assertThatExceptionOfType(UpgradeRejectedException.class)
                        .isThrownBy(() -> {
                            assertThat(handshake.receive(Heads.buffer(first))).isNull();
                            handshake.receive(Heads.buffer(second));
                        })
                        .withMessage(
                                "The server answered " + status.substring(0, 3) + " instead of upgrading to WebSocket")
                        .satisfies(e -> assertThat(e.body()).isEqualTo("body"))
                        .satisfies(e -> assertThat(e.isRefusal()).isTrue());
            }
        }

        @Test
        void nothingMayFollowTheEnd() throws UpgradeRejectedException {
            ClientHandshake handshake = Responses.handshake(ResponseLimits.defaults());
            handshake.receive(Heads.buffer(Responses.accepted()));

            assertThatIllegalStateException().isThrownBy(() -> handshake.receive(Heads.buffer("x")));
        }

        @Test
        void nothingMayFollowABrokenRule() {
            ClientHandshake handshake = Responses.handshake(ResponseLimits.defaults());
            assertThatExceptionOfType(UpgradeRejectedException.class)
                    .isThrownBy(() -> handshake.receive(Heads.buffer(Responses.without(Responses.UPGRADE))));

            assertThatIllegalStateException().isThrownBy(() -> handshake.receive(Heads.buffer("x")));
        }

        @Test
        void inputEnds() throws UpgradeRejectedException {
            ClientHandshake handshake = Responses.handshake(ResponseLimits.defaults());
            assertThat(handshake.inputEnded()).hasMessage("The server closed before its response was complete");

            handshake.receive(Heads.buffer("HTTP/1.1 500 \r\n\r\noops"));
            assertThat(handshake.inputEnded().status()).isEqualTo(500);
            assertThat(handshake.inputEnded().body()).isEqualTo("oops");
        }
    }

    /** A hostile server decides what it sends, and not what is kept of it. */
    @Nested
    class Bounds {

        private static final ResponseLimits LIMITS = new ResponseLimits(1_000, 10, 100);

        @Test
        void headWithoutEnd() {
            ClientHandshake handshake = Responses.handshake(LIMITS);
            ByteBuffer chunk = Heads.buffer("x".repeat(16));
            assertThatExceptionOfType(UpgradeRejectedException.class)
                    .isThrownBy(() -> {
                        handshake.receive(Heads.buffer("HTTP/1.1 200 "));
                        for (int i = 0; i < 1_000; i++) {
                            handshake.receive(chunk.rewind());
                        }
                    })
                    .withMessage("The server's response is malformed: The head is larger than 1000 bytes");
        }

        @Test
        void bodyWithoutEnd() {
            String body = "x".repeat(1_000_000);
            assertThat(Responses.rejection("HTTP/1.1 200 \r\n\r\n" + body, LIMITS)
                            .body())
                    .isEqualTo("x".repeat(100));
            assertThat(Responses.rejection(
                                    "HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\nF4240\r\n" + body, LIMITS)
                            .body())
                    .isEqualTo("x".repeat(100));
            assertThat(Responses.rejection("HTTP/1.1 200 \r\nContent-Length: 1000000\r\n\r\n" + body, LIMITS)
                            .body())
                    .isEqualTo("x".repeat(100));
        }

        @Test
        void headersWithoutEnd() {
            assertThat(Responses.rejection("HTTP/1.1 200 \r\n" + "A:\r\n".repeat(11), LIMITS))
                    .hasMessage("The server's response is malformed: More header lines than 10");
        }
    }
}
