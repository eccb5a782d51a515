package dev.wsboot.ws.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** The bytes of one connection, plain or encrypted, without blocking. Belongs to the connection's event loop. */
interface Transport {

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

    /** What the connection wants to be told of. */
    void interest(boolean reading, boolean writing);

    /** Tells the peer that nothing more will be sent, and goes on reading. */
    void shutdownOutput() throws IOException;

    /** Ends the connection; never fails, and may be called again. */
    void close();

    InetSocketAddress remoteAddress();
}
