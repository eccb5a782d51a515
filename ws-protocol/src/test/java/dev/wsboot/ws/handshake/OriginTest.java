package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {

    @Nested
    class Rfc6454Section6_2_Serialisation {

        @ParameterizedTest
        @CsvSource({
            "https://example.com, https, example.com, 443, true",
            "http://example.com, http, example.com, 80, true",
            "HTTP://Example.COM:8080, http, example.com, 8080, true",
            "https://[::1]:443, https, [::1], 443, true",
            "capacitor://localhost, capacitor, localhost, -1, false",
            "a1+-.://x, a1+-., x, -1, false",
            "az09://x, az09, x, -1, false",
            "ws://localhost, ws, localhost, 80, false"
        })
        void valid(String text, String scheme, String host, int port, boolean web) {
            Origin origin = Origin.parse(text);
            assertThat(origin.scheme()).isEqualTo(scheme);
            assertThat(origin.host()).isEqualTo(host);
            assertThat(origin.port()).isEqualTo(port);
            assertThat(origin.isWeb()).isEqualTo(web);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "null",
                    "*",
                    "://a",
                    "https://",
                    "https:/a",
                    "https:a",
                    "example.com",
                    "https://a/",
                    "https://a/b",
                    "https://u@a",
                    "https://a?b",
                    "https://a, https://b",
                    "https://a https://b",
                    "https://a:b",
                    "1http://a",
                    "ht tp://a",
                    "-x://a",
                    "http{://a",
                    "ht\u212a://a",
                    "https://a#",
                    "file:///",
                    "https://*.a"
                })
        void invalid(String text) {
            assertThat(Origin.parse(text)).isNull();
        }
    }

    @Nested
    class OfARequest {

        @Test
        void thereIsExactlyOne() {
            assertThat(Origin.of(List.of("https://a"))).isEqualTo(Origin.parse("https://a"));
            assertThat(Origin.of(List.of())).isNull();
            assertThat(Origin.of(List.of("https://a", "https://a"))).isNull();
        }
    }
}
