package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.CloseEvent.Initiator;
import dev.wsboot.ws.MessageType;
import dev.wsboot.ws.PreparedMessage;
import dev.wsboot.ws.WsObserver;
import dev.wsboot.ws.WsSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Peers that do not take what is sent to them: bounded, ended, and no trouble for anybody else. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class SlowReaderIntegrationTest {

    private static final Duration SHORT = Duration.ofMillis(400);
    private static final int SMALL_WINDOW = 4096;

    private final AtomicInteger pinged = new AtomicInteger();
    private final EchoLog handler = new EchoLog() {
        @Override
        public void onPing(WsSession session, ByteBuffer payload) {
            pinged.incrementAndGet();
        }
    };
    private final AtomicInteger dropped = new AtomicInteger();
    private WsServer server;

    private void start(int sendQueue, Duration stallTimeout) throws Exception {
        server = WsServer.builder()
                .port(0)
                .endpoint("/ws", handler)
                .sendQueue(sendQueue, stallTimeout)
                .closeTimeout(SHORT)
                .heartbeat(Heartbeat.OFF)
                .start();
    }

    @AfterEach
    void stop() {
        server.stop(Duration.ofSeconds(1));
        assertThat(Vitals.loops()).isEmpty();
    }

    private void assertEnded(int code, Cause cause) throws InterruptedException {
        CloseEvent event = handler.awaitClose();
        assertThat(event.code()).isEqualTo(code);
        assertThat(event.cause()).isEqualTo(cause);
        assertThat(event.initiator()).isEqualTo(Initiator.LOCAL);
        assertThat(event.clean()).isFalse();
    }

    @Test
    void aGroupsSlowMemberLeavesAndTheOthersMissNothing() throws Exception {
        start(256 * 1024, Duration.ofSeconds(30));
        WsGroup group = server.newGroup();
        List<RawClient> readers = new ArrayList<>();
        try (RawClient slow = RawClient.connect(server, SMALL_WINDOW).upgrade("/ws")) {
            group.add(handler.awaitOpen());
            for (int i = 0; i < 4; i++) {
                readers.add(RawClient.open(server));
                group.add(handler.awaitOpen());
            }
            int number = 0;
            while (handler.closed.isEmpty()) {
                publishAndRead(group, number++, readers);
            }
            assertEnded(1008, Cause.SEND_QUEUE_OVERFLOW);
            for (int i = 0; i < 3; i++) {
                publishAndRead(group, number++, readers);
            }
            // What it was sent before it was given up is still there, whole and in order, and so is the reason.
            int seen = 0;
            Frame frame = slow.readFrame();
            for (; frame.opcode() == Frame.BINARY; frame = slow.readFrame()) {
                assertThat(ByteBuffer.wrap(frame.payload()).getInt()).isEqualTo(seen++);
            }
            assertThat(frame.closeCode()).isEqualTo(1008);
            slow.expectEof();
        } finally {
            for (RawClient reader : readers) {
                reader.close();
            }
        }
    }

    /** What arrives is a part of what was sent, in order, and the newest is there. */
    @Test
    void aSlowReaderMayGetOnlyTheNewest() throws Exception {
        int messages = 500;
        startWith(SendQueuePolicy.DROP_OLDEST);
        try (RawClient slow = RawClient.connect(server, SMALL_WINDOW).upgrade("/ws")) {
            WsSession session = handler.awaitOpen();
            WsGroup group = server.newGroup();
            group.add(session);
            for (int i = 0; i < messages; i++) {
                group.send(PreparedMessage.binary(ByteBuffer.allocate(50_000).putInt(0, i)));
                // So that the loop is there in between.
                session.flush();
            }
            int last = -1;
            int seen = 0;
            while (last < messages - 1) {
                Frame frame = slow.readFrame();
                int number = ByteBuffer.wrap(frame.payload()).getInt();
                assertThat(number).isGreaterThan(last);
                assertThat(frame.payload()).hasSize(50_000);
                last = number;
                seen++;
            }
            assertThat(seen).isLessThan(messages);
            assertThat(dropped.get()).isEqualTo(messages - seen);
            assertThat(session.isOpen()).isTrue();
        }
    }

    @Test
    void aSlowReaderMayLetItsSendersWaitAndMissNothing() throws Exception {
        int messages = 500;
        startWith(SendQueuePolicy.BLOCK);
        try (RawClient slow = RawClient.connect(server, SMALL_WINDOW).upgrade("/ws")) {
            WsSession session = handler.awaitOpen();
            CompletableFuture<Integer> taken = CompletableFuture.supplyAsync(() -> {
                int count = 0;
                for (int i = 0; i < messages; i++) {
                    count += session.sendBinary(ByteBuffer.allocate(50_000).putInt(0, i)) ? 1 : 0;
                }
                return count;
            });
            Vitals.soon().until(() -> session.queuedBytes() > 200_000);
            assertThat(taken).isNotDone();
            for (int i = 0; i < messages; i++) {
                assertThat(ByteBuffer.wrap(slow.readFrame().payload()).getInt()).isEqualTo(i);
            }
            assertThat(taken.get()).isEqualTo(messages);
            assertThat(dropped).hasValue(0);
        }
    }

    private void startWith(SendQueuePolicy policy) throws IOException {
        server = WsServer.builder()
                .port(0)
                .endpoint("/ws", handler, EndpointOptions.DEFAULT.withSendQueuePolicy(policy))
                .sendQueue(256 * 1024, Duration.ofSeconds(30))
                .closeTimeout(SHORT)
                .heartbeat(Heartbeat.OFF)
                .observer(new WsObserver() {
                    @Override
                    public void messageDropped(WsSession session, MessageType type, long bytes) {
                        dropped.incrementAndGet();
                    }
                })
                .start();
    }

    private static void publishAndRead(WsGroup group, int number, List<RawClient> readers) throws IOException {
        group.send(PreparedMessage.binary(ByteBuffer.allocate(50_000).putInt(0, number)));
        for (RawClient reader : readers) {
            assertThat(ByteBuffer.wrap(reader.readFrame().payload()).getInt()).isEqualTo(number);
        }
    }

    @Test
    void aPeerThatTakesNothingIsCut() throws Exception {
        start(1 << 20, SHORT);
        try (RawClient client = RawClient.connect(server, SMALL_WINDOW).upgrade("/ws")) {
            assertThat(handler.awaitOpen().sendBinary(ByteBuffer.allocate(32 << 20)))
                    .isTrue();
            assertEnded(1006, Cause.WRITE_TIMEOUT);
        }
    }

    @Test
    void aPeerThatTakesSomethingNowAndThenIsNotCut() throws Exception {
        start(1 << 20, SHORT);
        try (RawClient client = RawClient.connect(server, SMALL_WINDOW).upgrade("/ws")) {
            WsSession session = handler.awaitOpen();
            session.sendBinary(ByteBuffer.allocate(8 << 20));
            Frame frame = client.readFrame();
            assertThat(frame.payload()).hasSize(8 << 20);
            client.send(Frame.text("still here"));
            assertThat(client.readFrame().text()).isEqualTo("still here");
            assertThat(session.queuedBytes()).isZero();
            Vitals.awaitIdleLoops();
        }
        handler.awaitClose();
    }

    @Test
    void oneMessageLargerThanTheQueueIsSentWhereNothingElseWaits() throws Exception {
        start(1000, Duration.ofSeconds(30));
        try (RawClient client = RawClient.open(server)) {
            assertThat(handler.awaitOpen().sendBinary(ByteBuffer.allocate(5 << 20)))
                    .isTrue();
            assertThat(client.readFrame().payload()).hasSize(5 << 20);
        }
        handler.awaitClose();
    }

    /** What waits only because the turn of the loop is not over says nothing about the peer. */
    @Test
    void aBurstLargerThanTheQueueIsNoSlowReader() throws Exception {
        int burstSize = 12;
        ByteBuffer data = ByteBuffer.allocate(20_000);
        EchoLog burst = new EchoLog() {
            @Override
            public void onText(WsSession session, String text) {
                for (int i = 0; i < burstSize; i++) {
                    session.send(PreparedMessage.binary(data));
                }
            }
        };
        server = WsServer.builder()
                .port(0)
                .endpoint("/ws", burst)
                .sendQueue(64 * 1024, Duration.ofSeconds(30))
                .heartbeat(Heartbeat.OFF)
                .start();
        try (RawClient client = RawClient.open(server)) {
            client.send(Frame.text("go"));
            for (int i = 0; i < burstSize; i++) {
                assertThat(client.readFrame().payload()).hasSize(20_000);
            }
            WsGroup group = server.newGroup();
            group.add(burst.awaitOpen());
            for (int i = 0; i < burstSize; i++) {
                group.send(PreparedMessage.binary(data));
            }
            for (int i = 0; i < burstSize; i++) {
                assertThat(client.readFrame().payload()).hasSize(20_000);
            }
        }
        assertThat(burst.awaitClose().cause()).isEqualTo(Cause.EOF_WITHOUT_CLOSE);
    }

    /** ws 8.23.0, curl CVE-2026-11586: a flood of pings by somebody who reads none of the answers. */
    @Test
    void aPingFloodHoldsOnePongAndIsCut() throws Exception {
        start(1 << 20, SHORT);
        byte[] pings = Frame.times(500, Frame.ping(new byte[125]));
        try (RawClient client = RawClient.connect(server, SMALL_WINDOW).upgrade("/ws")) {
            WsSession session = handler.awaitOpen();
            assertThatThrownBy(() -> {
                        while (true) {
                            client.send(pings);
                            assertThat(session.queuedBytes()).isLessThanOrEqualTo(65 * 127);
                        }
                    })
                    .isInstanceOf(IOException.class);
            assertEnded(1006, Cause.WRITE_TIMEOUT);
            // It was read from only as long as the operating system took the answers.
            assertThat(pinged).hasValueLessThan(100_000);
        }
    }

    @Test
    void afterAPingFloodTheLatestPingIsAnswered() throws Exception {
        start(1 << 20, Duration.ofSeconds(30));
        try (RawClient client = RawClient.connect(server, SMALL_WINDOW).upgrade("/ws")) {
            WsSession session = handler.awaitOpen();
            session.sendBinary(ByteBuffer.allocate(16 << 20));
            // The loop has begun with it: as long as it is only posted, pings may still be answered before it.
            Vitals.soon().until(() -> session.queuedBytes() > 0 && session.queuedBytes() < 16 << 20);
            client.send(Frame.times(100, Frame.ping(new byte[] {1}))).send(Frame.ping(new byte[] {2}));
            assertThat(client.readFrame().payload()).hasSize(16 << 20);
            byte[] pong;
            do {
                pong = client.readFrame().payload();
            } while (pong[0] == 1);
            assertThat(pong).isEqualTo(new byte[] {2});
        }
        handler.awaitClose();
    }

    /** Tomcat CVE-2026-79677, Jetty CVE-2024-22201: it ends also where not even the Close frame can be written. */
    @Test
    void aPeerThatTakesNothingIsCutAlsoWhereItIsBeingClosed() throws Exception {
        start(1 << 20, Duration.ofSeconds(30));
        int before = Vitals.descriptors();
        RawClient client = RawClient.connect(server, SMALL_WINDOW).upgrade("/ws");
        WsSession session = handler.awaitOpen();
        session.sendBinary(ByteBuffer.allocate(32 << 20));
        session.close();
        assertEnded(1006, Cause.CLOSE_TIMEOUT);
        client.close();
        Vitals.awaitDescriptors(before);
    }

    /** Tomcat CVE-2024-23672: who ignores the Close frame is not waited for, and what he still sends is dropped. */
    @Test
    void aPeerThatIgnoresTheCloseIsCut() throws Exception {
        start(1 << 20, Duration.ofSeconds(30));
        try (RawClient client = RawClient.open(server)) {
            handler.awaitOpen().close(4000, "over");
            client.expectCloseThenEof(4000);
            assertEnded(1006, Cause.CLOSE_TIMEOUT);
            // Not only half closed: in the end a reset answers.
            Vitals.soon().until(() -> isCut(client));
            assertThat(handler.messages).hasValue(0);
        }
    }

    private static boolean isCut(RawClient client) {
        try {
            client.send(Frame.text("still here"));
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
