package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UriReferenceTest {

    private static String resolve(String reference) {
        return UriReference.parse(reference).resolve("ws", "a:80", "/b/c/d;p", "?q");
    }

    /** Its examples, with our base; "http" is one of the schemes that have a host here. */
    @Nested
    class Rfc3986Section5_4_Examples {

        @ParameterizedTest
        @CsvSource({
            "g, ws://a:80/b/c/g",
            "./g, ws://a:80/b/c/g",
            "g/, ws://a:80/b/c/g/",
            "/g, ws://a:80/g",
            "//g, ws://g",
            "?y, ws://a:80/b/c/d;p?y",
            "g?y, ws://a:80/b/c/g?y",
            "#s, ws://a:80/b/c/d;p?q",
            "g#s, ws://a:80/b/c/g",
            "g?y#s, ws://a:80/b/c/g?y",
            ";x, ws://a:80/b/c/;x",
            "g;x, ws://a:80/b/c/g;x",
            "'', ws://a:80/b/c/d;p?q",
            "., ws://a:80/b/c/",
            "./, ws://a:80/b/c/",
            ".., ws://a:80/b/",
            "../, ws://a:80/b/",
            "../g, ws://a:80/b/g",
            "../.., ws://a:80/",
            "../../, ws://a:80/",
            "../../g, ws://a:80/g",
            "../../../g, ws://a:80/g",
            "../../../../g, ws://a:80/g",
            "/./g, ws://a:80/g",
            "/../g, ws://a:80/g",
            "g., ws://a:80/b/c/g.",
            ".g, ws://a:80/b/c/.g",
            "g.., ws://a:80/b/c/g..",
            "..g, ws://a:80/b/c/..g",
            "./../g, ws://a:80/b/g",
            "./g/., ws://a:80/b/c/g/",
            "g/./h, ws://a:80/b/c/g/h",
            "g/../h, ws://a:80/b/c/h",
            "g;x=1/./y, ws://a:80/b/c/g;x=1/y",
            "g;x=1/../y, ws://a:80/b/c/y",
            "g?y/./x, ws://a:80/b/c/g?y/./x",
            "g?y/../x, ws://a:80/b/c/g?y/../x"
        })
        void relative(String reference, String target) {
            assertThat(resolve(reference)).isEqualTo(target);
        }
    }

    @Nested
    class Rfc3986Section5_2_2_Absolute {

        @ParameterizedTest
        @CsvSource({
            "ws://x/y?z, ws://x/y?z",
            "wss://x, wss://x",
            "HTTP://x/a/../b, ws://x/b",
            "https://x?y#z, wss://x?y",
            "WSS://x//y/., wss://x//y/"
        })
        void schemeOfWebSocket(String reference, String target) {
            assertThat(resolve(reference)).isEqualTo(target);
        }

        @ParameterizedTest
        @ValueSource(strings = {"ftp://x", "javascript:alert(1)", "file:///etc/passwd", " ws://x", "w%73://x"})
        void anotherScheme(String reference) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> resolve(reference))
                    .withMessage("The location is not one of ws, wss, http and https");
        }

        @ParameterizedTest
        @ValueSource(strings = {"ws:x", "http:/x", "wss:", "http:?q"})
        void withoutHost(String reference) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> resolve(reference))
                    .withMessage("The location has no host");
        }

        @Test
        void lineBreak() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> resolve("/a#b\nc"))
                    .withMessage("The location has a line break in its fragment");
        }
    }
}
