package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextDecoderTest {

    private final TextDecoder decoder = new TextDecoder();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1023, 1024, 1025, 5_000, 3})
    void decodesWhatLiesBetweenPositionAndLimitAndLeavesThemAlone(int length) {
        String text = "\u00DF".repeat(length);
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        for (ByteBuffer buffer : new ByteBuffer[] {
            ByteBuffer.allocate(utf8.length + 5),
            ByteBuffer.allocateDirect(utf8.length + 5),
            ByteBuffer.allocate(utf8.length + 9).position(4).slice(),
            ByteBuffer.allocate(utf8.length + 5).put(2, utf8).asReadOnlyBuffer()
        }) {
            if (!buffer.isReadOnly()) {
                buffer.put(2, utf8);
            }
            buffer.position(2).limit(2 + utf8.length);

            assertThat(decoder.decode(buffer, false)).isEqualTo(text);
            assertThat(buffer.position()).isEqualTo(2);
            assertThat(buffer.limit()).isEqualTo(2 + utf8.length);
        }
    }

    /** RFC 3629 section 3, each code point in the company that makes it a long text. */
    @ParameterizedTest
    @ValueSource(strings = {"x", "\u00E9", "\u20AC", "\uD83D\uDE00"})
    void everyCodePoint(String company) {
        String before = company.repeat(128);
        StringBuilder text = new StringBuilder(before);
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
                text.appendCodePoint(codePoint).append(company);
            }
            if (text.length() > 10_000) {
                assertThat(decode(text.toString())).isEqualTo(text.toString());
                text.setLength(before.length());
            }
        }
        assertThat(decode(text.toString())).isEqualTo(text.toString());
    }

    /** Wherever the one character stands that is not ASCII. */
    @Test
    void oneCharacterInAscii() {
        for (int length : new int[] {127, 128, 129, 135, 136, 200}) {
            for (int at = 0; at <= length; at++) {
                for (String one : new String[] {"", "\u00E9", "\u20AC", "\uD83D\uDE00"}) {
                    String text = "a".repeat(at) + one + "z".repeat(length - at);
                    assertThat(decode(text)).isEqualTo(text);
                    assertThat(decodeFromHeap(text)).isEqualTo(text);
                }
            }
        }
    }

    @Test
    void randomText() {
        String[] characters = {"a", "b", "cdef", "ghijklmno", "\u00E9", "\u20AC", "\uD83D\uDE00"};
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            int known = 1 + random.nextInt(characters.length);
            for (int i = 100 + random.nextInt(200); i > 0; i--) {
                text.append(characters[random.nextInt(known)]);
            }
            assertThat(decode(text.toString())).isEqualTo(text.toString());
            assertThat(decodeFromHeap(text.toString())).isEqualTo(text.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 1_100, 3_000, 40_000, 65_535, 65_536, 65_537, 200_000})
    void longText(int length) {
        for (String script : new String[] {"a", "\u00E9", "\u4E16", "\uD83D\uDE00"}) {
            String text = script.repeat(length / script.length());
            assertThat(decode(text)).isEqualTo(text);
            assertThat(decodeFromHeap(text)).isEqualTo(text);
            assertThat(decode("x\u00DF" + text)).isEqualTo("x\u00DF" + text);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 128, 1_024, 1_025, 70_000})
    void whatIsKnownToBeAscii(int length) {
        String text = "0123456789".repeat(length / 10 + 1).substring(0, length);
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);

        ByteBuffer heap =
                ByteBuffer.allocate(length + 4).put(2, ascii).position(2).limit(2 + length);
        assertThat(decoder.decode(heap.slice(), true)).isEqualTo(text);
        assertThat(decoder.decode(heap, true)).isEqualTo(text);
        assertThat(decoder.decode(ByteBuffer.allocateDirect(length).put(ascii).flip(), true))
                .isEqualTo(text);
    }

    /** Which shows that it does not look. */
    @Test
    void looksForNothingElseInAscii() {
        assertThat(decoder.decode(ByteBuffer.wrap(new byte[] {(byte) 0xC3, (byte) 0xA9}), true))
                .isEqualTo("\u00C3\u00A9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"long enough to leave something behind", "short"})
    void whatWasDecodedBeforeLeavesNothingBehind(String before) {
        decode(before);

        assertThat(decode("x")).isEqualTo("x");
    }

    private String decodeFromHeap(String text) {
        return decoder.decode(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), false);
    }

    private String decode(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return decoder.decode(ByteBuffer.allocateDirect(utf8.length).put(utf8).flip(), false);
    }
}
