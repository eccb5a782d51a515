package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Bytes without a meaning: whatever comes, nothing escapes, nothing is logged, and each session ends once. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class NoiseWireTest {

    private static final int CONNECTIONS = 1_000;

    private final Logger logger = Logger.getLogger("dev.wsboot.ws");
    private final Warnings warnings = new Warnings();
    private final EchoLog handler = new EchoLog();
    private final Random random = new Random(42);
    private WsServer server;

    @BeforeEach
    void start() throws Exception {
        logger.addHandler(warnings);
        server = WsServer.builder().port(0).endpoint("/ws", handler).start();
    }

    @AfterEach
    void stop() throws Exception {
        try (RawClient client = RawClient.open(server)) {
            client.send(Frame.text("still here"));
            assertThat(client.readFrame().text()).isEqualTo("still here");
        }
        server.close();
        logger.removeHandler(warnings);
        assertThat(warnings.messages).isEmpty();
    }

    @Test
    void noiseBehindTheHandshake() throws Exception {
        for (int i = 0; i < CONNECTIONS; i++) {
            try (RawClient client = RawClient.open(server)) {
                sendInTwo(client, i % 2 == 0 ? noise() : almostFrames());
                end(client);
            }
            handler.awaitClose();
        }
        assertThat(handler.closed).isEmpty();
        assertThat(server.sessions()).isEmpty();
    }

    @Test
    void noiseInsteadOfARequest() throws Exception {
        for (int i = 0; i < CONNECTIONS; i++) {
            try (RawClient client = RawClient.connect(server)) {
                byte[] request = Requests.get("/ws").getBytes();
                request[random.nextInt(request.length)] = (byte) random.nextInt();
                sendInTwo(client, i % 2 == 0 ? noise() : request);
                if (i % 3 == 0) {
                    client.reset();
                }
            }
        }
    }

    private byte[] noise() {
        byte[] bytes = new byte[random.nextInt(300)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Good frames, of which the last goes wrong somewhere. */
    private byte[] almostFrames() {
        byte[] frames = Frame.times(3, Frame.masked(0x80 | random.nextInt(11), new byte[random.nextInt(126)]));
        frames[random.nextInt(frames.length)] = (byte) random.nextInt();
        return frames;
    }

    private void sendInTwo(RawClient client, byte[] bytes) throws Exception {
        int first = random.nextInt(bytes.length + 1);
        client.send(Arrays.copyOf(bytes, first)).send(Arrays.copyOfRange(bytes, first, bytes.length));
    }

    /** In order, or by a reset. Where in order, what came back are whole frames. */
    private void end(RawClient client) throws Exception {
        if (random.nextInt(3) == 0) {
            client.reset();
            return;
        }
        client.shutdownOutput();
        Frame last = null;
        while (last == null || last.opcode() != Frame.CLOSE) {
            try {
                last = client.readFrame();
            } catch (EOFException e) {
                return;
            }
        }
        client.expectEof();
    }

    private static final class Warnings extends Handler {

        final List<String> messages = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord record) {
            if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
                messages.add(record.getMessage() + ": " + record.getThrown());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
