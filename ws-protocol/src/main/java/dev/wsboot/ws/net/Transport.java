package dev.wsboot.ws.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.List;

/** The bytes of one connection, plain or encrypted, without blocking. Belongs to the connection's event loop. */
interface Transport {

    /**
     * The connection is there.
     *
     * @param ready tells, on the loop and from its task queue, that it is worth to advance, write and read once more though
     *     no readiness says so
     */
    default void begin(Runnable ready) {}

    /** Does what is to be done besides what the connection asks for, such as a handshake. Called at every readiness. */
    default void advance() throws IOException {}

    /** Whether bytes of the connection can go both ways, or could. */
    default boolean isEstablished() {
        return true;
    }

    /** What the peer has still to do before the connection is established, to explain where it does not. */
    default String unfinished() {
        return "connecting";
    }

    /** Whether the bytes are encrypted on their way to the peer, which may be a proxy. */
    default boolean isSecure() {
        return false;
    }

    /**
     * Reads what is there.
     *
     * @return how many bytes; 0 where there are none now, -1 where the peer sends no more
     */
    int read(ByteBuffer target) throws IOException;

    /**
     * Writes what can be taken now.
     *
     * @param source a direct buffer; its position tells what was taken
     */
    void write(ByteBuffer source) throws IOException;

    /** How many bytes may be offered to {@link #write} at once. */
    default int mostAtOnce() {
        return Integer.MAX_VALUE;
    }

    /** What the connection wants to be told of. */
    void interest(boolean reading, boolean writing);

    /** Tells the peer that nothing more will be sent, and goes on reading. */
    void shutdownOutput() throws IOException;

    /** Ends the connection; never fails, and may be called again. */
    void close();

    InetSocketAddress remoteAddress();

    /** By which the peer has shown who it is, its own first; empty where it has not. */
    default List<X509Certificate> peerCertificates() {
        return List.of();
    }
}
