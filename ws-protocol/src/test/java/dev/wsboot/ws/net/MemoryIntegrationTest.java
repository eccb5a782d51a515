package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.protocol.MessageLimits;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** What a peer can make the server hold, measured from the outside. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class MemoryIntegrationTest {

    private static final int MIB = 1 << 20;

    private final EchoLog handler = new EchoLog();
    private WsServer server;

    @AfterEach
    void stop() {
        server.stop(Duration.ofSeconds(1));
    }

    /** Undertow CVE-2021-3690: each pong leaked a buffer. Ten million of them. */
    @Test
    void aPongFloodLeavesDirectMemoryFlat() throws Exception {
        server = WsServer.builder()
                .port(0)
                .endpoint("/ws", handler)
                .heartbeat(Heartbeat.OFF)
                .start();
        byte[] pongs = Frame.times(10_000, HexFormat.of().parseHex("8A8000000000"));
        try (RawClient client = RawClient.open(server)) {
            // What the client's own side needs is there after this.
            client.send(pongs).send(Frame.text("warm")).readFrame();
            long before = Vitals.directMemory();
            for (int i = 0; i < 1_000; i++) {
                client.send(pongs);
            }
            client.send(Frame.text("done"));
            assertThat(client.readFrame().text()).isEqualTo("done");
            assertThat(Vitals.directMemory()).isLessThanOrEqualTo(before);
        }
    }

    /** Sending what does not fit into any buffer caches no direct buffer of its size. */
    @Test
    void aLargeMessageLeavesDirectMemoryFlat() throws Exception {
        server = WsServer.builder()
                .port(0)
                .endpoint("/ws", handler)
                .heartbeat(Heartbeat.OFF)
                .start();
        try (RawClient client = RawClient.open(server)) {
            WsSession session = handler.awaitOpen();
            client.send(Frame.text("warm")).readFrame();
            long before = Vitals.directMemory();
            session.sendBinary(ByteBuffer.allocate(64 * MIB));
            assertThat(client.readBytes(10 + 64 * MIB)).hasSize(10 + 64 * MIB);
            // The client's reads may have grown the buffer that the JDK keeps for this thread, by what they ask for.
            assertThat(Vitals.directMemory()).isLessThan(before + MIB);
        }
    }

    /** aiohttp CVE-2026-54274: frames of 1 MiB in segments of one byte, never finished: what was announced costs nothing. */
    @Test
    void unfinishedFramesCostWhatHasArrived() throws Exception {
        server = WsServer.builder()
                .port(0)
                .ioThreads(1)
                .endpoint("/ws", handler)
                .heartbeat(new Heartbeat(Duration.ofSeconds(5), Duration.ofMillis(500), 0, Duration.ZERO))
                .start();
        List<RawClient> clients = new ArrayList<>();
        try {
            long before = Vitals.heap();
            long directBefore = Vitals.directMemory();
            for (int i = 0; i < 200; i++) {
                clients.add(RawClient.open(server).sendHex("82 FF 0000000000100000 00000000"));
            }
            for (int i = 0; i < 100; i++) {
                for (RawClient client : clients) {
                    client.send(new byte[1]);
                }
            }
            // 200 MiB, if it were held for them.
            assertThat(Vitals.heap() - before).isLessThan(32 * MIB);
            // What is lent by what is announced: 1, 2, 4, 8 and 16 MiB, of which the smaller ones are garbage as soon
            // as nobody has them.
            assertThat(Vitals.directMemory() - directBefore).isLessThanOrEqualTo(32 * MIB);
            // And who stops in the middle ends like everybody else who falls silent.
            for (int i = 0; i < clients.size(); i++) {
                assertThat(handler.awaitClose().cause()).isEqualTo(Cause.PING_TIMEOUT);
            }
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    /** The same by a peer that goes on dribbling: it ends when its message has taken too long. */
    @Test
    void aMessageThatIsDribbledEndsAtItsDeadline() throws Exception {
        server = WsServer.builder()
                .port(0)
                .endpoint("/ws", handler)
                .messageLimits(new MessageLimits(64 * MIB, 64 * MIB, 1))
                .messageTimeout(Duration.ofMillis(300))
                .heartbeat(Heartbeat.OFF)
                .start();
        try (RawClient client = RawClient.open(server).sendHex("82 FF 0000000004000000 00000000")) {
            while (handler.closed.isEmpty()) {
                client.send(new byte[1]);
            }
            client.expectCloseThenEof(1008);
        }
        assertThat(handler.awaitClose().cause()).isEqualTo(Cause.MESSAGE_TIMEOUT);
        assertThat(handler.messages).hasValue(0);
    }

    /** What waits takes the room that it needs, and not the three bytes a character that it could need. */
    @Test
    void textsThatWaitCostWhatTheyAre() throws Exception {
        String text = "x".repeat(20_000);
        EchoLog generous = new EchoLog() {
            @Override
            public void onOpen(WsSession session) {
                // The first takes what the operating system has room for.
                session.sendBinary(ByteBuffer.allocate(8 * MIB));
                while (session.queuedBytes() < 24 * MIB) {
                    session.sendText(text);
                }
                super.onOpen(session);
            }
        };
        server = WsServer.builder()
                .port(0)
                .endpoint("/ws", generous)
                .sendQueue(32 * MIB, Duration.ofSeconds(30))
                .start();
        long before = Vitals.heap();
        try (RawClient client = RawClient.open(server)) {
            generous.awaitOpen();
            assertThat(Vitals.heap() - before).isLessThan(40 * MIB);
        }
    }
}
