package dev.wsboot.ws.handshake;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The bytes of a head while it arrives. A head that comes in one piece is copied once; one that comes in pieces is
 * collected in an array that grows with what has arrived, up to the limit.
 */
final class HeadBytes {

    private static final byte[] NOTHING = new byte[0];
    private static final int SMALLEST_BUFFER = 512;

    private final int limit;
    private byte[] bytes = NOTHING;
    private int size;

    HeadBytes(int limit) {
        this.limit = limit;
    }

    /** Keeps what stands in the buffer between that place and its position. */
    void add(ByteBuffer in, int from) {
        int grown = size + in.position() - from;
        if (grown > bytes.length) {
            int doubled = Math.max(SMALLEST_BUFFER, 2 * bytes.length);
            bytes = Arrays.copyOf(bytes, Math.max(grown, Math.min(limit, doubled)));
        }
        in.get(from, bytes, size, grown - size);
        size = grown;
    }

    /** All bytes but the first ones, of which the last stand in the buffer; keeps nothing. */
    byte[] complete(ByteBuffer in, int from, int without) {
        if (size == 0) {
            byte[] head = new byte[in.position() - from - without];
            in.get(from + without, head);
            return head;
        }
        add(in, from);
        byte[] head = Arrays.copyOfRange(bytes, without, size);
        bytes = NOTHING;
        size = 0;
        return head;
    }
}
