package dev.wsboot.ws.net;

import dev.wsboot.ws.WsHandler;
import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.protocol.DeflateOptions;
import dev.wsboot.ws.protocol.MessageLimits;
import java.nio.ByteBuffer;
import java.time.Duration;

/** The echo that Autobahn's fuzzing client talks to, on every interface: {@code AutobahnServer port}. */
public final class AutobahnServer {

    /** Cases 9.1.6 and 9.2.6 send one message of 16 MiB. */
    private static final int LARGEST = 16 << 20;

    private AutobahnServer() {}

    /**
     * Starts the server, which then runs until its JVM ends.
     *
     * @param args the port
     * @throws Exception if the port is taken
     */
    public static void main(String... args) throws Exception {
        WsServer.builder()
                .port(Integer.parseInt(args[0]))
                .endpoint("/", new Echo())
                .messageLimits(new MessageLimits(LARGEST, LARGEST, LARGEST))
                .sendQueue(2 * LARGEST, Duration.ofSeconds(30))
                .compression(DeflateOptions.DEFAULT
                        .withContextTakeover(true, true)
                        .withThreshold(0, true)) // so that every echo of sections 12 and 13 is compressed
                .start();
    }

    private static final class Echo implements WsHandler {

        @Override
        public void onText(WsSession session, String text) {
            // A text of its own, which is encoded, and not the bytes that came.
            session.sendText(new String(text.toCharArray()));
        }

        @Override
        public void onBinary(WsSession session, ByteBuffer data) {
            session.sendBinary(data);
        }
    }
}
