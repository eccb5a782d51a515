package dev.wsboot.ws.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * The orderly end: what waits is sent, then TCP is closed in this direction only, and what still arrives is dropped until
 * the peer has closed as well or a time is over. Closing at once would answer arriving bytes with a reset, and a reset
 * erases at the peer what it had not read yet, the Close frame or the HTTP error included (RFC 6455 section 7.1.1, RFC
 * 9112 section 9.6).
 */
final class LingerPhase implements Phase {

    /** How long, after the last byte was sent, what still arrives is read and dropped. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final Connection connection;
    private final boolean first;
    private final Duration linger;
    private long deadline;
    private boolean drained;
    private boolean inputEnded;

    private LingerPhase(Connection connection, Duration drainTimeout, boolean first, Duration linger) {
        this.connection = connection;
        this.first = first;
        this.linger = linger;
        this.deadline = connection.loop().now() + drainTimeout.toNanos();
    }

    /**
     * This side closes its direction first.
     *
     * @param drainTimeout how long the peer has to take what waits for it, all in all
     */
    static LingerPhase endFirst(Connection connection, Duration drainTimeout) {
        return new LingerPhase(connection, drainTimeout, true, LINGER);
    }

    /**
     * The peer closes first. RFC 6455 section 7.1.1: "The underlying TCP connection, in most normal cases, SHOULD be closed
     * first by the server, so that it holds the TIME_WAIT state and not the client".
     *
     * @param drainTimeout as {@link #endFirst}
     * @param patience how long the peer has to close
     */
    static LingerPhase endSecond(Connection connection, Duration drainTimeout, Duration patience) {
        return new LingerPhase(connection, drainTimeout, false, patience);
    }

    @Override
    public void receive(ByteBuffer in) {
        in.position(in.limit());
    }

    @Override
    public void inputEnded() {
        if (drained) {
            connection.close();
        } else {
            // The peer may still be reading: what waits for it goes first. There is nothing more to read.
            inputEnded = true;
            connection.pause(Connection.INPUT_ENDED);
        }
    }

    @Override
    public void outputDrained() {
        if (drained) {
            return;
        }
        if (inputEnded) {
            connection.close();
            return;
        }
        drained = true;
        deadline = connection.loop().now() + linger.toNanos();
        if (first) {
            connection.shutdownOutput();
        }
        connection.reschedule();
    }

    @Override
    public void broken(IOException error) {
        connection.close();
    }

    @Override
    public void stalled() {
        connection.close();
    }

    @Override
    public void shutdown(int closeCode) {
        // It ends already, and has a deadline.
    }

    @Override
    public void cut() {
        // Nobody is left to be told.
    }

    @Override
    public long deadline() {
        return deadline;
    }

    @Override
    public void expired(long now) {
        connection.close();
    }
}
