package dev.wsboot.ws.protocol;

import java.nio.ByteBuffer;
import java.util.stream.IntStream;

/**
 * All 4,294,967,296 strings of four bytes, each against the JDK's decoder; none is skipped. Too long for a test: see
 * {@code build/utf8-exhaustive.sh}. {@code Utf8Exhaustive [first byte from, to]}.
 */
final class Utf8Exhaustive {

    private static final int STRINGS_PER_BYTE = 1 << 24;

    private Utf8Exhaustive() {}

    /**
     * Runs, on all processors, and prints how many strings there were and how many of them are valid.
     *
     * @param args the range of the first byte, 0 to 255 inclusive
     */
    public static void main(String... args) {
        int from = args.length == 2 ? Integer.parseInt(args[0]) : 0;
        int to = args.length == 2 ? Integer.parseInt(args[1]) : 255;
        long start = System.nanoTime();
        long valid = IntStream.rangeClosed(from, to)
                .parallel()
                .mapToLong(Utf8Exhaustive::check)
                .sum();
        long strings = (long) (to - from + 1) * STRINGS_PER_BYTE;
        System.out.printf("%d strings, %d valid, %d s%n", strings, valid, (System.nanoTime() - start) / 1_000_000_000);
    }

    /** All strings that begin with this byte; returns how many are valid. */
    private static long check(int first) {
        Utf8Oracle oracle = new Utf8Oracle();
        Utf8Validator validator = new Utf8Validator();
        ByteBuffer bytes = ByteBuffer.allocate(4).put(0, (byte) first);
        long count = 0;
        for (int rest = 0; rest < STRINGS_PER_BYTE; rest++) {
            bytes.put(1, (byte) (rest >> 16)).put(2, (byte) (rest >> 8)).put(3, (byte) rest);
            validator.reset();
            boolean valid = validator.accept(bytes) && validator.isComplete();
            if (valid != oracle.isText(bytes)) {
                throw new AssertionError("wrong about " + Hex.of(bytes.clear()));
            }
            bytes.clear();
            count += valid ? 1 : 0;
        }
        return count;
    }
}
