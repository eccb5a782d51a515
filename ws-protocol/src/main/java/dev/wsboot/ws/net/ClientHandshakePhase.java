package dev.wsboot.ws.net;

import dev.wsboot.ws.handshake.ClientHandshake;
import dev.wsboot.ws.handshake.UpgradeRejectedException;
import dev.wsboot.ws.handshake.UpgradeRequest;
import dev.wsboot.ws.handshake.UpgradeResponse;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import javax.net.ssl.SSLException;

/**
 * The opening handshake of a client: sends the request, and takes the response. What stands behind a 101 are frames, and
 * stays for the phase that comes next.
 */
final class ClientHandshakePhase implements Phase {

    /** Told once, on the loop. */
    interface Outcome {

        /** The server upgraded; the connection waits for its next phase. */
        void accepted(Connection connection, UpgradeRequest sent, UpgradeResponse response);

        /** The server refused; the connection is closed, or about to. */
        void rejected(UpgradeRejectedException refusal);

        /** There will be no session; the connection is closed, or about to. */
        void failed(Exception error);
    }

    private final Connection connection;
    private final ClientHandshake handshake;
    private final String peer;
    private final Duration timeout;
    private final Outcome outcome;
    private final long deadline;
    private boolean over;

    /**
     * Sends the request as soon as the transport takes it.
     *
     * @param peer whom to name where the handshake fails
     * @param timeout how long the whole handshake may take, that of the transport included
     */
    ClientHandshakePhase(
            Connection connection, ClientHandshake handshake, String peer, Duration timeout, Outcome outcome) {
        this.connection = connection;
        this.handshake = handshake;
        this.peer = peer;
        this.timeout = timeout;
        this.outcome = outcome;
        this.deadline = connection.loop().now() + timeout.toNanos();
        byte[] request = handshake.request();
        connection.outbound().reserve(request.length).put(request);
        connection.outbound().commit();
    }

    @Override
    public void receive(ByteBuffer in) {
        try {
            UpgradeResponse response = handshake.receive(in);
            if (response != null) {
                over = true;
                outcome.accepted(connection, handshake.sentRequest(), response);
            }
        } catch (UpgradeRejectedException e) {
            rejected(e);
        }
    }

    @Override
    public void inputEnded() {
        rejected(handshake.inputEnded());
    }

    private void rejected(UpgradeRejectedException refusal) {
        over = true;
        connection.close();
        outcome.rejected(refusal);
    }

    @Override
    public void broken(IOException error) {
        if (error instanceof SSLException) {
            over = true;
            // In order, so that no reset erases the alert at the peer.
            connection.finish();
            outcome.failed(error);
        } else {
            // What a proxy refuses is no answer of the server, and redirects nowhere.
            fail(error.getCause() instanceof UpgradeRejectedException refusal ? refusal : error);
        }
    }

    @Override
    public void stalled() {
        fail(new SocketTimeoutException(peer + " does not take the request"));
    }

    @Override
    public void shutdown(int closeCode) {
        cut();
    }

    @Override
    public void cut() {
        fail(new IOException("the handshake with " + peer + " was given up"));
    }

    private void fail(Exception error) {
        over = true;
        connection.close();
        outcome.failed(error);
    }

    @Override
    public long deadline() {
        return over ? NEVER : deadline;
    }

    @Override
    public void expired(long now) {
        fail(new SocketTimeoutException("the handshake with " + peer + " took longer than " + timeout));
    }
}
