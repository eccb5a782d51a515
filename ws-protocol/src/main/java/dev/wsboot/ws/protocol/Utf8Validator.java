package dev.wsboot.ws.protocol;

import java.nio.ByteBuffer;

/**
 * Validates UTF-8 (RFC 3629) piece by piece: overlong forms, surrogates and code points above U+10FFFF are refused, and the
 * piece with the first byte that no valid text could have there fails.
 *
 * <p>It is a state machine whose step is one load and one shift, and no branch: a number has, at six bits for each state, the
 * state that a byte leads to, and a state is the place of its six bits. (The idea is Per Vognsen's, "Shift-based DFAs".) A KiB
 * takes a third of a microsecond, whatever the script; to look at whole characters, with branches that no CPU foresees in mixed
 * text, took up to five times as long.
 */
final class Utf8Validator {

    private static final long NON_ASCII = 0x8080_8080_8080_8080L;

    /** How many bytes pass the state machine before it is seen whether ASCII goes on, which is faster. */
    private static final int BLOCK = 32;

    // The states, each the place of its bits: what the next byte must be.
    private static final int FIRST = 0;
    private static final int BAD = 6;
    private static final int LAST = 12;
    private static final int TWO_MORE = 18;
    private static final int THREE_MORE = 24;
    private static final int AFTER_E0 = 30;
    private static final int AFTER_ED = 36;
    private static final int AFTER_F0 = 42;
    private static final int AFTER_F4 = 48;
    private static final int STATE = 63;

    /** Where each byte leads, from each state. */
    private static final long[] NEXT = new long[256];

    // RFC 3629 section 4, the syntax of UTF-8 byte sequences. What no line names leads to BAD.
    static {
        for (int b = 0; b < NEXT.length; b++) {
            for (int state = FIRST; state <= AFTER_F4; state += 6) {
                NEXT[b] |= (long) BAD << state;
            }
        }
        lead(FIRST, 0x00, 0x7F, FIRST);
        lead(FIRST, 0xC2, 0xDF, LAST); // below: overlong
        lead(FIRST, 0xE0, 0xE0, AFTER_E0);
        lead(FIRST, 0xE1, 0xEC, TWO_MORE);
        lead(FIRST, 0xED, 0xED, AFTER_ED);
        lead(FIRST, 0xEE, 0xEF, TWO_MORE);
        lead(FIRST, 0xF0, 0xF0, AFTER_F0);
        lead(FIRST, 0xF1, 0xF3, THREE_MORE);
        lead(FIRST, 0xF4, 0xF4, AFTER_F4); // above: beyond U+10FFFF
        lead(AFTER_E0, 0xA0, 0xBF, LAST); // below: overlong
        lead(AFTER_ED, 0x80, 0x9F, LAST); // above: surrogates
        lead(AFTER_F0, 0x90, 0xBF, TWO_MORE); // below: overlong
        lead(AFTER_F4, 0x80, 0x8F, TWO_MORE); // above: beyond U+10FFFF
        lead(THREE_MORE, 0x80, 0xBF, TWO_MORE);
        lead(TWO_MORE, 0x80, 0xBF, LAST);
        lead(LAST, 0x80, 0xBF, FIRST);
    }

    private int state = FIRST;

    /** Whether no byte so far had to pass the state machine. */
    private boolean ascii = true;

    private static void lead(int from, int first, int last, int to) {
        for (int b = first; b <= last; b++) {
            NEXT[b] = (NEXT[b] & ~((long) STATE << from)) | ((long) to << from);
        }
    }

    void reset() {
        state = FIRST;
        ascii = true;
    }

    /** Whether the text may end here. */
    boolean isComplete() {
        return state == FIRST;
    }

    /** Whether the text is known to be ASCII. Of one that came in a piece of less than eight bytes, that is not known. */
    boolean isAscii() {
        return ascii;
    }

    /**
     * Takes the next piece.
     *
     * @param bytes from position to limit; both are left alone
     * @return false where it has a bad byte; nothing may follow then but {@link #reset}
     */
    boolean accept(ByteBuffer bytes) {
        int end = bytes.limit();
        int i = bytes.position();
        int now = state;
        while (i < end && now != BAD) {
            if (now == FIRST) {
                i = skipAscii(bytes, i, end);
            }
            ascii &= i == end;
            int stop = end - i > BLOCK ? i + BLOCK : end;
            long next = now;
            for (; i < stop; i++) {
                // The bits that a shift goes by are just those of the state.
                next = NEXT[bytes.get(i) & 0xFF] >>> next;
            }
            now = (int) next & STATE;
        }
        state = now;
        return now != BAD;
    }

    /** Eight bytes at a time, as long as all of them are ASCII. The last ones are looked at together with those before them. */
    private static int skipAscii(ByteBuffer bytes, int from, int to) {
        int end = LongSteps.end(to);
        int i = from;
        while (i < end && (bytes.getLong(i) & NON_ASCII) == 0) {
            i += Long.BYTES;
        }
        boolean isRestAscii = i >= end && from < end && (bytes.getLong(to - Long.BYTES) & NON_ASCII) == 0;
        return isRestAscii ? to : i;
    }
}
