package dev.wsboot.ws.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Ciphertext on its way to the wire. What the wire does not take is kept here and goes first, because a record that was
 * made cannot be made again.
 *
 * <p>Whoever sends plaintext is told that it was taken only as its ciphertext leaves: so a peer that takes nothing blocks
 * the sender as it does without TLS, and a peer that takes a little shows some progress. The sender then offers the rest
 * once more, of which that much is skipped which was encrypted already.
 */
final class TlsOutput {

    private final Transport wire;
    private final EventLoop loop;

    /** From position to limit; null where nothing waits. */
    private @Nullable ByteBuffer unsent;

    /** Plaintext that is encrypted in {@link #unsent} and of which the sender was not told yet. */
    private int owed;

    /** Ciphertext that has left since the sender was last told. */
    private int left;

    private boolean broken;
    private boolean shut;

    TlsOutput(Transport wire, EventLoop loop) {
        this.wire = wire;
        this.loop = loop;
    }

    /** Whether something waits for the wire. */
    boolean isBlocked() {
        return unsent != null;
    }

    int waiting() {
        return unsent == null ? 0 : unsent.capacity();
    }

    /** Whether somebody will offer plaintext once more whose ciphertext waits. */
    boolean owes() {
        return owed > 0;
    }

    /** Whether a record that is made now has a chance to leave at once. */
    boolean isFree() {
        return unsent == null && !broken && !shut;
    }

    /** Sends what waits, as much as the wire takes. */
    void flush() throws IOException {
        while (unsent != null) {
            ByteBuffer out = loop.tlsBuffers().out();
            int offered = Math.min(out.capacity(), unsent.remaining());
            out.put(0, unsent, unsent.position(), offered).limit(offered);
            write(out);
            unsent.position(unsent.position() + out.position());
            left += out.position();
            if (!unsent.hasRemaining()) {
                unsent = null;
            } else if (out.hasRemaining()) {
                return;
            }
        }
    }

    /** Skips what was encrypted before of what is offered again, as far as it has left. */
    void skipSent(ByteBuffer source) {
        // The last byte stands for everything that still waits.
        int skipped = unsent == null ? owed : Math.min(left, owed - 1);
        if (owed > 0) {
            source.position(source.position() + skipped);
            owed -= skipped;
        }
        left = 0;
    }

    /**
     * Sends records, behind what waits.
     *
     * @param records from position to limit, in the loop's buffer
     */
    void send(ByteBuffer records) throws IOException {
        if (shut || !records.hasRemaining()) {
            return;
        }
        if (unsent == null) {
            write(records);
        }
        if (records.hasRemaining()) {
            unsent = append(unsent, records);
        }
    }

    /**
     * Sends records that stand for plaintext.
     *
     * @param records from position to limit, in the loop's buffer; nothing else waits
     * @param source stands behind that plaintext; is put back as far as the wire did not take the records
     * @param plain how much plaintext it is
     */
    void send(ByteBuffer records, ByteBuffer source, int plain) throws IOException {
        int before = records.position();
        send(records);
        if (unsent != null) {
            owed = plain;
            left = records.limit() - unsent.remaining() - before;
            source.position(source.position() - plain);
            skipSent(source);
        }
    }

    private static ByteBuffer append(@Nullable ByteBuffer first, ByteBuffer second) {
        int size = second.remaining() + (first == null ? 0 : first.remaining());
        ByteBuffer both = ByteBuffer.allocate(size);
        if (first != null) {
            both.put(first);
        }
        return both.put(second).flip();
    }

    private void write(ByteBuffer out) throws IOException {
        try {
            wire.write(out);
        } catch (IOException | RuntimeException e) {
            broken = true;
            throw e;
        }
    }

    /** Ends this direction of TCP, once. Nothing waits. */
    void shut() throws IOException {
        if (!shut) {
            shut = true;
            wire.shutdownOutput();
        }
    }

    void discard() {
        unsent = null;
    }
}
