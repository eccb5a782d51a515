package dev.wsboot.ws.benchmarks.soak;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Sends messages that are echoed, and reads none of them, until the server has had enough. */
final class SlowReaders implements Actor {

    private static final int PAYLOAD = 60_000;

    /** More than all buffers of both sides take. */
    private static final int MOST = 1_000;

    private final int port;
    private final Tally tally;

    SlowReaders(int port, Tally tally) {
        this.port = port;
        this.tally = tally;
    }

    @Override
    public void act() throws IOException {
        byte[] frame = ByteBuffer.allocate(8 + PAYLOAD)
                .put((byte) 0x82)
                .put((byte) (0x80 | 126))
                .putShort((short) PAYLOAD)
                .array();
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            sendUntilCut(socket.getOutputStream(), frame);
        }
    }

    private void sendUntilCut(OutputStream out, byte[] frame) {
        try {
            out.write(Upgrade.REQUEST.getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < MOST; i++) {
                out.write(frame);
            }
        } catch (IOException e) {
            // As it has to be.
            tally.broken.increment();
            return;
        }
        throw new IllegalStateException("the server goes on reading who reads nothing");
    }
}
