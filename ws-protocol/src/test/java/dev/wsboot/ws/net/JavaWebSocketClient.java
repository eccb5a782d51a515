package dev.wsboot.ws.net;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.java_websocket.WebSocket;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.enums.Opcode;
import org.java_websocket.extensions.permessage_deflate.PerMessageDeflateExtension;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.framing.Framedata;
import org.java_websocket.framing.PingFrame;
import org.java_websocket.handshake.ServerHandshake;
import org.java_websocket.protocols.IProtocol;
import org.java_websocket.protocols.Protocol;

/** The client of Java-WebSocket. */
final class JavaWebSocketClient extends InteropClient {

    private final WebSocketClient client;

    JavaWebSocketClient(boolean compression, URI uri, String... subprotocols) throws Exception {
        List<IProtocol> protocols = subprotocols.length == 0
                ? List.of(new Protocol(""))
                : Arrays.stream(subprotocols).<IProtocol>map(Protocol::new).toList();
        client = new Client(
                uri, new Draft_6455(compression ? List.of(new PerMessageDeflateExtension()) : List.of(), protocols));
        // Its own pings would only disturb.
        client.setConnectionLostTimeout(0);
        client.setTcpNoDelay(true);
        if (!client.connectBlocking(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("not connected");
        }
    }

    @Override
    void sendText(String text) {
        client.send(text);
    }

    @Override
    void sendBinary(byte[] data) {
        client.send(data);
    }

    @Override
    void sendTextParts(String... parts) {
        sendParts(
                Opcode.TEXT,
                Arrays.stream(parts)
                        .map(part -> part.getBytes(StandardCharsets.UTF_8))
                        .toArray(byte[][]::new));
    }

    @Override
    void sendBinaryParts(byte[]... parts) {
        sendParts(Opcode.BINARY, parts);
    }

    private void sendParts(Opcode opcode, byte[]... parts) {
        for (int i = 0; i < parts.length; i++) {
            client.sendFragmentedFrame(opcode, ByteBuffer.wrap(parts[i]), i == parts.length - 1);
        }
    }

    @Override
    void ping(byte[] payload) {
        PingFrame ping = new PingFrame();
        ping.setPayload(ByteBuffer.wrap(payload));
        client.sendFrame(ping);
    }

    /** Not by its close(): that may end TCP before the Close frame was written, where it comes right after an event. */
    @Override
    void close(int code, String reason) throws Exception {
        CloseFrame close = new CloseFrame();
        close.setCode(code);
        close.setReason(reason);
        client.sendFrame(close);
    }

    @Override
    String subprotocol() {
        IProtocol protocol = client.getProtocol();
        return protocol == null ? "" : protocol.getProvidedProtocol();
    }

    @Override
    public void close() {
        client.closeConnection(1000, "");
    }

    private final class Client extends WebSocketClient {

        Client(URI uri, Draft_6455 draft) {
            super(uri, draft);
        }

        @Override
        public void onOpen(ServerHandshake handshake) {}

        @Override
        public void onMessage(String message) {
            JavaWebSocketClient.this.onMessage(message);
        }

        @Override
        public void onMessage(ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            JavaWebSocketClient.this.onMessage(copy);
        }

        @Override
        public void onWebsocketPong(WebSocket from, Framedata frame) {
            ByteBuffer payload = frame.getPayloadData();
            byte[] copy = new byte[payload.remaining()];
            payload.get(copy);
            onPong(copy);
        }

        @Override
        public void onClose(int code, String reason, boolean remote) {
            onClosed(code, reason);
        }

        @Override
        public void onError(Exception e) {
            // What matters of it comes as onClose.
        }
    }
}
