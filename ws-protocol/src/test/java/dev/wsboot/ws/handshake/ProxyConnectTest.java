package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyConnectTest {

    private static ProxyConnect connect() {
        return connect("wss://example.com/chat");
    }

    private static ProxyConnect connect(String uri, ClientHandshake.Header... headers) {
        return new ProxyConnect(WsUri.parse(uri), List.of(headers), ResponseLimits.defaults());
    }

    @Nested
    class Rfc9110Section9_3_6_Connect {

        @ParameterizedTest
        @CsvSource({
            "wss://example.com/chat, example.com:443",
            "ws://example.com, example.com:80",
            "ws://[::1]:6060/?a, [::1]:6060"
        })
        void targetIsHostAndPort(String uri, String authority) {
            assertThat(Heads.text(connect(uri).request()))
                    .isEqualTo("CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n");
        }

        @Test
        void headersAreForTheProxy() {
            ProxyConnect connect =
                    connect("ws://a", new ClientHandshake.Header("Proxy-Authorization", "Basic dXNlcjpwYXNz"));
            assertThat(Heads.text(connect.request()))
                    .isEqualTo(
                            "CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\nProxy-Authorization: Basic dXNlcjpwYXNz\r\n\r\n");
            connect.request()[0] = 'X';
            assertThat(connect.request()[0]).isEqualTo((byte) 'C');
        }

        @Test
        void headerOfTheRequestItselfIsRefused() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> connect("ws://a", new ClientHandshake.Header("Host", "b")));
        }

        @ParameterizedTest
        @ValueSource(strings = {"HTTP/1.1 200 Connection established", "HTTP/1.0 200 OK", "HTTP/1.1 299"})
        void anySuccessOpensTheTunnel(String line) throws UpgradeRejectedException {
            ProxyConnect connect = connect();
            ByteBuffer in = Heads.buffer(line + "\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nTLS");

            assertThat(connect.receive(Heads.buffer("HTTP/1.1 100 \r\n\r\n"))).isFalse();
            assertThat(connect.receive(in)).isTrue();
            assertThat(in.remaining()).isEqualTo(3);
            assertThatIllegalStateException().isThrownBy(() -> connect.receive(in));
        }

        @Test
        void everySplitOpensTheTunnel() throws UpgradeRejectedException {
            String response = "HTTP/1.1 200 OK\r\nVia: x\r\n\r\n";
            for (int split = 0; split < response.length(); split++) {
                ProxyConnect connect = connect();
                assertThat(connect.receive(Heads.buffer(response.substring(0, split))))
                        .isFalse();
                assertThat(connect.receive(Heads.buffer(response.substring(split))))
                        .isTrue();
            }
        }

        @ParameterizedTest
        @ValueSource(ints = {101, 302, 407, 502})
        void anythingElseIsARefusal(int status) {
            assertThatExceptionOfType(UpgradeRejectedException.class)
                    .isThrownBy(() -> connect()
                            .receive(Heads.buffer("HTTP/1.1 " + status + " x\r\nContent-Length: 0\r\nA: b\r\n\r\n")))
                    .withMessage("The proxy answered " + status + " instead of opening a tunnel")
                    .satisfies(e -> assertThat(e.status()).isEqualTo(status))
                    .satisfies(e -> assertThat(e.header("a")).isEqualTo("b"));
        }

        @Test
        void malformed() {
            assertThatExceptionOfType(UpgradeRejectedException.class)
                    .isThrownBy(() -> connect().receive(Heads.buffer("\u0005\0")))
                    .withMessage("The proxy's response is malformed: Byte 0x05 in the protocol version");
        }

        @Test
        void inputEnds() throws UpgradeRejectedException {
            ProxyConnect connect = connect();
            assertThat(connect.inputEnded()).hasMessage("The proxy closed before its response was complete");

            connect.receive(Heads.buffer("HTTP/1.1 407 \r\n\r\nwho?"));
            assertThat(connect.inputEnded()).hasMessage("The proxy answered 407 instead of opening a tunnel");
            assertThat(connect.inputEnded().body()).isEqualTo("who?");
        }
    }
}
