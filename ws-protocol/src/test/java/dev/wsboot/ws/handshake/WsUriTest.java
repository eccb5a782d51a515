package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WsUriTest {

    private static void isRefused(String uri, String why) {
        assertThatIllegalArgumentException().isThrownBy(() -> WsUri.parse(uri)).withMessage(why);
    }

    @Nested
    class Section3_Uris {

        @ParameterizedTest
        @CsvSource({
            "ws://localhost, false, localhost, 80, localhost, /",
            "wss://localhost, true, localhost, 443, localhost, /",
            "WSS://Example.COM/Chat?Q=a, true, example.com, 443, example.com, /Chat?Q=a",
            "ws://a:80/, false, a, 80, a, /",
            "ws://a:443/, false, a, 443, a:443, /",
            "wss://a:80/, true, a, 80, a:80, /",
            "wss://a:443/, true, a, 443, a, /",
            "ws://a:/x, false, a, 80, a, /x",
            "ws://a:65535, false, a, 65535, a:65535, /",
            "ws://a?b/c, false, a, 80, a, /?b/c",
            "ws://a?, false, a, 80, a, /?",
            "ws://127.0.0.1:6060/ws, false, 127.0.0.1, 6060, 127.0.0.1:6060, /ws",
            "ws://[::1], false, ::1, 80, [::1], /",
            "ws://[2001:DB8::1]:6060/x, false, 2001:db8::1, 6060, [2001:db8::1]:6060, /x",
            "'ws://a/-._~!$&''()*+,=:@;%41%c3%A9//x', false, a, 80, a, '/-._~!$&''()*+,=:@;%41%c3%A9//x'",
            "'ws://a/?/?[]{}|\\^`://', false, a, 80, a, '/?/?[]{}|\\^`://'"
        })
        void areTakenApart(String text, boolean secure, String host, int port, String hostHeader, String target) {
            WsUri uri = WsUri.parse(text);

            assertThat(uri.secure()).isEqualTo(secure);
            assertThat(uri.host()).isEqualTo(host);
            assertThat(uri.port()).isEqualTo(port);
            assertThat(uri.hostHeader()).isEqualTo(hostHeader);
            assertThat(uri.hostAndPort()).isEqualTo(hostHeader.replaceFirst(":" + port + "$", "") + ":" + port);
            assertThat(uri.requestTarget()).isEqualTo(target);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "ws",
                    "ws:",
                    "ws:/a",
                    "://a",
                    "http://a",
                    "https://a",
                    "wsx://a",
                    " ws://a",
                    "//a",
                    "/a",
                    "w\u017f://a",
                    "?ws://a",
                    "a/ws://b"
                })
        void scheme(String uri) {
            isRefused(uri, "A WebSocket URI begins with ws:// or wss://");
        }

        @ParameterizedTest
        @ValueSource(strings = {"ws://a#", "ws://a/b#c", "ws://a?b#c", "ws://#"})
        void fragment(String uri) {
            isRefused(uri, "A WebSocket URI has no fragment: encode # as %23");
        }

        @ParameterizedTest
        @ValueSource(strings = {"ws://user@a", "ws://user:pass@a:80/", "ws://@a", "ws://a@", "wss://u:p@[::1]"})
        void userInformation(String uri) {
            isRefused(uri, "A WebSocket URI has no user information: send a header instead");
        }

        @ParameterizedTest
        @ValueSource(strings = {"ws://", "ws:///a", "ws://?a", "ws://:80", "wss://:/", "ws://::1"})
        void noHost(String uri) {
            isRefused(uri, "The URI has no host");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "ws://a:0",
                    "ws://a:00000",
                    "ws://a:65536",
                    "ws://a:-1",
                    "ws://a:8x",
                    "ws://a:80:80",
                    "ws://a b",
                    "ws://a\\b",
                    "ws://a%41",
                    "ws://caf\u00e9",
                    "ws://a\r\nb",
                    "ws://[::1",
                    "ws://[fe80::1%25eth0]",
                    "ws://[fe80::1%eth0]",
                    "ws://[::1]x"
                })
        void hostOrPort(String uri) {
            isRefused(uri, "The host or the port of the URI is malformed");
        }

        @ParameterizedTest
        @ValueSource(strings = {"ws://[abc]", "ws://[1.2.3.4]:80", "ws://[1::2::3]", "ws://[:::]/"})
        void ipv6Address(String uri) {
            isRefused(uri, "The IPv6 address of the URI is malformed");
        }

        @ParameterizedTest
        @CsvSource({
            "'ws://a/b c', path, 0020, 2",
            "'ws://a/\r\n', path, 000D, 1",
            "'ws://a/\0', path, 0000, 1",
            "ws://a/caf\u00e9, path, 00E9, 4",
            "ws://a/\u0141, path, 0141, 1",
            "ws://a/[, path, 005B, 1",
            "ws://a/\\, path, 005C, 1",
            "'ws://a/\"', path, 0022, 1",
            "ws://a/%, path, 0025, 1",
            "ws://a/%4, path, 0025, 1",
            "ws://a/%4g, path, 0025, 1",
            "ws://a/%g4, path, 0025, 1",
            "'ws://a?b c', query, 0020, 2",
            "'ws://a?\r', query, 000D, 1",
            "ws://a?caf\u00e9, query, 00E9, 4",
            "ws://a?<, query, 003C, 1",
            "ws://a?%, query, 0025, 1",
            "ws://a?a%2, query, 0025, 2",
            "ws://a?%zz, query, 0025, 1"
        })
        void illegalCharacter(String uri, String where, String code, int at) {
            isRefused(
                    uri,
                    "The %s of the URI has the character U+%s at %d, which must be percent-encoded"
                            .formatted(where, code, at));
        }

        @Test
        void queryIsNotShownInLogs() {
            assertThat(WsUri.parse("wss://a:443/b?token=secret")).hasToString("wss://a/b");
            assertThat(WsUri.parse("ws://[::1]:81")).hasToString("ws://[::1]:81/");
        }
    }

    @Nested
    class Rfc3986Section5_2_Resolve {

        @ParameterizedTest
        @CsvSource({
            "/x?y, wss://a:6060/x?y",
            "x, wss://a:6060/b/x",
            "'', wss://a:6060/b/c?d",
            "?e, wss://a:6060/b/c?e",
            "//other/x, wss://other/x",
            "http://a/x, ws://a/x",
            "https://a:6060/x#y, wss://a:6060/x",
            "ws://other, ws://other"
        })
        void leadsTo(String location, String target) {
            WsUri resolved = WsUri.parse("wss://a:6060/b/c?d").resolve(location);
            WsUri expected = WsUri.parse(target);

            assertThat(resolved.requestTarget()).isEqualTo(expected.requestTarget());
            assertThat(resolved.sameServer(expected)).isTrue();
        }

        @Test
        void defaultPortStays() {
            assertThat(WsUri.parse("wss://a/b").resolve("/c")).hasToString("wss://a/c");
        }

        @ParameterizedTest
        @ValueSource(strings = {"ftp://a", "ws:a", "http://user@a/", "//", "/caf\u00e9", "x y", "http://a:0/"})
        void leadsNowhere(String location) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> WsUri.parse("wss://a/b").resolve(location));
        }
    }

    @Nested
    class SameServer {

        @ParameterizedTest
        @CsvSource({
            "ws://a/x, ws://A:80/y?z, true",
            "wss://a, wss://a:443, true",
            "ws://a, wss://a:80, false",
            "ws://a:443, wss://a, false",
            "ws://a, ws://a:81, false",
            "ws://a, ws://b, false",
            "ws://[::1], ws://[::1]:80, true"
        })
        void schemeHostAndPort(String one, String other, boolean same) {
            assertThat(WsUri.parse(one).sameServer(WsUri.parse(other))).isEqualTo(same);
            assertThat(WsUri.parse(other).sameServer(WsUri.parse(one))).isEqualTo(same);
        }
    }
}
