package dev.wsboot.ws.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Ciphertext that arrives. What cannot be decrypted yet is kept here. */
final class TlsInput {

    /** Decides, record by record. */
    interface Steps {

        /** Whether the engine takes a record now. */
        boolean mayDecrypt();

        /** A record was decrypted. */
        void decrypted(SSLEngineResult result) throws IOException;
    }

    private final Transport wire;
    private final TlsEngine engine;
    private final EventLoop loop;
    private final Steps steps;

    /** Ciphertext that was read and not decrypted, from position to limit. */
    private @Nullable ByteBuffer held;

    /** Whether {@link #held} may have a whole record, for which no readiness will be told. */
    private boolean whole;

    private boolean heard;
    private boolean ended;

    TlsInput(Transport wire, TlsEngine engine, EventLoop loop, Steps steps) {
        this.wire = wire;
        this.engine = engine;
        this.loop = loop;
        this.steps = steps;
    }

    /** Whether the peer ever sent anything. */
    boolean hasHeard() {
        return heard;
    }

    /** Whether TCP has ended in this direction. */
    boolean hasEnded() {
        return ended;
    }

    /** Whether there may be a record to be decrypted, though the wire may never be ready again. */
    boolean holdsRecord() {
        return whole;
    }

    int waiting() {
        return held == null ? 0 : held.capacity();
    }

    /**
     * Reads from the wire and decrypts what is whole, up to where the engine wants something else first.
     *
     * @param target empty; with room for one record, except in a handshake, which has no plaintext
     * @param most ciphertext to be decrypted at once
     * @return whether a record was decrypted
     */
    boolean receive(ByteBuffer target, int most) throws IOException {
        if (!steps.mayDecrypt()) {
            return false;
        }
        ByteBuffer in = loop.tlsBuffers().in();
        if (held != null) {
            in.put(held);
            held = null;
        }
        in.limit(Math.max(in.position(), Math.min(in.capacity(), most)));
        int count = wire.read(in);
        heard |= count > 0;
        ended |= count < 0;
        in.flip();
        int before = in.remaining();
        try {
            boolean more = true;
            while (more && in.hasRemaining()) {
                more = decrypt(in, target) && steps.mayDecrypt();
            }
            return in.remaining() < before;
        } finally {
            keep(in);
        }
    }

    /** Returns whether one record was decrypted, so that there may be another. */
    private boolean decrypt(ByteBuffer in, ByteBuffer target) throws IOException {
        SSLEngineResult result = engine.unwrap(in, target);
        switch (result.getStatus()) {
            case BUFFER_UNDERFLOW -> {
                if (in.remaining() == in.capacity()) {
                    throw new SSLException("a TLS record is longer than " + in.capacity() + " bytes");
                }
                whole = false;
                return false;
            }
            case BUFFER_OVERFLOW -> {
                if (target.position() == 0) {
                    throw new SSLException("a TLS record does not fit into " + target.capacity() + " bytes");
                }
                whole = true;
                return false;
            }
            default -> {
                steps.decrypted(result);
                whole = true;
                return result.getStatus() == Status.OK;
            }
        }
    }

    private void keep(ByteBuffer in) {
        // RFC 8446 section 6.1: "Any data received after a closure alert has been received MUST be ignored."
        if (in.hasRemaining() && !engine.isInboundDone()) {
            held = ByteBuffer.allocate(in.remaining()).put(in).flip();
        } else {
            whole = false;
        }
    }

    /**
     * Takes what arrives, and forgets it.
     *
     * @param scratch is left as it is
     */
    void drop(ByteBuffer scratch) throws IOException {
        discard();
        int start = scratch.position();
        ended |= wire.read(scratch) < 0;
        scratch.position(start);
    }

    void discard() {
        held = null;
        whole = false;
    }
}
