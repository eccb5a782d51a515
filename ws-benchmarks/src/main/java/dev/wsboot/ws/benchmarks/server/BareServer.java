package dev.wsboot.ws.benchmarks.server;

import dev.wsboot.ws.PreparedMessage;
import dev.wsboot.ws.WsHandler;
import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.net.WsGroup;
import dev.wsboot.ws.net.WsServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/** The engine alone: a handler on the event loop, no Spring. */
final class BareServer {

    private BareServer() {}

    static void start(int port, Option option) throws IOException {
        CompletableFuture<WsGroup> everybody = new CompletableFuture<>();
        WsServer.Builder builder = WsServer.builder();
        Limits.apply(builder);
        option.apply(builder);
        WsServer server = builder.port(port)
                .endpoint("/ws", new Echo())
                .endpoint("/fanout", new Fanout(everybody))
                .start();
        everybody.complete(server.newGroup());
    }

    private static final class Echo implements WsHandler {

        @Override
        public void onText(WsSession session, String text) {
            session.sendText(text);
        }

        @Override
        public void onBinary(WsSession session, ByteBuffer data) {
            session.sendBinary(data);
        }
    }

    /**
     * Sends to all.
     *
     * @param everybody a group can be made only once the server has started
     */
    private record Fanout(CompletableFuture<WsGroup> everybody) implements WsHandler {

        @Override
        public void onOpen(WsSession session) {
            everybody.join().add(session);
        }

        @Override
        public void onText(WsSession session, String text) {
            everybody.join().send(PreparedMessage.text(text));
        }

        @Override
        public void onBinary(WsSession session, ByteBuffer data) {
            everybody.join().send(PreparedMessage.binary(data));
        }
    }
}
