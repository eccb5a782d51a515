package dev.wsboot.ws.benchmarks.soak;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;

/**
 * The messages of one session, and whether what comes back is the next of them: each has its number, and a checksum that knows whose
 * it is.
 */
final class Messages {

    private static final int NUMBER_AND_CHECKSUM = 2 * Long.BYTES;
    private static final int SMALL = 200;

    final int count;
    private final int largest;
    private final Random random;
    private final long owner;

    /**
     * Makes nothing yet.
     *
     * @param count how many there are
     * @param largest the most bytes of the few that are not small; 0 where all are
     * @param seed of contents, and whose they are
     */
    Messages(int count, int largest, long seed) {
        this.count = count;
        this.largest = largest;
        this.random = new Random(seed);
        this.owner = seed;
    }

    /** The message with this number; mostly small, as messages are. */
    byte[] make(int number) {
        boolean large = largest > 0 && random.nextInt(20) == 0;
        byte[] content = new byte[random.nextInt(large ? largest : SMALL)];
        if (random.nextBoolean()) {
            random.nextBytes(content);
        } else {
            Arrays.fill(content, (byte) 'a');
        }
        return ByteBuffer.allocate(NUMBER_AND_CHECKSUM + content.length)
                .putLong(number)
                .putLong(checksum(number, ByteBuffer.wrap(content)))
                .put(content)
                .array();
    }

    /** Whether this is the message with this number, and there is such a one. */
    boolean isMessage(int number, ByteBuffer data) {
        return number < count
                && data.remaining() >= NUMBER_AND_CHECKSUM
                && data.getLong() == number
                && data.getLong() == checksum(number, data);
    }

    private long checksum(long number, ByteBuffer content) {
        CRC32 sum = new CRC32();
        sum.update(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(owner)
                .putLong(number)
                .flip());
        sum.update(content);
        return sum.getValue();
    }
}
