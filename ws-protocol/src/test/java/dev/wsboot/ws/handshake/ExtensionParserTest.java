package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtensionParserTest {

    private static boolean parse(String value, List<ExtensionOffer> into) {
        byte[] head = Heads.buffer("X:" + value + "\r\n\r\n").array();
        FieldLines line = new FieldLines(head, 0);
        assertThat(line.next()).isTrue();
        return ExtensionParser.parse(line, head, into);
    }

    private static List<ExtensionOffer> offers(String value) {
        List<ExtensionOffer> offers = new ArrayList<>();
        assertThat(parse(value, offers)).isTrue();
        return offers;
    }

    private static ExtensionOffer offer(String name, String... namesAndValues) {
        List<ExtensionOffer.Parameter> parameters = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            parameters.add(new ExtensionOffer.Parameter(namesAndValues[i], namesAndValues[i + 1]));
        }
        return new ExtensionOffer(name, parameters);
    }

    @Nested
    class Section9_1 {

        @Test
        void browsersOffer() {
            assertThat(offers("permessage-deflate; client_max_window_bits"))
                    .containsExactly(offer("permessage-deflate", "client_max_window_bits", null));
        }

        @Test
        void offersInOrderWithFallback() {
            assertThat(offers("permessage-deflate; server_max_window_bits=10 , permessage-deflate,x"))
                    .containsExactly(
                            offer("permessage-deflate", "server_max_window_bits", "10"),
                            offer("permessage-deflate"),
                            offer("x"));
        }

        @Test
        void whiteSpaceIsOptional() {
            assertThat(offers("a;b=1;c")).isEqualTo(offers("\ta ;  b = 1\t; c "));
        }

        @Test
        void duplicateParametersAreKept() {
            assertThat(offers("a; b=1; b=2; b")).containsExactly(offer("a", "b", "1", "b", "2", "b", null));
        }

        @Test
        void quotedStringIsUnescaped() {
            assertThat(offers("a; b=\"15\"; c=\"x\\yz\"")).containsExactly(offer("a", "b", "15", "c", "xyz"));
        }

        @Test
        void emptyElementsAreIgnored() {
            assertThat(offers(", ,a,,\t,b,")).containsExactly(offer("a"), offer("b"));
            assertThat(offers("")).isEmpty();
            assertThat(offers(" , ")).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "a b",
                    ";",
                    ";a",
                    "a;",
                    "a;;b",
                    "a; b=",
                    "a; b=;c",
                    "a; =c",
                    "a=b",
                    "a; b=\"",
                    "a; b=\"1",
                    "a; b=\"\"",
                    "a; b=\"1 2\"",
                    "a; b=\"1\\",
                    "a; b=\"1\\ 2\"",
                    "a; b=\"1\\\"\"",
                    "a; b=\"1,2\"",
                    "a; b=\"1\"2",
                    "a; b=1 2",
                    "a; b c",
                    "\"a\"",
                    "a, (b)",
                    "a; b=\u00c3\u00a9",
                    "a; b=\"\\\\\"",
                    "/",
                    "a; b=c=d",
                    "a, ;b"
                })
        void malformed(String value) {
            assertThat(parse(value, new ArrayList<>())).isFalse();
        }
    }
}
