package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpgradeRequestTest {

    @Nested
    class Rfc9112Section3_2_Target {

        @ParameterizedTest
        @CsvSource({
            "/ws, /ws,",
            "/ws?, /ws, ''",
            "/%77s?a=%41&b, /ws, a=%41&b",
            "ws://localhost:6060, /,",
            "ws://localhost:6060?x, /, x",
            "'/ws?f={a|b}[c]^`\\', /ws, 'f={a|b}[c]^`\\'"
        })
        void isTakenApart(String target, String path, String query) throws HandshakeException {
            UpgradeRequest request = Heads.request(Heads.get(target));

            assertThat(request.target()).isEqualTo(target);
            assertThat(request.path()).isEqualTo(path);
            assertThat(request.query()).isEqualTo(query);
            assertThat(request).hasToString("GET " + path);
        }

        @Test
        void queryParameters() throws HandshakeException {
            UpgradeRequest request = Heads.request(Heads.get("/ws?token=a%20b&last"));

            assertThat(request.queryParameter("token")).isEqualTo("a b");
            assertThat(request.queryParameter("last")).isEmpty();
            assertThat(request.queryParameter("Host")).isNull();
            assertThat(Heads.request(Heads.get("/ws")).queryParameter("token")).isNull();
        }

        @Test
        void queryIsNotShownInLogs() throws HandshakeException {
            assertThat(Heads.request(Heads.get("/ws?token=secret")).toString()).doesNotContain("secret");
        }
    }

    @Nested
    class Rfc9110Section5_Headers {

        private UpgradeRequest request() throws HandshakeException {
            return Heads.request(Heads.get(
                    "/ws", "X-Forwarded-For: a, b", "x-forwarded-for: c", "Cookie: caf\u00c3\u00a9", "Empty:"));
        }

        @Test
        void areFoundInAnyCase() throws HandshakeException {
            assertThat(request().header("HOST")).isEqualTo("localhost:6060");
            assertThat(request().header("cookie")).isEqualTo("caf\u00e9");
            assertThat(request().header("empty")).isEmpty();
            assertThat(request().header("missing")).isNull();
            assertThat(request().header("")).isNull();
        }

        @Test
        void repeatedOnesAreKeptApart() throws HandshakeException {
            assertThat(request().header("X-Forwarded-For")).isEqualTo("a, b");
            assertThat(request().headers("X-FORWARDED-for")).containsExactly("a, b", "c");
            assertThat(request().headers("missing")).isEmpty();
        }

        @Test
        void namesAreListedOnce() throws HandshakeException {
            assertThat(request().headerNames())
                    .containsExactly(
                            "Connection",
                            "Cookie",
                            "Empty",
                            "Host",
                            "Sec-WebSocket-Key",
                            "Sec-WebSocket-Version",
                            "Upgrade",
                            "X-Forwarded-For");
            assertThat(request().headerNames().contains("HOST")).isTrue();
        }

        @Test
        void thoseThatOnlyTheHandshakeNeedsCanBeLeftOut() throws HandshakeException {
            UpgradeRequest request = Heads.request(Heads.get(
                            "/ws?a=b", "Cookie: c", "connection: keep-alive", "Sec-WebSocket-Protocol: chat", "X-Y:"))
                    .withoutHandshakeLines();

            assertThat(request.headerNames()).containsExactly("Cookie", "Host", "Sec-WebSocket-Protocol", "X-Y");
            assertThat(request.header("cookie")).isEqualTo("c");
            assertThat(request.host()).isEqualTo("localhost:6060");
            assertThat(request.header("x-y")).isEmpty();
            assertThat(request.subprotocols()).containsExactly("chat");
            assertThat(request.target()).isEqualTo("/ws?a=b");
            assertThat(request.path()).isEqualTo("/ws");
            assertThat(request.query()).isEqualTo("a=b");
            assertThatIllegalStateException().isThrownBy(request::acceptKey);
        }

        @Test
        void theHostCanBeAnother() throws HandshakeException {
            UpgradeRequest request =
                    Heads.request(Heads.get("/ws?a=b", "Cookie: c")).withHost("example.com:8443");

            assertThat(request.headers("host")).containsExactly("example.com:8443");
            assertThat(request.header("cookie")).isEqualTo("c");
            assertThat(request.target()).isEqualTo("/ws?a=b");
            assertThat(request.acceptKey()).isEqualTo(Heads.ACCEPT);
        }

        @Test
        void answersCannotBeChanged() throws HandshakeException {
            UpgradeRequest request = request();
            assertThatExceptionOfType(UnsupportedOperationException.class)
                    .isThrownBy(() -> request.headers("host").add("x"));
            assertThatExceptionOfType(UnsupportedOperationException.class)
                    .isThrownBy(() -> request.headerNames().remove("Host"));
            assertThatExceptionOfType(UnsupportedOperationException.class)
                    .isThrownBy(() -> request.subprotocols().add("x"));
            assertThatExceptionOfType(UnsupportedOperationException.class)
                    .isThrownBy(() -> request.extensions().clear());
        }

        @Test
        void higherMinorVersionLosesNothing() throws HandshakeException {
            UpgradeRequest request = Heads.request(Heads.get("/ws").replace("HTTP/1.1", "HTTP/1.7"));
            assertThat(request.host()).isEqualTo("localhost:6060");
        }
    }

    @Nested
    class Section4_2_1_OptionalHeaders {

        @Test
        void origin() throws HandshakeException {
            assertThat(Heads.request(Heads.get("/ws")).origin()).isNull();
            assertThat(Heads.request(Heads.get("/ws", "ORIGIN: null")).origin()).isEqualTo("null");
        }

        @Test
        void subprotocolsOfAllLines() throws HandshakeException {
            UpgradeRequest request = Heads.request(
                    Heads.get("/ws", "Sec-WebSocket-Protocol: chat , Chat", "X: y", "sec-websocket-protocol:,v2,"));

            assertThat(request.subprotocols()).containsExactly("chat", "Chat", "v2");
            assertThat(Heads.request(Heads.get("/ws")).subprotocols()).isEmpty();
        }

        @Test
        void serversPreferenceAmongTheSubprotocols() throws HandshakeException {
            UpgradeRequest request = Heads.request(Heads.get("/ws", "Sec-WebSocket-Protocol: chat, v1, v2"));

            assertThat(request.selectSubprotocol(List.of("v3", "v2", "v1"))).isEqualTo("v2");
            assertThat(request.selectSubprotocol(List.of("V1", "v4"))).isNull();
            assertThat(request.selectSubprotocol(List.of())).isNull();
        }

        @Test
        void extensionsOfAllLines() throws HandshakeException {
            UpgradeRequest request = Heads.request(
                    Heads.get("/ws", "Sec-WebSocket-Extensions: a; b", "X: y", "Sec-WebSocket-Extensions: c"));

            assertThat(request.extensions()).extracting(ExtensionOffer::name).containsExactly("a", "c");
            assertThat(Heads.request(Heads.get("/ws")).extensions()).isEmpty();
        }
    }
}
