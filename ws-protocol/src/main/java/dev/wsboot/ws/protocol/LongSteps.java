package dev.wsboot.ws.protocol;

/** Loops over bytes that take eight at a time. */
final class LongSteps {

    private LongSteps() {}

    /**
     * Where such a loop ends: a long that begins before this lies before {@code to} as a whole.
     *
     * <p>HotSpot moves checks of bounds out of a loop, unrolls and vectorizes it only where no step can go beyond the largest int.
     * For {@code i <= to - 8} it has to check that before the loop, and does without all of it where it cannot, as in some processes
     * it could not within {@link FrameParser#receive}. Of a limit that comes from a maximum with 0 it knows. In such processes the user
     * time of an echo by the bare server came from 4.0 to 0.9 us for 16 KiB of binary, and with {@link Utf8Validator} from 9.3 to 4.1 us
     * for as much ASCII text (JDK 17; on JDK 25 from up to 2.0 to 0.9, and from up to 8.1 to 3.8).
     *
     * @param to the index behind the last byte; what is negative counts as 0
     */
    static int end(int to) {
        return Math.max(to, 0) - (Long.BYTES - 1);
    }
}
