package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormalPathTest {

    /** What stands behind the path would complete a percent-encoding. */
    private static String decode(String path) throws HandshakeException {
        byte[] head = ("__" + path + "11").getBytes(StandardCharsets.ISO_8859_1);
        return NormalPath.decode(head, 2, head.length - 2);
    }

    private static void isRefused(String path, String why) {
        assertThatExceptionOfType(HandshakeException.class)
                .isThrownBy(() -> decode(path))
                .withMessage("The path " + why)
                .satisfies(e -> assertThat(e.refusal().status()).isEqualTo(400));
    }

    @Nested
    class Rfc3986Section6_2_2_Normalisation {

        @ParameterizedTest
        @CsvSource({
            "/, /",
            "/ws, /ws",
            "/ws/, /ws/",
            "/Admin, /Admin",
            "/%61dmin, /admin",
            "/%41dmin, /Admin",
            "/a/b/c, /a/b/c",
            "/a%20b, /a b",
            "/a+b, /a+b",
            "/a%2Bb%2bc, /a+b+c",
            "/100%25, /100%",
            "/%2561dmin, /%61dmin",
            "/what%3F%23, /what?#",
            "/~user/-._!$&'()*+:@=, '/~user/-._!$&''()*+:@='",
            "'/a,b', '/a,b'"
        })
        void givesOneSpelling(String path, String normal) throws HandshakeException {
            assertThat(decode(path)).isEqualTo(normal);
        }

        @Test
        void decodesUtf8() throws HandshakeException {
            assertThat(decode("/caf%C3%A9/%e2%82%ac/%F0%9F%98%80")).isEqualTo("/caf\u00e9/\u20ac/\ud83d\ude00");
        }

        @ParameterizedTest
        @ValueSource(strings = {"/...", "/.a", "/a.", "/..a", "/a..b", "/.well-known/x", "/a./b", "/%2e%2e%2e"})
        void dotsThatAreNoDotSegment(String path) throws HandshakeException {
            assertThat(decode(path)).isEqualTo(path.replace("%2e", "."));
        }
    }

    @Nested
    class Refused {

        @ParameterizedTest
        @ValueSource(strings = {"//", "//a", "/a//b", "/a//", "/a///b"})
        void emptySegments(String path) {
            isRefused(path, "has an empty segment (//)");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/.",
                    "/..",
                    "/./a",
                    "/../a",
                    "/a/.",
                    "/a/..",
                    "/a/./b",
                    "/a/../b",
                    "/%2e",
                    "/%2E%2e/a",
                    "/.%2e",
                    "/a/%2e./"
                })
        void dotSegments(String path) {
            isRefused(path, "has a dot segment");
        }

        @ParameterizedTest
        @ValueSource(strings = {"/a;x", "/a;x=1/b", "/;", "/..;/a"})
        void parameters(String path) {
            isRefused(path, "has a parameter (;)");
        }

        @ParameterizedTest
        @ValueSource(strings = {"/a%2Fb", "/a%2fb", "/%2F", "/a%5Cb", "/a%5cb", "/a%3Bb", "/a%3bb"})
        void encodedSeparators(String path) {
            isRefused(path, "has an encoded slash, backslash or semicolon");
        }

        @ParameterizedTest
        @ValueSource(strings = {"/a\\b", "/{a}", "/a|b", "/a^b", "/a`b", "/[a]", "/a\"b", "/a b", "/\u00e9"})
        void charactersThatMustBeEncoded(String path) {
            isRefused(path, "has a character that must be percent-encoded");
        }

        @ParameterizedTest
        @ValueSource(strings = {"/%", "/%4", "/%4g", "/%g4", "/%%41", "/a%2", "/%-1", "/%u0041"})
        void brokenPercentEncoding(String path) {
            isRefused(path, "has a % that no two hexadecimal digits follow");
        }

        @ParameterizedTest
        @ValueSource(strings = {"/%00", "/a%0D%0Ab", "/%1b", "/%7F", "/%C2%85", "/%c2%80"})
        void encodedControls(String path) {
            isRefused(path, "has an encoded control character");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"/%80", "/%C0%AF", "/%C0%AE%C0%AE", "/%E9", "/%ED%A0%80", "/%F4%90%80%80", "/%C3", "/%C3a"})
        void malformedUtf8(String path) {
            isRefused(path, "is not UTF-8");
        }
    }
}
