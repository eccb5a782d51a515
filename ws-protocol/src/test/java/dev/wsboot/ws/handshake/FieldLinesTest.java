package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FieldLinesTest {

    private static FieldLines lines(String text) {
        return new FieldLines(Heads.buffer("__" + text + "\r\n").array(), 2);
    }

    @Nested
    class Rfc9110Section5_5_FieldValues {

        @Test
        void whiteSpaceAroundIsNoPartOfTheValue() {
            FieldLines line = lines("A:b\r\nC: \t d e \t\r\nF:\r\nG:  \t\r\nH: i:j\r\n");

            assertThat(line.next()).isTrue();
            assertThat(line.name()).isEqualTo("A");
            assertThat(line.value()).isEqualTo("b");
            assertThat(line.next()).isTrue();
            assertThat(line.value()).isEqualTo("d e");
            assertThat(line.next()).isTrue();
            assertThat(line.value()).isEmpty();
            assertThat(line.next()).isTrue();
            assertThat(line.name()).isEqualTo("G");
            assertThat(line.value()).isEmpty();
            assertThat(line.next()).isTrue();
            assertThat(line.value()).isEqualTo("i:j");
            assertThat(line.next()).isFalse();
            assertThat(line.next()).isFalse();
        }

        @Test
        void noLines() {
            assertThat(lines("").next()).isFalse();
        }

        @Test
        void valueIsUtf8() {
            FieldLines line = lines("A: caf\u00c3\u00a9\r\n");
            assertThat(line.next()).isTrue();
            assertThat(line.value()).isEqualTo("caf\u00e9");
        }
    }

    @Nested
    class Rfc9110Section5_1_FieldNames {

        @Test
        void areCaseInsensitive() {
            FieldLines line = lines("Sec-WebSocket-Key: KEY\r\n");
            assertThat(line.next()).isTrue();
            assertThat(line.nameLength()).isEqualTo(17);
            assertThat(line.isNamed("sec-websocket-KEY")).isTrue();
            assertThat(line.isNamed("sec-websocket-kez")).isFalse();
            assertThat(line.isNamed("sec-websocket-ke")).isFalse();
            assertThat(line.valueIs("key")).isTrue();
        }
    }

    @Nested
    class Rfc9110Section5_2_RepeatedLines {

        @Test
        void areFoundFromTheCursorOn() {
            FieldLines line = lines("A: 1\r\nB: 2\r\na: 3\r\n");

            assertThat(line.first("a")).isEqualTo("1");
            assertThat(line.first("a")).isEqualTo("3");
            assertThat(line.first("a")).isNull();
        }

        @Test
        void areCollected() {
            assertThat(lines("A: 1\r\nB: 2\r\na: 3\r\n").all("a")).containsExactly("1", "3");
            assertThat(lines("A: 1\r\nB: 2\r\na: 3\r\n").names()).containsExactly("A", "B");
            assertThat(lines("").all("a")).isEmpty();
            assertThat(lines("").names()).isEmpty();
        }
    }
}
