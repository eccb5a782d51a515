package dev.wsboot.ws.benchmarks.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.java_websocket.WebSocket;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;

/** Java-WebSocket, with its default number of decoders. */
final class JavaWebSocketServer extends WebSocketServer {

    private JavaWebSocketServer(int port) {
        super(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    static void start(int port) {
        JavaWebSocketServer server = new JavaWebSocketServer(port);
        server.setReuseAddr(true);
        server.setTcpNoDelay(true);
        server.setMaxPendingConnections(Limits.BACKLOG);
        server.start();
    }

    @Override
    public void onStart() {}

    @Override
    public void onOpen(WebSocket socket, ClientHandshake handshake) {
        socket.setAttachment(handshake.getResourceDescriptor().startsWith("/fanout"));
    }

    @Override
    public void onMessage(WebSocket socket, String text) {
        if (socket.<Boolean>getAttachment()) {
            broadcast(text);
        } else {
            socket.send(text);
        }
    }

    @Override
    public void onMessage(WebSocket socket, ByteBuffer data) {
        if (socket.<Boolean>getAttachment()) {
            broadcast(data);
        } else {
            socket.send(data);
        }
    }

    @Override
    public void onClose(WebSocket socket, int code, String reason, boolean remote) {}

    @Override
    public void onError(WebSocket socket, Exception error) {
        System.err.println(error);
    }
}
