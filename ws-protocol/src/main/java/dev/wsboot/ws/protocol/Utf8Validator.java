package dev.wsboot.ws.protocol;

import java.nio.ByteBuffer;

/**
 * Validates UTF-8 (RFC 3629) piece by piece, failing at the first byte that no valid text could have there: overlong
 * forms, surrogates and code points above U+10FFFF included.
 */
final class Utf8Validator {

    private static final long NON_ASCII = 0x8080_8080_8080_8080L;

    /** Continuation bytes that are still to come, and the range for the next one. */
    private int missing;

    private int lowest = 0x80;
    private int highest = 0xBF;

    void reset() {
        missing = 0;
        lowest = 0x80;
        highest = 0xBF;
    }

    /** Whether the text may end here. */
    boolean isComplete() {
        return missing == 0;
    }

    /**
     * Takes the next piece.
     *
     * @param bytes from position to limit; both are left alone
     * @return false at the first bad byte; nothing may follow then but {@link #reset}
     */
    boolean accept(ByteBuffer bytes) {
        int end = bytes.limit();
        int i = bytes.position();
        while (missing > 0 && i < end) {
            if (!acceptContinuation(bytes.get(i++) & 0xFF)) {
                return false;
            }
        }
        i = skipCharacters(bytes, i, end);
        for (; i >= 0 && i < end; i++) {
            int next = bytes.get(i) & 0xFF;
            if (!(missing > 0 ? acceptContinuation(next) : next < 0x80 || acceptLead(next))) {
                return false;
            }
        }
        return i >= 0;
    }

    /**
     * Skips whole characters, each with one look at four bytes: less than a quarter of the time that byte by byte takes.
     *
     * @return where fewer than four bytes are left; negative where a character is bad
     */
    private static int skipCharacters(ByteBuffer bytes, int from, int end) {
        int i = from;
        while (i <= end - Integer.BYTES) {
            int four = bytes.getInt(i);
            if (four >= 0) {
                i = skipAscii(bytes, i, end);
            } else {
                int size = sizeOfCharacter(four);
                if (size == 0) {
                    return -1;
                }
                i += size;
            }
        }
        return i;
    }

    /**
     * RFC 3629 section 4, in a table's stead: which of the first bits must be what, by the number of bytes.
     *
     * @param four the bytes from a lead byte on
     * @return how many of them are the character; 0 where it is none
     */
    private static int sizeOfCharacter(int four) {
        if ((four & 0xE0C0_0000) == 0xC080_0000) {
            return (four & 0x1E00_0000) == 0 ? 0 : 2; // overlong
        }
        if ((four & 0xF0C0_C000) == 0xE080_8000) {
            int significant = four & 0x0F20_0000;
            return significant == 0 || significant == 0x0D20_0000 ? 0 : 3; // overlong, or a surrogate
        }
        if ((four & 0xF8C0_C0C0) == 0xF080_8080) {
            int significant = four & 0x0730_0000;
            return significant == 0 || significant > 0x0400_0000 ? 0 : 4; // overlong, or beyond U+10FFFF
        }
        return 0;
    }

    private static int skipAscii(ByteBuffer bytes, int from, int end) {
        int i = from;
        while (i <= end - Long.BYTES && (bytes.getLong(i) & NON_ASCII) == 0) {
            i += Long.BYTES;
        }
        while (i < end && bytes.get(i) >= 0) {
            i++;
        }
        return i;
    }

    /** RFC 3629 section 4: the table of well-formed sequences, by lead byte. */
    private boolean acceptLead(int lead) {
        if (lead < 0xC2 || lead > 0xF4) {
            return false;
        }
        if (lead < 0xE0) {
            missing = 1;
        } else if (lead < 0xF0) {
            missing = 2;
            lowest = lead == 0xE0 ? 0xA0 : 0x80; // below: overlong
            highest = lead == 0xED ? 0x9F : 0xBF; // above: surrogates
        } else {
            missing = 3;
            lowest = lead == 0xF0 ? 0x90 : 0x80; // below: overlong
            highest = lead == 0xF4 ? 0x8F : 0xBF; // above: beyond U+10FFFF
        }
        return true;
    }

    private boolean acceptContinuation(int next) {
        if (next < lowest || next > highest) {
            return false;
        }
        missing--;
        lowest = 0x80;
        highest = 0xBF;
        return true;
    }
}
