package dev.wsboot.ws.protocol;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.wsboot.ws.Pieces;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** {@link Utf8Validator} and the JDK's decoder must agree, however a text is cut. */
class Utf8FuzzTest {

    private final Utf8Oracle oracle = new Utf8Oracle();
    private final Utf8Validator validator = new Utf8Validator();
    private boolean failed;

    @FuzzTest
    void validityIsThatOfTheJdk(byte[] input) {
        Pieces pieces = new Pieces(input);
        byte[] bytes = pieces.whole();
        boolean expected = oracle.isText(ByteBuffer.wrap(bytes));
        validator.reset();
        boolean whole = validator.accept(ByteBuffer.wrap(bytes)) && validator.isComplete();
        boolean ascii = Hex.isAscii(ByteBuffer.wrap(bytes));
        boolean isLong = bytes.length == 0 || bytes.length >= Long.BYTES;
        if (whole && validator.isAscii() != (ascii && isLong)) {
            throw new AssertionError("wrong about ASCII: " + Hex.of(bytes));
        }
        if (whole != expected || cut(pieces) != expected) {
            throw new AssertionError("wrong about " + Hex.of(bytes));
        }
        if (expected && validator.isAscii() && !ascii) {
            throw new AssertionError("not ASCII: " + Hex.of(bytes));
        }
        if (!expected) {
            requireTheEarliestFailure(bytes);
        }
    }

    private boolean cut(Pieces pieces) {
        validator.reset();
        failed = false;
        pieces.feed(in -> {
            failed = failed || !validator.accept(in);
            in.position(in.limit());
        });
        return !failed && validator.isComplete();
    }

    /** A start that some continuation makes valid is accepted, and with one byte more that none does it is not. */
    private void requireTheEarliestFailure(byte[] bytes) {
        validator.reset();
        int accepted = 0;
        while (accepted < bytes.length && validator.accept(ByteBuffer.wrap(bytes, accepted, 1))) {
            accepted++;
        }
        boolean early = !oracle.canBecomeText(Arrays.copyOf(bytes, accepted));
        boolean late = accepted < bytes.length && oracle.canBecomeText(Arrays.copyOf(bytes, accepted + 1));
        if (early || late) {
            throw new AssertionError("failed at byte " + accepted + " of " + Hex.of(bytes));
        }
    }
}
