package dev.wsboot.ws.net;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.function.IntSupplier;

/**
 * The masking keys of an event loop's clients. RFC 6455 section 5.3: "The masking key needs to be unpredictable; thus, the
 * masking key MUST be derived from a strong source of entropy". They are drawn many at a time, because each draw takes a
 * lock and a system call. Belongs to one event loop.
 */
final class MaskKeys implements IntSupplier {

    private static final int KEYS_A_DRAW = 256;

    private final SecureRandom random;
    private final ByteBuffer keys =
            ByteBuffer.allocate(KEYS_A_DRAW * Integer.BYTES).limit(0);

    MaskKeys(SecureRandom random) {
        this.random = random;
    }

    @Override
    public int getAsInt() {
        if (!keys.hasRemaining()) {
            random.nextBytes(keys.array());
            keys.clear();
        }
        return keys.getInt();
    }
}
