package dev.wsboot.ws.net;

import java.nio.ByteBuffer;

/**
 * The two direct buffers through which all ciphertext of a loop passes. A connection has them for the length of one call;
 * what it must keep beyond that, a record that has not arrived wholly or bytes that the operating system did not take, it
 * copies.
 */
final class TlsBuffers {

    /**
     * As much as one read of plaintext takes, so that what was decrypted always fits: a record is never smaller than its
     * payload. The largest record that the JDK accepts has 33 093 bytes.
     */
    static final int IN = EventLoop.READ_BUFFER;

    /** The whole write buffer of a loop, encrypted: full records, and room for the next before it is known to be none. */
    static final int OUT = EventLoop.WRITE_BUFFER + 20 * 1024;

    private final ByteBuffer in = ByteBuffer.allocateDirect(IN);
    private final ByteBuffer out = ByteBuffer.allocateDirect(OUT);

    /** Empty; for ciphertext that arrives. */
    ByteBuffer in() {
        return in.clear();
    }

    /** Empty; for ciphertext that leaves. */
    ByteBuffer out() {
        return out.clear();
    }
}
