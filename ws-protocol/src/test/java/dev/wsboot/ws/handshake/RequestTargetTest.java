package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole head is tested where the target alone does not show the effect. */
class RequestTargetTest {

    private static RequestTarget parse(String target) throws HandshakeException {
        byte[] head = ("GET " + target).getBytes(StandardCharsets.ISO_8859_1);
        return RequestTarget.parse(head, 4, head.length);
    }

    private static void isRefused(String target, String why) {
        assertThatExceptionOfType(HandshakeException.class)
                .isThrownBy(() -> parse(target))
                .withMessage(why)
                .satisfies(e -> assertThat(e.refusal().status()).isEqualTo(400));
        assertThat(Heads.failure(Heads.get(target))).hasMessage(why);
    }

    @Nested
    class Rfc9112Section3_2_1_OriginForm {

        @Test
        void pathAlone() throws HandshakeException {
            assertThat(parse("/ws")).isEqualTo(new RequestTarget("/ws", -1, null, -1));
        }

        @Test
        void pathAndQuery() throws HandshakeException {
            assertThat(parse("/ws?a=/../b?c")).isEqualTo(new RequestTarget("/ws", 8, null, -1));
            assertThat(parse("/ws?")).isEqualTo(new RequestTarget("/ws", 8, null, -1));
        }

        @Test
        void networkPathIsNoHost() {
            isRefused("//evil.com/ws", "The path has an empty segment (//)");
        }
    }

    @Nested
    class Rfc9112Section3_2_2_AbsoluteForm {

        @ParameterizedTest
        @CsvSource({
            "ws://localhost:6060/ws, /ws, localhost, 6060, 80",
            "WSS://LocalHost/ws, /ws, localhost, -1, 443",
            "http://[::1]:80/a/, /a/, [::1], 80, 80",
            "https://a, /, a, -1, 443",
            "https://a?b, /, a, -1, 443",
            "wS://a/?b://c, /, a, -1, 80"
        })
        void fourSchemes(String target, String path, String host, int port, int defaultPort) throws HandshakeException {
            RequestTarget parsed = parse(target);
            assertThat(parsed.path()).isEqualTo(path);
            assertThat(parsed.authority()).isEqualTo(new Authority(host, port));
            assertThat(parsed.defaultPort()).isEqualTo(defaultPort);
        }

        @Test
        void queryWithoutPath() throws HandshakeException {
            assertThat(parse("ws://a?b").queryFrom()).isEqualTo(11);
        }

        @ParameterizedTest
        @ValueSource(strings = {"ws://user@localhost:6060/ws", "ws://u:p@localhost:6060/", "ws://@localhost:6060"})
        void userInformationIsRefused(String target) {
            isRefused(target, "The request target has user information");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"ws://", "ws:///ws", "ws://?a", "ws://a:b/", "ws://a:65536/", "ws://a%62c/", "ws://[::1/"})
        void hostIsValid(String target) {
            isRefused(target, "The request target has no valid host");
        }
    }

    @Nested
    class OtherForms {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "*",
                    "localhost:6060",
                    "ws",
                    "ws:",
                    "ws:/",
                    "ws:localhost",
                    "w",
                    "ftp://localhost:6060/",
                    "wsss://a/",
                    "file:///etc/passwd",
                    "?a",
                    "\\ws",
                    "@"
                })
        void areRefused(String target) {
            isRefused(target, "The request target is neither a path nor a URL");
        }
    }

    @Nested
    class OneSpelling {

        @Test
        void ofTheAbsoluteForm() throws HandshakeException {
            assertThat(Heads.request(Heads.get("ws://localhost:6060/%61dmin")).path())
                    .isEqualTo("/admin");
            isRefused("ws://localhost:6060/a/../admin", "The path has a dot segment");
        }
    }

    /** What this side asks of a server that may have other rules than ours. */
    @Nested
    class Sent {

        @ParameterizedTest
        @CsvSource({
            "/ws, /ws, -1",
            "/%77s?a, /ws, 10",
            "/, /, -1",
            "/a;b, /a;b, -1",
            "//a?, //a, 8",
            "/%2F?%2F, /%2F, 9",
            "/a/../b, /a/../b, -1"
        })
        void isDecodedWhereItHasOneSpelling(String target, String path, int queryFrom) {
            byte[] head = ("GET " + target).getBytes(StandardCharsets.ISO_8859_1);
            assertThat(RequestTarget.known(head, 4, head.length))
                    .isEqualTo(new RequestTarget(path, queryFrom, null, -1));
        }
    }
}
