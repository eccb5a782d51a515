package dev.wsboot.ws.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageDeflaterTest {

    private static final DeflateOptions OPTIONS = DeflateOptions.DEFAULT;

    private final ZlibPool pool = new ZlibPool();

    private MessageDeflater deflater(boolean takeover, int windowBits, DeflateOptions options) {
        DeflateParameters agreed = new DeflateParameters(!takeover, !takeover, windowBits, windowBits);
        return new MessageDeflater(Role.SERVER, new Compression(agreed, options, pool));
    }

    private static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] content(String kind, int size) {
        Random random = new Random(size);
        byte[] bytes = new byte[size];
        switch (kind) {
            case "random" -> random.nextBytes(bytes);
            case "repetitive" -> {
                byte[] unit = new byte[1 + size / 5];
                random.nextBytes(unit);
                for (int i = 0; i < size; i++) {
                    bytes[i] = unit[i % unit.length];
                }
            }
            case "text" -> {
                for (int i = 0; i < size; i++) {
                    bytes[i] = (byte) "{\"type\":\"said\", person}eaoi".charAt(random.nextInt(1 + random.nextInt(27)));
                }
            }
            default -> Arrays.fill(bytes, (byte) 'z');
        }
        return bytes;
    }

    /** Between two messages, with context takeover. */
    @Test
    void keepsNoMessage() {
        MessageDeflater deflater = deflater(true, 15, OPTIONS);
        byte[] message = content("text", 10_000);
        WeakReference<byte[]> reference = new WeakReference<>(message);
        deflater.deflate(ByteBuffer.wrap(message));
        message = null;
        for (int i = 0; i < 10 && reference.get() != null; i++) {
            System.gc();
        }

        assertThat(reference.get()).isNull();
        assertThat(deflater.deflate(utf8("another")).hasRemaining()).isTrue();
    }

    @Nested
    class Section_7_2_1_Compression {

        /** "Remove 4 octets (that are 0x00 0x00 0xff 0xff) from the tail end." */
        @Test
        void example() {
            ByteBuffer hello = Buffers.guarded("Hello".getBytes(StandardCharsets.UTF_8));
            assertThat(Hex.of(deflater(false, 15, OPTIONS).deflatePart(hello, true)))
                    .isEqualTo("F248CDC9C90700");
            assertThat(hello.remaining()).as("left alone").isEqualTo(5);
            Buffers.assertGuardsIntact(hello);
        }

        /** Section 7.2.3.2. */
        @Test
        void sharedWindow() {
            MessageDeflater deflater = deflater(true, 15, OPTIONS);
            assertThat(Hex.of(deflater.deflate(utf8("Hello")))).isEqualTo("F248CDC9C90700");
            assertThat(Hex.of(deflater.deflate(utf8("Hello")))).isEqualTo("F200110000");
            assertThat(Zlib.deflatersIn(pool)).isZero();
            deflater.release();
            deflater.release();
            assertThat(Zlib.deflatersIn(pool)).isEqualTo(1);
        }

        @ParameterizedTest
        @ValueSource(strings = {"Hello", "He"})
        void whatDoesNotShrinkGoesAsItIs(String text) {
            assertThat(deflater(false, 15, OPTIONS).deflate(utf8(text))).isNull();
            assertThat(deflater(false, 9, OPTIONS).deflate(utf8(text))).isNull();
            assertThat(Zlib.deflatersIn(pool)).isEqualTo(1);
        }

        /** The bound is exclusive: what is as long as before gains nothing and costs the peer. */
        @Test
        void whatIsAsLongAsBeforeGoesAsItIs() {
            MessageDeflater deflater = deflater(false, 15, OPTIONS);
            int shrunk = 0;
            int same = 0;
            for (int length = 1; length < 40; length++) {
                String text = "a".repeat(length);
                int size = Zlib.deflate(text.getBytes(StandardCharsets.UTF_8)).length;
                assertThat(deflater.deflate(utf8(text)) != null).isEqualTo(size < length);
                shrunk += size < length ? 1 : 0;
                same += size == length ? 1 : 0;
            }
            assertThat(shrunk).isPositive();
            assertThat(same).isPositive();
        }

        /** With context takeover it must be sent, because the messages behind it may refer to it. */
        @Test
        void whatDoesNotShrinkIsCompressedWithTakeover() {
            assertThat(Hex.of(deflater(true, 15, OPTIONS).deflate(utf8("He")))).isEqualTo("F2480500");
        }

        @ParameterizedTest
        @CsvSource({"false, true, 00, 1", "true, true, 00, 0", "false, false, '', 0"})
        void emptyPart(boolean takeover, boolean last, String expected, int given) {
            MessageDeflater deflater = deflater(takeover, 15, OPTIONS);
            deflater.deflatePart(utf8("Hello"), false);
            assertThat(Hex.of(deflater.deflatePart(utf8(""), last))).isEqualTo(expected);
            assertThat(Zlib.deflatersIn(pool)).isEqualTo(given);
        }

        @Test
        void emptyMessage() {
            assertThat(Hex.of(deflater(true, 15, OPTIONS).deflate(utf8("")))).isEqualTo("00");
            assertThat(deflater(false, 15, OPTIONS).deflate(utf8(""))).isNull();
        }

        @Test
        void partIsFlushedWithItsTail() {
            MessageDeflater deflater = deflater(false, 15, OPTIONS);
            assertThat(Hex.of(deflater.deflatePart(utf8("Hello"), false))).isEqualTo("F248CDC9C907000000FFFF");
            assertThat(Zlib.deflatersIn(pool)).isZero();
            assertThat(Hex.of(deflater.deflatePart(utf8("Hello"), true))).isEqualTo("F200110000");
            assertThat(Zlib.deflatersIn(pool)).isEqualTo(1);
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 6, 9})
        void level(int level) {
            byte[] text = content("text", 20_000);
            java.util.zip.Deflater expected = new java.util.zip.Deflater(level, true);
            assertThat(Hex.copyOf(deflater(true, 15, OPTIONS.withLevel(level)).deflate(ByteBuffer.wrap(text))))
                    .isEqualTo(Zlib.deflate(expected, text));
            expected.end();
        }
    }

    @Nested
    class Section_7_1_2_Windows {

        @ParameterizedTest
        @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14, 15})
        void nothingRefersFartherBackThanTheWindow(int bits) {
            for (boolean takeover : new boolean[] {false, true}) {
                MessageDeflater deflater = deflater(takeover, bits, OPTIONS);
                WindowedInflate windowed = new WindowedInflate(bits);
                Inflater inflater = new Inflater(true);
                for (String kind : new String[] {"random", "text", "repetitive", "same"}) {
                    for (int size : new int[] {1, 255, 256, 257, 1 << bits, (1 << bits) + 1, 50_000}) {
                        byte[] message = content(kind, size);
                        byte[] deflated = Hex.copyOf(deflater.deflatePart(ByteBuffer.wrap(message), true));
                        assertThat(windowed.message(deflated)).isEqualTo(message);
                        assertThat(Zlib.inflate(inflater, deflated)).isEqualTo(message);
                        assertThat(deflated).hasSizeLessThanOrEqualTo(deflater.bound(size));
                    }
                }
                assertThat(windowed.farthest()).as("or the test is no good").isBetween(1 << (bits - 1), 1 << bits);
                deflater.release();
                inflater.end();
            }
        }

        @Test
        void partsToo() {
            MessageDeflater deflater = deflater(true, 10, OPTIONS);
            WindowedInflate windowed = new WindowedInflate(10);
            byte[] first = Hex.copyOf(deflater.deflatePart(ByteBuffer.wrap(content("text", 3000)), false));
            byte[] second = Hex.copyOf(deflater.deflatePart(ByteBuffer.wrap(content("text", 3000)), true));
            byte[] payload = Arrays.copyOf(first, first.length + second.length);
            System.arraycopy(second, 0, payload, first.length, second.length);
            assertThat(windowed.message(payload))
                    .hasSize(6000)
                    .startsWith(content("text", 3000))
                    .endsWith(content("text", 3000));
            assertThat(Zlib.deflatersIn(pool)).isEqualTo(1);
        }

        @ParameterizedTest
        @EnumSource
        void windowAndContextAreThoseOfTheSender(Role role) {
            boolean server = role == Role.SERVER;
            DeflateParameters agreed = new DeflateParameters(!server, server, server ? 15 : 9, server ? 9 : 15);
            MessageDeflater deflater = new MessageDeflater(role, new Compression(agreed, OPTIONS, pool));
            assertThat(deflater.isSelfContained()).isFalse();
            assertThat(deflater.variant()).isEqualTo(156);
            Role other = server ? Role.CLIENT : Role.SERVER;
            MessageDeflater others = new MessageDeflater(other, new Compression(agreed, OPTIONS, pool));
            assertThat(others.isSelfContained()).isTrue();
            assertThat(others.variant()).isEqualTo(96);
        }

        /** Behind a full flush nothing is referred to, so that messages share nothing. */
        @Test
        void smallWindowHasNoContext() {
            assertThat(deflater(true, 14, OPTIONS).isSelfContained()).isTrue();
            assertThat(deflater(true, 15, OPTIONS).isSelfContained()).isFalse();
            assertThat(deflater(false, 15, OPTIONS).isSelfContained()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "true, 255, false, false",
        "true, 256, false, true",
        "false, 256, false, false",
        "false, 256, true, true",
        "false, 255, true, false"
    })
    void wants(boolean text, int size, boolean binary, boolean expected) {
        DeflateOptions options = OPTIONS.withThreshold(256, binary);
        assertThat(deflater(false, 15, options).wants(text, size)).isEqualTo(expected);
    }

    /** Room for what grows: that it suffices, the windows show. */
    @Test
    void bound() {
        assertThat(deflater(false, 15, OPTIONS).bound(800)).isEqualTo(800 + 100 + 64 + 16);
        assertThat(deflater(false, 8, OPTIONS).bound(800)).isEqualTo(800 + 100 + 64 + 4 * 16);
        assertThat(deflater(false, 15, OPTIONS).bound(Integer.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE - 8);
    }

    @Test
    void variantsTellWindowsAndLevelsApart() {
        assertThat(deflater(false, 15, OPTIONS).variant())
                .isEqualTo(deflater(false, 15, OPTIONS.withThreshold(0, true)).variant())
                .isNotEqualTo(deflater(false, 14, OPTIONS).variant())
                .isNotEqualTo(deflater(false, 15, OPTIONS.withLevel(9)).variant());
    }
}
