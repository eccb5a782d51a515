package dev.wsboot.ws;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What a fuzzer made up: a byte of options, and bytes to feed, whole or in pieces.
 *
 * <pre>
 * options | n: 0 to 7 | n sizes of pieces, used in turn | the bytes
 * </pre>
 *
 * A size stands in seven bits and is counted from 1; the eighth bit puts an empty piece before it.
 */
public final class Pieces {

    private static final int MOST_SIZES = 8;

    private final byte[] input;
    private final int from;
    private final int sizes;

    /**
     * Takes an input apart. Any bytes are one.
     *
     * @param input is left alone
     */
    public Pieces(byte[] input) {
        this.input = input;
        this.sizes = input.length < 2 ? 0 : Math.min(input[1] & (MOST_SIZES - 1), input.length - 2);
        this.from = Math.min(input.length, 2 + sizes);
    }

    /**
     * One of the eight options.
     *
     * @param number 0 to 7
     * @return whether it is on
     */
    public boolean option(int number) {
        return input.length > 0 && (input[0] >> number & 1) != 0;
    }

    /**
     * The bytes in one piece.
     *
     * @return a copy
     */
    public byte[] whole() {
        return Arrays.copyOfRange(input, from, input.length);
    }

    /**
     * Feeds the bytes piece by piece: the limit of the buffer moves on, as when a transport reads more.
     *
     * @param consumer need not consume; what it leaves is there again the next time
     */
    public void feed(Consumer consumer) {
        ByteBuffer in = ByteBuffer.wrap(whole());
        int end = in.limit();
        in.limit(0);
        for (int turn = 0; in.limit() < end; turn++) {
            int size = sizes == 0 ? 0x7F : input[2 + turn % sizes];
            if (size < 0) {
                consumer.take(in);
            }
            in.limit(Math.min(end, in.limit() + 1 + (size & 0x7F)));
            consumer.take(in);
        }
    }

    /** Takes pieces. */
    @FunctionalInterface
    public interface Consumer {

        /**
         * Takes the next piece.
         *
         * @param in from position to limit
         */
        void take(ByteBuffer in);
    }
}
