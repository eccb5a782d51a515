package dev.wsboot.ws.protocol;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What is valid UTF-8, and what can still become it, as the JDK's decoder says. */
final class Utf8Oracle {

    /** Each start of a character can be finished by one of these. */
    private static final byte[][] ENDINGS = {
        {}, Hex.bytes("80"), Hex.bytes("8080"), Hex.bytes("A080"), Hex.bytes("908080"), Hex.bytes("808080")
    };

    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder(); // reports what is malformed
    private CharBuffer chars = CharBuffer.allocate(1 << 12);

    boolean isText(ByteBuffer bytes) {
        decoder.reset();
        if (chars.capacity() < bytes.remaining()) {
            chars = CharBuffer.allocate(bytes.remaining());
        }
        return decoder.decode(bytes, chars.clear(), true).isUnderflow();
    }

    /** Whether some continuation makes these bytes valid. */
    static boolean isStartOfText(byte[] bytes) {
        Utf8Oracle oracle = new Utf8Oracle();
        return oracle.canBecomeText(bytes);
    }

    boolean canBecomeText(byte[] bytes) {
        for (byte[] ending : ENDINGS) {
            byte[] whole = Arrays.copyOf(bytes, bytes.length + ending.length);
            System.arraycopy(ending, 0, whole, bytes.length, ending.length);
            if (isText(ByteBuffer.wrap(whole))) {
                return true;
            }
        }
        return false;
    }
}
