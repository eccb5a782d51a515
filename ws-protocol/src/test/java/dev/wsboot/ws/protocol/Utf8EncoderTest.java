package dev.wsboot.ws.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against {@link String#getBytes}. */
class Utf8EncoderTest {

    private final Utf8Encoder encoder = new Utf8Encoder();

    private void assertEncodedAsByTheJdk(String text) {
        byte[] expected = text.getBytes(StandardCharsets.UTF_8);
        Buffers.both(new byte[3 * text.length()]).forEach(out -> {
            int start = out.position();
            encoder.encode(text, out);
            assertThat(out.position() - start).as(text).isEqualTo(expected.length);
            assertThat(Hex.copyOf(out.flip().position(start))).as(text).isEqualTo(expected);
            Buffers.assertGuardsIntact(out);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "Hello, world",
                "é",
                "aé",
                "éa",
                "€",
                "\uD83D\uDE00",
                "a\uD83D\uDE00b",
                "\uD83D\uDE00\uD83D\uDE00",
                "\uDBFF\uDFFF",
                "\0"
            })
    void text(String text) {
        assertEncodedAsByTheJdk(text);
    }

    @Test
    void loneSurrogatesBecomeQuestionMarks() {
        String[] halves = {"\uD800", "\uDBFF", "\uDC00", "\uDFFF"};
        for (String half : halves) {
            assertEncodedAsByTheJdk(half);
            assertEncodedAsByTheJdk("a" + half);
            assertEncodedAsByTheJdk(half + "a");
            assertEncodedAsByTheJdk(half + "é");
            for (String other : halves) {
                assertEncodedAsByTheJdk(half + other);
                assertEncodedAsByTheJdk(half + other + half);
            }
        }
    }

    @Test
    void everyChar() {
        for (int c = 0; c <= 0xFFFF; c++) {
            String text = "a" + (char) c;
            ByteBuffer out = ByteBuffer.allocate(6);
            encoder.encode(text, out);
            assertThat(Hex.copyOf(out.flip())).as("%04X", c).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void randomText() {
        for (int seed = 0; seed < 5000; seed++) {
            Random random = new Random(seed);
            int bits = 1 + random.nextInt(16);
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                if (random.nextInt(5) == 0) {
                    text.appendCodePoint(random.nextInt(Character.MAX_CODE_POINT + 1));
                } else {
                    text.append((char) random.nextInt(1 << bits));
                }
            }
            assertEncodedAsByTheJdk(text.toString());
        }
    }

    /** What is encoded at a time ends anywhere, within surrogate pairs too. */
    @Test
    void longText() {
        String[] ends = {"a", "é", "€", "\uD83D\uDE00", "\uD83D", "\uDE00"};
        for (int length = Utf8Encoder.PIECE - 3; length <= Utf8Encoder.PIECE + 1; length++) {
            for (String end : ends) {
                for (String more : ends) {
                    assertEncodedAsByTheJdk("x".repeat(length) + end + more);
                    assertEncodedAsByTheJdk("€".repeat(Utf8Encoder.PIECE + length) + end + more + "z");
                }
            }
        }
    }

    @Test
    void tooLittleRoom() {
        Buffers.both(new byte[2]).forEach(out -> {
            assertThatExceptionOfType(BufferOverflowException.class).isThrownBy(() -> encoder.encode("abc", out));
            assertThatExceptionOfType(BufferOverflowException.class).isThrownBy(() -> encoder.encode("€", out));
            assertEncodedAsByTheJdk("as ever");
        });
    }
}
