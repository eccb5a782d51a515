package dev.wsboot.ws.net;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Makes strings of valid UTF-8, by way of one array where the bytes lie in a direct buffer. Belongs to one event loop.
 *
 * <p>The JDK makes strings of ASCII with vector instructions. Of anything else it makes them char by char, and checks again what
 * was validated when it arrived. Without that it takes 0.4 to 0.9 of the time, by the script: 1,024 bytes of Cyrillic 0.9 us, and
 * 1.1 there, of English with typographic quotes 0.8, and 1.1 to 1.4 (JDK 17 and 25).
 */
final class TextDecoder {

    /** Shorter texts are left to the JDK: to look first whether they are ASCII would cost what it gains. */
    private static final int SHORT = 128;

    /** Longer texts get an array of their own, which nobody keeps. */
    private static final int MOST_KEPT = 64 * 1024;

    private static final long NON_ASCII = 0x8080_8080_8080_8080L;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private byte[] scratch = new byte[1024];
    private char[] chars = new char[1024];

    /**
     * Decodes a text.
     *
     * @param utf8 valid, from position to limit; left alone
     * @param ascii whether it is known to be ASCII
     */
    String decode(ByteBuffer utf8, boolean ascii) {
        int length = utf8.remaining();
        if (utf8.hasArray()) {
            return decode(utf8.array(), utf8.arrayOffset() + utf8.position(), length, ascii);
        }
        if (length > scratch.length) {
            scratch = new byte[Math.max(length, 2 * scratch.length)];
        }
        utf8.get(utf8.position(), scratch, 0, length);
        return decode(scratch, 0, length, ascii);
    }

    private String decode(byte[] utf8, int from, int length, boolean ascii) {
        if (ascii) {
            return decodeAscii(utf8, from, length);
        }
        if (length < SHORT) {
            return new String(utf8, from, length, StandardCharsets.UTF_8);
        }
        int to = from + length;
        int end = endOfAscii(utf8, from, to);
        // Of ASCII it needs no second look at each byte.
        return end == to ? decodeAscii(utf8, from, length) : decodeBehindAscii(utf8, from, end, to);
    }

    /**
     * By the one constructor that takes each byte as it is and is small enough for HotSpot to inline: 64 bytes take 7 ns so, 9 as
     * ISO_8859_1, and 10 or 11 as UTF_8, which looks at them first (JDK 17 and 25).
     */
    @SuppressWarnings("deprecation") // because it is wrong for whatever is not of ISO_8859_1
    private static String decodeAscii(byte[] bytes, int from, int length) {
        return new String(bytes, 0, from, length);
    }

    private String decodeBehindAscii(byte[] utf8, int from, int end, int to) {
        char[] target = room(to - from);
        int count = end - from;
        decodeAscii(utf8, from, count).getChars(0, count, target, 0);
        // Each load takes four bytes, so that the last characters are taken from a copy with as many behind them.
        int last = Math.max(end, startOfCharacter(utf8, to - Integer.BYTES));
        count = decodeInto(target, count, utf8, end, last);
        count = decodeInto(target, count, Arrays.copyOfRange(utf8, last, to + Integer.BYTES), 0, to - last);
        return new String(target, 0, count);
    }

    private static int startOfCharacter(byte[] utf8, int within) {
        int start = within;
        while ((utf8[start] & 0xC0) == 0x80) {
            start--;
        }
        return start;
    }

    private char[] room(int length) {
        if (length <= chars.length) {
            return chars;
        }
        if (length > MOST_KEPT) {
            return new char[length];
        }
        chars = new char[Math.min(MOST_KEPT, Math.max(length, 2 * chars.length))];
        return chars;
    }

    /** Eight bytes at a time: where the first of them is that are not all ASCII, or else the first such byte, or the end. */
    private static int endOfAscii(byte[] utf8, int from, int to) {
        int end = to - (Long.BYTES - 1);
        int i = from;
        for (; i < end; i += Long.BYTES) {
            if (((long) LONGS.get(utf8, i) & NON_ASCII) != 0) {
                return i;
            }
        }
        while (i < to && utf8[i] >= 0) {
            i++;
        }
        return i;
    }

    /**
     * By RFC 3629 section 3.
     *
     * @param size how many chars there are
     * @param utf8 has at least three bytes more
     * @return how many chars there are now
     */
    private static int decodeInto(char[] chars, int size, byte[] utf8, int from, int to) {
        int n = size;
        int i = from;
        while (i < to) {
            int four = (int) INTS.get(utf8, i);
            if (four >= 0) {
                chars[n++] = (char) (four >> 24);
                i++;
                if ((four & (int) NON_ASCII) == 0 && i + 3 <= to) {
                    chars[n] = (char) ((four >> 16) & 0x7F);
                    chars[n + 1] = (char) ((four >> 8) & 0x7F);
                    chars[n + 2] = (char) (four & 0x7F);
                    n += 3;
                    i += 3;
                }
            } else if (four < 0xE0 << 24) {
                chars[n++] = (char) (((four >> 18) & 0x7C0) | ((four >> 16) & 0x3F));
                i += 2;
            } else if (four < 0xF0 << 24) {
                chars[n++] = (char) (((four >> 12) & 0xF000) | ((four >> 10) & 0xFC0) | ((four >> 8) & 0x3F));
                i += 3;
            } else {
                int high = ((four >> 6) & 0x1C0000) | ((four >> 4) & 0x3F000);
                int codePoint = high | ((four >> 2) & 0xFC0) | (four & 0x3F);
                chars[n] = Character.highSurrogate(codePoint);
                chars[n + 1] = Character.lowSurrogate(codePoint);
                n += 2;
                i += 4;
            }
        }
        return n;
    }
}
