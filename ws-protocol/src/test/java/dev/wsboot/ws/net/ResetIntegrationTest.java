package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.PreparedMessage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Thousands of unclean ends: nothing leaks, nothing spins. Needs Linux, which tells the open descriptors. */
@Timeout(value = 90, threadMode = ThreadMode.SEPARATE_THREAD)
class ResetIntegrationTest {

    private static final int RESETS = 10_000;
    private static final Duration STALL = Duration.ofSeconds(1);

    private final EchoLog handler = new EchoLog();
    private WsServer server;
    private int baseline;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(Vitals.descriptors() > 0, "descriptors cannot be counted here");
        server = WsServer.builder()
                .port(0)
                .endpoint("/ws", handler)
                .sendQueue(1 << 20, STALL)
                .closeTimeout(STALL)
                .heartbeat(Heartbeat.OFF)
                .start();
        // Loads what is needed for a connection.
        try (RawClient client = RawClient.open(server)) {
            client.send(Frame.close(1000, "")).expectCloseThenEof(1000);
        }
        handler.awaitClose();
        baseline = Vitals.descriptors();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            Vitals.awaitDescriptors(baseline);
            Vitals.awaitIdleLoops();
            server.close();
        }
    }

    /** Undertow CVE-2017-2670. */
    @Test
    void resetsInTheMiddleOfAFrame() throws Exception {
        for (int i = 0; i < RESETS; i++) {
            RawClient client = RawClient.connect(server).send(Requests.get("/ws"));
            client.readHead();
            client.sendHex("82 FE 4000 00000000 0102").reset();
        }
        for (int i = 0; i < RESETS; i++) {
            assertThat(handler.awaitClose().cause()).isIn(Cause.IO_ERROR, Cause.EOF_WITHOUT_CLOSE);
        }
        assertThat(server.sessions()).isEmpty();
    }

    /** engine.io CVE-2022-41940, CVE-2026-59725. */
    @Test
    void resetsAtEachByteOfTheHandshake() throws Exception {
        byte[] request = Requests.get("/ws").getBytes(StandardCharsets.ISO_8859_1);
        for (int length = 0; length <= request.length; length++) {
            RawClient.connect(server).send(Arrays.copyOf(request, length)).reset();
        }
        byte[] refused = Requests.get("/other").getBytes(StandardCharsets.ISO_8859_1);
        for (int length = 0; length <= refused.length; length++) {
            RawClient.connect(server).send(Arrays.copyOf(refused, length)).reset();
        }
    }

    @Test
    void resetsWhileTheServerSends() throws Exception {
        byte[] requests = Frame.times(200, Frame.binary(new byte[2_000]));
        for (int i = 0; i < 300; i++) {
            RawClient client = RawClient.open(server).send(requests);
            client.readFrame();
            client.reset();
        }
        for (int i = 0; i < 300; i++) {
            assertThat(handler.awaitClose().cause()).isIn(Cause.IO_ERROR, Cause.EOF_WITHOUT_CLOSE);
        }
    }

    @Test
    void resetsOfMembersWhileTheirGroupIsSentTo() throws Exception {
        WsGroup group = server.newGroup();
        List<RawClient> clients = new ArrayList<>();
        try (RawClient survivor = RawClient.open(server)) {
            group.add(handler.awaitOpen());
            for (int i = 0; i < 300; i++) {
                clients.add(RawClient.open(server));
                group.add(handler.awaitOpen());
            }
            PreparedMessage message = PreparedMessage.binary(ByteBuffer.allocate(1_000));
            for (RawClient client : clients) {
                group.send(message);
                client.reset();
                assertThat(survivor.readFrame().payload()).hasSize(1_000);
            }
            for (int i = 0; i < clients.size(); i++) {
                assertThat(handler.awaitClose().cause()).isIn(Cause.IO_ERROR, Cause.EOF_WITHOUT_CLOSE);
            }
        }
    }

    @Test
    void fiveThousandConnectionsOpenedAndClosedLeaveNothing() throws Exception {
        for (int i = 0; i < 5_000; i++) {
            RawClient client = RawClient.open(server).send(Frame.close(1000, ""));
            client.readFrame();
            client.close();
        }
        for (int i = 0; i < 5_000; i++) {
            assertThat(handler.awaitClose().clean()).isTrue();
        }
        assertThat(server.sessions()).isEmpty();
    }
}
