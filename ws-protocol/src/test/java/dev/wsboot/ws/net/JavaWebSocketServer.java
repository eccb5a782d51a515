package dev.wsboot.ws.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.java_websocket.WebSocket;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.extensions.permessage_deflate.PerMessageDeflateExtension;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;

/** The server of Java-WebSocket. */
final class JavaWebSocketServer extends InteropServer {

    private final CountDownLatch started = new CountDownLatch(1);
    private final Server server = new Server();

    JavaWebSocketServer() throws Exception {
        server.setDaemon(true);
        server.setConnectionLostTimeout(0);
        server.setReuseAddr(true);
        server.setTcpNoDelay(true);
        server.start();
        started.await();
    }

    private final class Server extends WebSocketServer {

        Server() {
            super(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    1,
                    List.of(new Draft_6455(new PerMessageDeflateExtension())));
        }

        @Override
        public void onOpen(WebSocket socket, ClientHandshake handshake) {}

        @Override
        public void onMessage(WebSocket socket, String message) {
            if (message.equals("close")) {
                socket.close(4000, "asked");
            } else {
                socket.send(message);
            }
        }

        @Override
        public void onMessage(WebSocket socket, ByteBuffer message) {
            socket.send(message);
        }

        @Override
        public void onClose(WebSocket socket, int code, String reason, boolean remote) {
            closed.add(code + " " + reason);
        }

        @Override
        public void onError(WebSocket socket, Exception error) {}

        @Override
        public void onStart() {
            started.countDown();
        }
    }

    @Override
    int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        try {
            server.stop(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
