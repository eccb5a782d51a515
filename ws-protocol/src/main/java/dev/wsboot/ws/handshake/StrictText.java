package dev.wsboot.ws.handshake;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Percent-encoded text, which is valid as a whole or not at all: nothing is replaced and nothing left as it was. */
final class StrictText {

    private StrictText() {}

    /** The byte that "%" and two hexadecimal digits at {@code percent} stand for, or -1. RFC 3986 section 2.1. */
    static int encodedByte(byte[] bytes, int percent, int to) {
        if (to - percent < 3) {
            return -1;
        }
        int high = HeaderGrammar.hexDigit(bytes[percent + 1]);
        int low = HeaderGrammar.hexDigit(bytes[percent + 2]);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    /** Decodes UTF-8; null where it is malformed. */
    static @Nullable String utf8(byte[] bytes, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException malformed) {
            return null;
        }
    }
}
