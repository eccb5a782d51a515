package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.WsSession;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The other end of one connection of a {@link TestServer}: a client that speaks hex. */
final class Peer {

    static final String ACCEPTED = "HTTP/1.1 101 Switching Protocols\r\n"
            + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ggdcU6xoySObbFCh62I2J3eRxu0=\r\n\r\n";

    final MemoryTransport transport;
    final Connection connection;
    private final TestServer server;
    private final @Nullable PeerTls tls;
    private boolean connected;
    private WsSession session;

    Peer(TestServer server, MemoryTransport transport, Connection connection, @Nullable PeerTls tls) {
        this.server = server;
        this.transport = transport;
        this.connection = connection;
        this.tls = tls;
    }

    /** Bytes arrive at the server, through TLS where the peer speaks it; the first ones bring its handshake. */
    private void arrive(byte[] bytes) {
        if (tls == null) {
            transport.arrive(bytes);
            return;
        }
        if (!connected) {
            connected = true;
            tls.handshake(server::run);
        }
        tls.send(bytes);
    }

    /** Everything that the server has sent and that was not asked for before. */
    byte[] receivesBytes() {
        return tls == null ? transport.sent() : tls.received();
    }

    /** The peer's side of TLS; only where it speaks it. */
    PeerTls tls() {
        return Objects.requireNonNull(tls);
    }

    static byte[] request(String path, String... lines) {
        String head =
                "GET " + path + " HTTP/1.1\r\nHost: localhost:6060\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: Omt7iN7CaEUxYdm+wlVEaA==\r\n";
        return (head + String.join("\r\n", lines) + (lines.length > 0 ? "\r\n" : "") + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    Peer upgrades(String path, String... lines) {
        return sendsBytes(request(path, lines));
    }

    /** Sends bytes in one piece, and lets the server look at them. */
    Peer sendsBytes(byte[] bytes) {
        arrive(bytes);
        server.run();
        return this;
    }

    /** Sends frames in one piece, and lets the server look at them. */
    Peer sends(String... frames) {
        brings(frames);
        server.run();
        return this;
    }

    /** Sends frames that the server does not look at yet. */
    Peer brings(String... frames) {
        for (String frame : frames) {
            arrive(Frames.masked(frame));
        }
        return this;
    }

    /** Closes its direction of the TCP connection. */
    Peer ends() {
        transport.endInput();
        server.run();
        return this;
    }

    /** Reads everything that the server has sent. */
    String receives() {
        return Frames.hex(receivesBytes());
    }

    String receivesText() {
        return new String(receivesBytes(), StandardCharsets.UTF_8);
    }

    /** Asserts what the server has sent since the last time, to the last byte. */
    Peer expect(String... frames) {
        assertThat(receives()).isEqualTo(String.join("", frames).replace(" ", ""));
        return this;
    }

    Peer expectAccepted() {
        assertThat(receivesText()).isEqualTo(ACCEPTED);
        session = server.handler.session();
        return this;
    }

    /** Asserts that the server has closed its direction, and is ready to drop what still comes. */
    Peer expectHalfClosed() {
        assertThat(transport.outputShut).as("half-closed").isTrue();
        assertThat(transport.closed).as("closed").isZero();
        return this;
    }

    /** The server's side of it, where it was opened by {@link TestServer#open}. */
    WsSession session() {
        return session;
    }
}
