package dev.wsboot.ws.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Against the JDK's decoder, which {@link Utf8Oracle} asks. */
class Utf8ValidatorTest {

    private final Utf8Oracle oracle = new Utf8Oracle();
    private final Utf8Validator validator = new Utf8Validator();

    /** All 16,843,008 strings, in one piece: every state of the validator meets every byte. */
    @Test
    @Tag("sweep")
    void allStringsOfUpToThreeBytes() {
        for (int length = 1; length <= 3; length++) {
            ByteBuffer bytes = ByteBuffer.allocate(length);
            for (int value = 0; value < 1 << (8 * length); value++) {
                put(bytes, value, length);
                validator.reset();
                boolean valid = validator.accept(bytes) && validator.isComplete();
                if (valid != oracle.isText(bytes)) {
                    throw new AssertionError("wrong about " + Hex.of(bytes.rewind()));
                }
                bytes.rewind();
            }
        }
    }

    /** All 16,842,752 strings of two and three bytes at every split: the answer is that of the whole. */
    @Test
    @Tag("sweep")
    void allStringsOfUpToThreeBytesAtEverySplit() {
        for (int length = 2; length <= 3; length++) {
            ByteBuffer bytes = ByteBuffer.allocate(length);
            for (int value = 0; value < 1 << (8 * length); value++) {
                put(bytes.clear(), value, length);
                boolean valid = oracle.isText(bytes);
                for (int splits = 1; splits < 1 << (length - 1); splits++) {
                    if (validAtSplits(bytes, splits, length) != valid) {
                        throw new AssertionError("wrong about " + Hex.of(bytes.clear()) + " at splits " + splits);
                    }
                }
            }
        }
    }

    /** Bit i says whether a piece ends behind byte i. */
    private boolean validAtSplits(ByteBuffer bytes, int splits, int length) {
        validator.reset();
        int from = 0;
        for (int to = 1; to <= length; to++) {
            if (to == length || (splits >> (to - 1) & 1) != 0) {
                if (!validator.accept(bytes.limit(to).position(from))) {
                    return false;
                }
                from = to;
            }
        }
        return validator.isComplete();
    }

    private static void put(ByteBuffer bytes, int value, int length) {
        for (int i = 0; i < length; i++) {
            bytes.put(i, (byte) (value >> (8 * (length - 1 - i))));
        }
    }

    /** Fails at the first byte at which no valid continuation exists, wherever the pieces end. */
    @Test
    void failsAtTheFirstBadByteOfAllStringsOfTwoBytes() {
        for (int value = 0; value < 1 << 16; value++) {
            byte[] bytes = {(byte) (value >> 8), (byte) value};
            assertFailsWhereTheOracleDoes(bytes);
        }
    }

    /** All starts of a character of two bytes, with every third byte; the fourth is the next random test's. */
    @Test
    void failsAtTheFirstBadByteOfAllCharacters() {
        for (int lead = 0xE0; lead <= 0xF4; lead++) {
            for (int second = 0x80; second <= 0xBF; second++) {
                for (int third = 0x7E; third <= 0xC1; third++) {
                    assertFailsWhereTheOracleDoes(new byte[] {(byte) lead, (byte) second, (byte) third, (byte) 0x80});
                }
            }
        }
    }

    @Test
    @Tag("sweep")
    void failsAtTheFirstBadByteOfRandomStrings() {
        for (int seed = 0; seed < 100_000; seed++) {
            assertFailsWhereTheOracleDoes(nearlyText(new Random(seed), 12));
        }
    }

    private void assertFailsWhereTheOracleDoes(byte[] bytes) {
        int expected = 0;
        while (expected < bytes.length && oracle.canBecomeText(Arrays.copyOf(bytes, expected + 1))) {
            expected++;
        }
        validator.reset();
        int accepted = 0;
        while (accepted < bytes.length && validator.accept(ByteBuffer.wrap(bytes, accepted, 1))) {
            accepted++;
        }
        if (accepted != expected) {
            assertThat(accepted).as(Hex.of(bytes)).isEqualTo(expected);
        }
    }

    /** Long enough for the fast road over ASCII, whole and in pieces, between guard bytes that are no UTF-8. */
    @Test
    @Tag("sweep")
    void randomStringsAtRandomSplits() {
        for (int seed = 0; seed < 50_000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = nearlyText(random, 60);
            boolean expected = oracle.isText(ByteBuffer.wrap(bytes));
            Buffers.both(bytes).forEach(in -> {
                ByteBuffer whole = in.duplicate();
                validator.reset();
                boolean valid = validator.accept(in) && validator.isComplete();
                assertThat(valid).as(Hex.of(bytes)).isEqualTo(expected);
                assertThat(in).as("left alone").isEqualTo(whole);
            });
            assertThat(validInPieces(bytes, random)).as(Hex.of(bytes)).isEqualTo(expected);
        }
    }

    private boolean validInPieces(byte[] bytes, Random random) {
        validator.reset();
        ByteBuffer in = Buffers.guarded(bytes);
        int end = in.limit();
        in.limit(in.position());
        while (in.limit() < end) {
            in.position(in.limit()).limit(Math.min(end, in.limit() + random.nextInt(12)));
            if (!validator.accept(in)) {
                return false;
            }
        }
        return validator.isComplete();
    }

    /** Valid characters, mostly ASCII; every second string has one byte changed, or is cut. */
    private static byte[] nearlyText(Random random, int characters) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(characters); i >= 0; i--) {
            int point = random.nextInt(1 << (7 + random.nextInt(14)));
            text.appendCodePoint(point >= 0xD800 && point <= 0xDFFF ? 'x' : point);
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        int at = random.nextInt(bytes.length);
        return switch (random.nextInt(4)) {
            case 0 -> {
                bytes[at] = (byte) random.nextInt(256);
                yield bytes;
            }
            case 1 -> Arrays.copyOf(bytes, at);
            default -> bytes;
        };
    }

    @Test
    void everyPlaceOfBadByteInLongAscii() {
        for (int length = 1; length <= 40; length++) {
            for (int at = 0; at < length; at++) {
                byte[] bytes = new byte[length];
                Arrays.fill(bytes, (byte) 'a');
                bytes[at] = (byte) 0x80;
                validator.reset();
                assertThat(validator.accept(Buffers.guarded(bytes)))
                        .as("%d of %d", at, length)
                        .isFalse();
            }
        }
    }

    @Test
    void emptyTextIsComplete() {
        assertThat(validator.accept(ByteBuffer.allocate(0))).isTrue();
        assertThat(validator.isComplete()).isTrue();
    }

    @Test
    void knowsAsciiOfEightBytesAndMore() {
        for (int length = 0; length <= 80; length++) {
            byte[] bytes = "a".repeat(length).getBytes(StandardCharsets.US_ASCII);
            boolean isLong = length == 0 || length >= Long.BYTES;
            byte[] inAscii = "a".repeat(length + 2).getBytes(StandardCharsets.US_ASCII);
            for (ByteBuffer in :
                    List.of(Buffers.guarded(bytes), ByteBuffer.wrap(bytes), ByteBuffer.wrap(inAscii, 1, length))) {
                validator.reset();
                assertThat(validator.accept(in)).isTrue();
                assertThat(validator.isAscii()).as("of %d", length).isEqualTo(isLong);
            }
        }
    }

    @Test
    void isNotAsciiWithOneCharacterThatIsNot() {
        for (int length = 0; length <= 80; length++) {
            for (int at = 0; at <= length; at++) {
                byte[] bytes = ("a".repeat(at) + "é" + "z".repeat(length - at)).getBytes(StandardCharsets.UTF_8);
                validator.reset();
                assertThat(validator.accept(Buffers.guarded(bytes))).isTrue();
                assertThat(validator.isAscii()).as("%d of %d", at, length).isFalse();
            }
        }
    }

    @Test
    void isAsciiWhereAllPiecesAre() {
        ByteBuffer ascii = Hex.buffer("61".repeat(9));
        assertThat(validator.accept(ascii)).isTrue();
        assertThat(validator.accept(ascii)).isTrue();
        assertThat(validator.isAscii()).isTrue();

        assertThat(validator.accept(Hex.buffer("C3"))).isTrue();
        assertThat(validator.accept(Hex.buffer("A9" + "61".repeat(9)))).isTrue();
        assertThat(validator.accept(ascii)).isTrue();
        assertThat(validator.isAscii()).isFalse();

        validator.reset();
        assertThat(validator.accept(ascii)).isTrue();
        assertThat(validator.isAscii()).isTrue();
    }

    @Test
    void newOneNeedsNoReset() {
        assertThat(new Utf8Validator().accept(Hex.buffer("C280"))).isTrue();
        assertThat(new Utf8Validator().accept(Hex.buffer("C27F"))).isFalse();
        assertThat(new Utf8Validator().accept(Hex.buffer("DFBF"))).isTrue();
        assertThat(new Utf8Validator().accept(Hex.buffer("DFC0"))).isFalse();
    }

    @Test
    void resetForgetsAnUnfinishedCharacter() {
        for (String start : new String[] {"E0", "ED", "F0", "F4", "C3"}) {
            assertThat(validator.accept(Hex.buffer(start))).isTrue();
            assertThat(validator.isComplete()).isFalse();
            validator.reset();
            assertThat(validator.isComplete()).isTrue();
            assertThat(validator.accept(Hex.buffer("C2BF DF80"))).isTrue();
        }
    }
}
