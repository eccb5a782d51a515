package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** The handshake from which this project grew, byte for byte. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class SeedHandshakeWireTest {

    private static final String SEED = "GET ws://localhost:6060/ws HTTP/1.1\r\n"
            + "Host: localhost:6060\r\n"
            + "Connection: Upgrade\r\n"
            + "Upgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: Omt7iN7CaEUxYdm+wlVEaA==\r\n"
            + "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n";

    /** Compression is accepted, without context takeover, which is the default. */
    private static final String ACCEPTANCE = "HTTP/1.1 101 Switching Protocols\r\n"
            + "Upgrade: websocket\r\n"
            + "Connection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: ggdcU6xoySObbFCh62I2J3eRxu0=\r\n"
            + "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; client_no_context_takeover"
            + "\r\n\r\n";

    private final EchoLog handler = new EchoLog();
    private WsServer server;

    @BeforeEach
    void start() throws Exception {
        server = WsServer.builder().port(0).endpoint("/ws", handler).start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theSeedIsAnsweredByteForByte() throws Exception {
        try (RawClient client = RawClient.connect(server)) {
            client.send(SEED);
            assertThat(new String(client.readBytes(ACCEPTANCE.length()), StandardCharsets.ISO_8859_1))
                    .isEqualTo(ACCEPTANCE);
            assertThat(handler.awaitOpen().upgrade().path()).isEqualTo("/ws");
            client.send(Frame.text("hello"));
            assertThat(client.readFrame().text()).isEqualTo("hello");
            client.send(Frame.close(1000, "")).expectCloseThenEof(1000);
        }
    }

    @Test
    void theSeedIsAnsweredWhereItComesByteByByte() throws Exception {
        try (RawClient client = RawClient.connect(server)) {
            for (byte b : SEED.getBytes(StandardCharsets.ISO_8859_1)) {
                client.send(new byte[] {b});
            }
            assertThat(client.readHead()).isEqualTo(ACCEPTANCE);
        }
    }

    @Test
    void theOriginFormIsAnsweredAlike() throws Exception {
        try (RawClient client = RawClient.connect(server)) {
            client.send(SEED.replace("ws://localhost:6060", ""));
            assertThat(client.readHead()).isEqualTo(ACCEPTANCE);
        }
    }

    @Test
    void tokenListsAreReadInAnyCaseOverSeveralLines() throws Exception {
        try (RawClient client = RawClient.connect(server)) {
            client.send(SEED.replace("Connection: Upgrade", "connection: keep-alive\r\nCONNECTION: foo, uPGRADE")
                    .replace("Upgrade: websocket", "upgrade: h2c, WebSocket"));
            assertThat(client.readHead()).isEqualTo(ACCEPTANCE);
        }
    }

    @Test
    void whatStandsRightBehindTheRequestIsReadAsFrames() throws Exception {
        try (RawClient client = RawClient.connect(server)) {
            String frames = new String(Frame.text("early"), StandardCharsets.ISO_8859_1)
                    + new String(Frame.text("bird"), StandardCharsets.ISO_8859_1);
            client.send(SEED + frames);
            assertThat(client.readHead()).isEqualTo(ACCEPTANCE);
            assertThat(client.readFrame().text()).isEqualTo("early");
            assertThat(client.readFrame().text()).isEqualTo("bird");
        }
    }
}
