package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryStringTest {

    private static String find(String query, String name) {
        byte[] head = ("?" + query + "41&a=outside").getBytes(StandardCharsets.ISO_8859_1);
        return QueryString.find(head, 1, 1 + query.length(), name);
    }

    @Nested
    class Present {

        @ParameterizedTest
        @CsvSource({
            "a=b, a, b",
            "a=b&c=d, c, d",
            "a=, a, ''",
            "a, a, ''",
            "a&b=c, a, ''",
            "a=1&a=2, a, 1",
            "a=b=c, a, b=c",
            "=x, '', x",
            "&&a=b&&, a, b",
            "a+b=c+d, 'a b', 'c d'",
            "%61=%62, a, b",
            "a=%2B%26%3d, a, +&=",
            "a=x?y/z, a, x?y/z",
            "a={b|c}, a, {b|c}",
            "A=1&a=2, a, 2"
        })
        void isDecoded(String query, String name, String value) {
            assertThat(find(query, name)).isEqualTo(value);
        }

        @Test
        void utf8IsDecoded() {
            assertThat(find("caf%C3%A9=%E2%82%AC", "caf\u00e9")).isEqualTo("\u20ac");
        }

        @Test
        void controlsAreData() {
            assertThat(find("a=%0D%0A%00", "a")).isEqualTo("\r\n\0");
        }
    }

    @Nested
    class Absent {

        @ParameterizedTest
        @ValueSource(strings = {"", "b=a", "aa=1", "A=1", "&", "b&c"})
        void otherNames(String query) {
            assertThat(find(query, "a")).isNull();
        }

        @ParameterizedTest
        @ValueSource(strings = {"a=%", "a=%4", "a=%zz", "a=%80", "a=%C0%AF", "a=%ED%A0%80", "%=a", "a%8=1"})
        void malformed(String query) {
            assertThat(find(query, "a")).isNull();
            assertThat(find(query + "&a=good", "a")).isEqualTo("good");
        }
    }
}
