package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorityTest {

    @Nested
    class Rfc3986Section3_2 {

        @ParameterizedTest
        @CsvSource({
            "localhost, localhost, -1",
            "Example.COM:6060, example.com, 6060",
            "a:, a, -1",
            "a:0, a, 0",
            "a:9999, a, 9999",
            "a:65535, a, 65535",
            "a:00080, a, 80",
            "127.0.0.1:80, 127.0.0.1, 80",
            "my_host-1.~x, my_host-1.~x, -1",
            "[::1], [::1], -1",
            "[::FFFF:1.2.3.4]:443, [::ffff:1.2.3.4], 443"
        })
        void valid(String text, String host, int port) {
            assertThat(Authority.parse(text)).isEqualTo(new Authority(host, port));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "", ":", ":80", "a:65536", "a:99999", "a:000080", "a:8 0", "a:+80", "a:8a", "a:80:80", "a b", "a/b",
                            "a@b",
                    "a,b", "a%41", "*", "*.a", "caf\u00e9", "a:\uff11", "\u212a", "[", "[]", "[:", "[:]", "[::1]a",
                            "[::1]x80",
                    "[::1]:x", "[::g]", "[::\uff11]", "[fe80::1%eth0]", "[::1", "::1", "[v1.a]", "a]", "[::/]"
                })
        void invalid(String text) {
            assertThat(Authority.parse(text)).isNull();
        }
    }

    @Nested
    class SameServer {

        private static boolean same(String a, String b, int defaultPort) {
            return Authority.parse(a).isSameAs(Authority.parse(b), defaultPort);
        }

        @Test
        void missingPortIsTheDefaultOne() {
            assertThat(same("a", "a:80", 80)).isTrue();
            assertThat(same("a:80", "A", 80)).isTrue();
            assertThat(same("a", "a:", 80)).isTrue();
            assertThat(same("a", "a:80", 443)).isFalse();
            assertThat(same("a", "b", 80)).isFalse();
        }

        @ParameterizedTest
        @CsvSource({"http, 80", "ws, 80", "https, 443", "wss, 443", "ftp, -1"})
        void defaultPorts(String scheme, int port) {
            assertThat(Authority.defaultPort(scheme)).isEqualTo(port);
        }
    }
}
