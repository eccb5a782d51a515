package dev.wsboot.ws.net;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.WsSession;

/** Our own, to compare the others with. */
final class OurServer extends InteropServer {

    private final WsServer server;

    OurServer() throws Exception {
        EchoLog handler = new EchoLog() {
            @Override
            public void onText(WsSession session, String text) {
                if (text.equals("close")) {
                    session.close(4000, "asked");
                } else {
                    super.onText(session, text);
                }
            }

            @Override
            public void onClose(WsSession session, CloseEvent close) {
                OurServer.this.closed.add(close.code() + " " + close.reason());
            }
        };
        server = WsServer.builder()
                .port(0)
                .sendQueue(64 << 20, java.time.Duration.ofSeconds(10))
                .endpoint("/ws", handler)
                .start();
    }

    @Override
    int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.close();
    }
}
