package dev.wsboot.ws.benchmarks.soak;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;

/** Breaks TCP by a reset, anywhere in its handshake or in the frames behind it. */
final class Resets implements Actor {

    /** A text of three bytes, a Ping, and the beginning of a message of 64 KiB in a fragment; their mask key is 0. */
    private static final byte[] FRAMES = HexFormat.of()
            .parseHex("818300000000616263" + "898000000000" + "02FF000000000001000000000000" + "01020304");

    private final int port;
    private final Random random;
    private final Tally tally;

    Resets(int port, long seed, Tally tally) {
        this.port = port;
        this.random = new Random(seed);
        this.tally = tally;
    }

    @Override
    public void act() throws IOException {
        byte[] all = ByteBuffer.allocate(Upgrade.REQUEST.length() + FRAMES.length)
                .put(Upgrade.REQUEST.getBytes(StandardCharsets.US_ASCII))
                .put(FRAMES)
                .array();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(all, 0, random.nextInt(all.length + 1));
            if (random.nextBoolean()) {
                // Every other time the server has looked at it before.
                socket.setSoTimeout(5);
                readSome(socket);
            }
            socket.setSoLinger(true, 0);
        }
        tally.broken.increment();
    }

    private static void readSome(Socket socket) {
        try {
            int unused = socket.getInputStream().read();
        } catch (IOException e) {
            // There was nothing to be read, or the server has closed: for instance for a head that is no request.
        }
    }
}
