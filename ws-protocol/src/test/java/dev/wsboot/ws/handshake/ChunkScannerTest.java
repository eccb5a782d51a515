package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkScannerTest {

    private static final int WANTED = 1_000;

    /** The data, and a bar behind it where the body is over. */
    private static String data(String text, int pieces) {
        ChunkScanner chunks = new ChunkScanner(WANTED);
        StringBuilder data = new StringBuilder();
        for (int at = 0; at < text.length(); at += pieces) {
            ByteBuffer in = Heads.buffer(text.substring(at, Math.min(text.length(), at + pieces)));
            while (in.hasRemaining() && !chunks.isOver()) {
                byte[] piece = new byte[Math.min(chunks.ahead(in), in.remaining())];
                in.get(piece);
                data.append(new String(piece, StandardCharsets.ISO_8859_1));
                chunks.passed(piece.length);
            }
        }
        return data + (chunks.isOver() ? "|" : "");
    }

    @Nested
    class Rfc9112Section7_1_ChunkedCoding {

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3, 5, 7, 100})
        void chunksInPieces(int pieces) {
            assertThat(data("3\r\nabc\r\n0A;x=\"y\"\r\n0123456789\r\n1 \r\n-\r\n000\r\nX: y\r\n\r\n", pieces))
                    .isEqualTo("abc0123456789-|");
        }

        @ParameterizedTest
        @CsvSource({
            "'', ''",
            "'3', ''",
            "'3\r\n', ''",
            "'3\r\nab', ab",
            "'3\r\nabc', abc",
            "'3\r\nabc\r', abc",
            "'3\r\nabc\r\n', abc",
            "'3\r\nabc\r\n0\r', abc",
            "'3\r\nabc\r\n0\r\n', abc|"
        })
        void unfinished(String text, String data) {
            assertThat(data(text, 100)).isEqualTo(data);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"\r\nx", ";\r\nx", "g\r\nx", "-1\r\nx", "1\rx", "1;\rx", " 1\r\nx", "\u00ff", "\n", "0\rx"})
        void malformedLineEndsIt(String text) {
            assertThat(data(text, 100)).isEqualTo("|");
        }

        @ParameterizedTest
        @ValueSource(strings = {"1\r\nabc", "1\r\na\n", "1\r\na\rb", "1\r\na\r\r"})
        void malformedEndOfDataEndsIt(String text) {
            assertThat(data(text, 100)).isEqualTo("a|");
        }

        @Test
        void sizeDoesNotOverflow() {
            assertThat(data("100000000\r\nabc", 100)).isEqualTo("abc");
            assertThat(data("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF\r\nabc", 100)).isEqualTo("abc");
            assertThat(new ChunkScanner(WANTED).ahead(Heads.buffer("80000000\r\n")))
                    .isEqualTo(WANTED);
            assertThat(new ChunkScanner(WANTED).ahead(Heads.buffer("3e7\r\n"))).isEqualTo(999);
        }
    }

    @Nested
    class Rfc9112Section7_1_1_Extensions {

        @Test
        void lineIsBounded() {
            assertThat(data("1" + ";".repeat(255) + "\r\na", 1_000)).isEqualTo("a");
            assertThat(data("1" + ";".repeat(256) + "\r\na", 1_000)).isEqualTo("|");
            assertThat(data("0".repeat(255) + "1\r\na", 1_000)).isEqualTo("a");
            assertThat(data("0".repeat(256) + "1\r\na", 1_000)).isEqualTo("|");
        }

        @Test
        void eachLineIsBoundedByItself() {
            String chunk = "1" + ";".repeat(200) + "\r\na\r\n";
            assertThat(data(chunk.repeat(3), 1_000)).isEqualTo("aaa");
        }
    }
}
