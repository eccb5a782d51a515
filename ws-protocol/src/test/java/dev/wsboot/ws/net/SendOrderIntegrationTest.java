package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.PreparedMessage;
import dev.wsboot.ws.WsHandler;
import dev.wsboot.ws.WsSession;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What one thread sends arrives in order and whole, however it is sent and whatever others do meanwhile. */
@ParameterizedClass
@EnumSource
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class SendOrderIntegrationTest {

    private static final int THREADS = 8;
    private static final int EACH = 500;

    @Parameter
    HandlerMode mode;

    private WsServer server;

    private WsServer start(EchoLog handler) throws Exception {
        server = mode.server()
                .endpoint("/ws", handler)
                .sendQueue(64 << 20, Duration.ofSeconds(30))
                .start();
        return server;
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void textsGroupMessagesAndTheCloseOfOneThreadComeInOrder() throws Exception {
        EchoLog handler = new EchoLog();
        start(handler);
        WsGroup group = server.newGroup();
        try (RawClient client = RawClient.open(server)) {
            WsSession session = handler.awaitOpen();
            group.add(session);
            for (int i = 0; i < 3_000; i += 3) {
                session.sendText("" + i);
                group.send(PreparedMessage.text("" + (i + 1)));
                session.sendBinary(ByteBuffer.wrap(("" + (i + 2)).getBytes()));
            }
            session.close(4000, "done");
            assertThat(session.sendText("too late")).isFalse();
            group.send(PreparedMessage.text("too late"));
            for (int i = 0; i < 3_000; i++) {
                assertThat(client.readFrame().text()).isEqualTo("" + i);
            }
            assertThat(client.readFrame().closeCode()).isEqualTo(4000);
            client.send(Frame.close(4000, "")).expectEof();
        }
    }

    @Test
    void aHandlersSendsToItselfAndToItsGroupComeInOrder() throws Exception {
        WsGroup[] group = new WsGroup[1];
        start(new EchoLog() {
            @Override
            public void onOpen(WsSession session) {
                group[0].add(session);
            }

            @Override
            public void onText(WsSession session, String text) {
                for (int i = 0; i < 300; i += 3) {
                    session.sendText("" + i);
                    group[0].send(PreparedMessage.text("" + (i + 1)));
                    session.send(PreparedMessage.text("" + (i + 2)));
                }
            }
        });
        group[0] = server.newGroup();
        try (RawClient client = RawClient.open(server)) {
            client.send(Frame.text("go"));
            for (int i = 0; i < 300; i++) {
                assertThat(client.readFrame().text()).isEqualTo("" + i);
            }
        }
    }

    @Test
    void answersComeBeforeTheCloseThatAnswersThePeersClose() throws Exception {
        assertEchoesComeBefore(1000, Frame.close(1000, ""));
    }

    @Test
    void answersComeBeforeTheCloseThatAnswersAViolation() throws Exception {
        assertEchoesComeBefore(1002, Frame.masked(0x83, new byte[0]));
    }

    /** In one write, so that the last frame is there before the callbacks of the others have begun. */
    private void assertEchoesComeBefore(int closeCode, byte[] last) throws Exception {
        start(new EchoLog());
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        frames.writeBytes(Frame.times(40, Frame.text("a")));
        frames.writeBytes(last);
        for (int i = 0; i < 100; i++) {
            try (RawClient client = RawClient.open(server)) {
                client.send(frames.toByteArray());
                for (int echo = 0; echo < 40; echo++) {
                    assertThat(client.readFrame().text()).isEqualTo("a");
                }
                assertThat(client.readFrame().closeCode()).isEqualTo(closeCode);
                client.expectEof();
            }
        }
    }

    @Test
    void eightThreadsKeepTheirOwnOrderAndTearNothing() throws Exception {
        EchoLog handler = new EchoLog();
        start(handler);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (RawClient client = RawClient.open(server)) {
            WsSession session = handler.awaitOpen();
            for (int thread = 0; thread < THREADS; thread++) {
                int own = thread;
                threads.submit(() -> sendAll(session, own));
            }
            Map<Integer, Integer> next = new HashMap<>();
            for (int i = 0; i < THREADS * EACH; i++) {
                Frame frame = client.readFrame();
                int thread = frame.payload()[0];
                int number = next.merge(thread, 1, Integer::sum) - 1;
                assertThat(frame.payload()).isEqualTo(tagged(thread, number));
            }
            assertThat(next.values()).hasSize(THREADS).containsOnly(EACH);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void sendAll(WsSession session, int thread) {
        for (int number = 0; number < EACH; number++) {
            ByteBuffer message = ByteBuffer.wrap(tagged(thread, number));
            if (number % 2 == 0) {
                session.sendBinary(message);
            } else {
                session.send(PreparedMessage.binary(message));
            }
        }
    }

    /** Every byte tells whose it is, and the length tells the number. */
    private static byte[] tagged(int thread, int number) {
        byte[] payload = new byte[5 + number];
        Arrays.fill(payload, (byte) thread);
        ByteBuffer.wrap(payload).putInt(1, number);
        return payload;
    }

    /** What the socket does not take of the one message stays in front of the next. */
    @Test
    void aSmallMessageStaysInFrontOfALargeOneWhereTheSocketIsFull() throws Exception {
        EchoLog handler = new EchoLog() {
            @Override
            public void onText(WsSession session, String text) {
                int number = Integer.parseInt(text);
                session.sendBinary(ByteBuffer.allocate(smallSize(number)).putInt(0, number));
                session.sendBinary(ByteBuffer.allocate(70_000).putInt(0, number));
                messages.incrementAndGet();
            }
        };
        start(handler);
        try (RawClient client = RawClient.connect(server, 8192).upgrade("/ws")) {
            int sent = 0;
            int read = 0;
            for (int times = 0; times < 12; times++) {
                // Each in a turn of its own, until the server does not even read any more.
                do {
                    client.send(Frame.text("" + sent++));
                } while (isHandledSoon(handler, sent));
                for (; read < sent; read++) {
                    assertNumbered(client.readFrame(), smallSize(read), read);
                    assertNumbered(client.readFrame(), 70_000, read);
                }
            }
        }
    }

    private static boolean isHandledSoon(EchoLog handler, int messages) {
        long deadline = System.nanoTime() + Duration.ofMillis(20).toNanos();
        while (handler.messages.get() < messages) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            Thread.onSpinWait();
        }
        return true;
    }

    /** Below the 64 KiB of the loop's buffer, and each time another. */
    private static int smallSize(int number) {
        return 5_000 + number * 7_919 % 60_000;
    }

    private static void assertNumbered(Frame frame, int size, int number) {
        assertThat(frame.payload()).hasSize(size);
        assertThat(ByteBuffer.wrap(frame.payload()).getInt()).isEqualTo(number);
    }

    /** Tomcat CVE-2022-25762: sends that race with the close never show up on another connection. */
    @Test
    void sendsThatRaceWithTheCloseReachNobodyElse() throws Exception {
        EchoLog handler = new EchoLog();
        start(handler);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 100; round++) {
                try (RawClient one = RawClient.open(server)) {
                    WsSession first = handler.awaitOpen();
                    RawClient other = RawClient.open(server);
                    WsSession second = handler.awaitOpen();
                    CountDownLatch go = new CountDownLatch(1);
                    Future<?> closing = threads.submit(() -> {
                        go.await();
                        first.close(4000, "");
                        return second;
                    });
                    Future<?> sending = threads.submit(() -> tagAll(first, go));
                    Future<?> alsoSending = threads.submit(() -> tagAll(second, go));
                    go.countDown();
                    closing.get(10, TimeUnit.SECONDS);
                    sending.get(10, TimeUnit.SECONDS);
                    alsoSending.get(10, TimeUnit.SECONDS);
                    second.close(4000, "");
                    expectOwnThenClose(one, first);
                    expectOwnThenClose(other, second);
                    other.close();
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /**
     * The same for what the connections of a loop lend each other: compressors, decompressors, and the room in which large
     * messages are collected. Every message consists of nothing but the character of its connection.
     */
    @Test
    void whatIsLentByOneConnectionToTheNextKeepsNothing() throws Exception {
        Queue<String> foreign = new ConcurrentLinkedQueue<>();
        EchoLog echo = new EchoLog() {
            @Override
            public void onText(WsSession session, String text) {
                check(session.upgrade().pathParameters().get("tag"), text, foreign);
                super.onText(session, text);
            }

            @Override
            public void onBinary(WsSession session, ByteBuffer data) {
                String text = StandardCharsets.US_ASCII.decode(data.duplicate()).toString();
                check(session.upgrade().pathParameters().get("tag"), text, foreign);
                super.onBinary(session, data);
            }
        };
        server = mode.server()
                .ioThreads(1)
                .sendQueue(64 << 20, Duration.ofSeconds(30))
                .endpoint("/ws/{tag}", echo)
                .start();
        Random random = new Random(1);
        AtomicInteger received = new AtomicInteger();
        try (WsClient client = WsClient.builder()
                .ioThreads(1)
                .sendQueue(64 << 20, Duration.ofSeconds(30))
                .build()) {
            for (int round = 0; round < 60; round++) {
                List<WsSession> sessions = new ArrayList<>();
                for (char tag = 'a'; tag < 'i'; tag++) {
                    TaggedLog log = new TaggedLog(String.valueOf(tag), foreign, received);
                    URI uri = URI.create("ws://localhost:" + server.port() + "/ws/" + tag);
                    sessions.add(client.connect(uri, log).get(15, TimeUnit.SECONDS));
                }
                for (int step = 0; step < 200 && !sessions.isEmpty(); step++) {
                    int index = random.nextInt(sessions.size());
                    WsSession session = sessions.get(index);
                    String tag = session.upgrade().path().substring(4);
                    switch (random.nextInt(20)) {
                        case 0 -> sessions.remove(index).close();
                        case 1 ->
                            server.sessions().stream()
                                    .skip(random.nextInt(8))
                                    .findFirst()
                                    .ifPresent(WsSession::close);
                        case 2, 3, 4 ->
                            session.sendBinary(StandardCharsets.US_ASCII.encode(tag.repeat(random.nextInt(300_000))));
                        default -> session.sendText(tag.repeat(random.nextInt(20_000)));
                    }
                }
                sessions.forEach(WsSession::close);
            }
            // Those that were closed in time got less.
            Vitals.soon().until(() -> server.sessions().isEmpty());
        }
        assertThat(foreign).isEmpty();
        // How many came in time is a matter of chance.
        assertThat(received).hasValueGreaterThan(100);
    }

    private static void check(String tag, String text, Queue<String> foreign) {
        if (!text.equals(tag.repeat(text.length()))) {
            foreign.add(tag + " got " + text.substring(0, Math.min(text.length(), 50)));
        }
    }

    private record TaggedLog(String tag, Queue<String> foreign, AtomicInteger received) implements WsHandler {

        @Override
        public void onText(WsSession session, String text) {
            received.incrementAndGet();
            check(tag, text, foreign);
        }

        @Override
        public void onBinary(WsSession session, ByteBuffer data) {
            onText(session, StandardCharsets.US_ASCII.decode(data).toString());
        }
    }

    private static Void tagAll(WsSession session, CountDownLatch go) throws InterruptedException {
        go.await();
        for (int i = 0; i < 50; i++) {
            session.sendText(session.remoteAddress().getPort() + ":" + i);
        }
        return null;
    }

    private static void expectOwnThenClose(RawClient client, WsSession session) throws Exception {
        assertThat(session.remoteAddress().getPort()).isEqualTo(client.localPort());
        Frame frame = client.readFrame();
        for (int i = 0; frame.opcode() == Frame.TEXT; i++) {
            assertThat(frame.text()).isEqualTo(client.localPort() + ":" + i);
            frame = client.readFrame();
        }
        assertThat(frame.closeCode()).isEqualTo(4000);
        client.send(Frame.close(4000, "")).expectEof();
    }
}
