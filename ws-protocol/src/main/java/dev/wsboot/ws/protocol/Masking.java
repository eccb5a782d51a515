package dev.wsboot.ws.protocol;

import java.nio.ByteBuffer;

/** The masking of RFC 6455 section 5.3, which is its own inverse. */
final class Masking {

    private Masking() {}

    /**
     * Masks or unmasks in place, a long at a time.
     *
     * @param bytes a big-endian buffer; its position and limit are left alone
     * @param from index of the first byte, which meets the key's first byte
     * @param to index after the last byte
     * @param key the four bytes of the masking key
     */
    static void apply(ByteBuffer bytes, int from, int to, int key) {
        long twice = ((long) key << 32) | (key & 0xFFFF_FFFFL);
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            bytes.putLong(i, bytes.getLong(i) ^ twice);
        }
        for (int rest = key; i < to; i++) {
            bytes.put(i, (byte) (bytes.get(i) ^ (rest >>> 24)));
            rest = Integer.rotateLeft(rest, 8);
        }
    }

    /** The key as it stands for the byte that comes {@code count} bytes later. */
    static int advance(int key, int count) {
        return Integer.rotateLeft(key, (count & 3) * 8);
    }
}
