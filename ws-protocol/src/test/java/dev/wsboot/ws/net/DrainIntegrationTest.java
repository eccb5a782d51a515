package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.CloseEvent.Initiator;
import dev.wsboot.ws.WsSession;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that drains before it stops, on real sockets. Where the window is a day, it is a second call that ends it. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class DrainIntegrationTest {

    private static final DrainOptions ALL_DAY =
            DrainOptions.over(Duration.ofDays(1)).withRetryAfter(Duration.ofSeconds(7));

    private final EchoLog handler = new EchoLog();
    private final List<RawClient> clients = new ArrayList<>();
    private final List<WsSession> sessions = new ArrayList<>();
    private WsServer server;

    @BeforeEach
    void start() throws Exception {
        server =
                WsServer.builder().port(0).ioThreads(1).endpoint("/ws", handler).start();
    }

    @AfterEach
    void everythingIsGivenBack() throws Exception {
        server.close();
        for (RawClient client : clients) {
            client.close();
        }
        Vitals.soon().untilAsserted(() -> assertThat(Vitals.loops()).isEmpty());
    }

    private void open(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            clients.add(RawClient.open(server));
            sessions.add(handler.awaitOpen());
        }
    }

    private CompletableFuture<Void> stop(DrainOptions drain) {
        return later(() -> {
            server.stop(drain, Duration.ofSeconds(20));
            return null;
        });
    }

    /** The first is told at once: who that is, is the selector's affair. */
    private int awaitFirst() {
        Vitals.soon().until(() -> sessions.stream().filter(WsSession::isOpen).count() == sessions.size() - 1);
        for (int i = 0; i < sessions.size(); i++) {
            if (!sessions.get(i).isOpen()) {
                return i;
            }
        }
        throw new AssertionError();
    }

    private void answerAll() throws IOException {
        for (RawClient client : clients) {
            assertThat(client.readFrame().closeCode()).isEqualTo(1001);
            client.send(Frame.close(1001, "")).expectEof();
            client.close();
        }
    }

    @Test
    void newHandshakesAreRefusedWhileOpenSessionsGoOn() throws Exception {
        open(3);
        RawClient early = RawClient.connect(server);
        CompletableFuture<Void> stopping = stop(ALL_DAY);
        int first = awaitFirst();

        for (RawClient late : List.of(early, RawClient.connect(server))) {
            Answer answer = late.send(Requests.get("/ws")).readAnswer();
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isEqualTo("7");
            late.close();
        }
        for (int i = 0; i < 3; i++) {
            if (i != first) {
                clients.get(i).send(Frame.text("a"));
                assertThat(clients.get(i).readFrame().text()).isEqualTo("a");
            }
        }
        assertThat(stopping).isNotDone();

        CompletableFuture<Void> hurrying = CompletableFuture.runAsync(() -> server.stop(Duration.ofSeconds(20)));
        answerAll();
        stopping.get(20, TimeUnit.SECONDS);
        hurrying.get(20, TimeUnit.SECONDS);
        assertThat(handler.closed)
                .hasSize(3)
                .containsOnly(new CloseEvent(1001, "", Initiator.LOCAL, Cause.SHUTDOWN, true));
    }

    @Test
    void everybodyIsToldWithinTheWindow() throws Exception {
        open(20);
        CompletableFuture<Void> stopping = stop(DrainOptions.over(Duration.ofMillis(200)));
        answerAll();
        stopping.get(20, TimeUnit.SECONDS);

        assertThat(handler.closed).hasSize(20);
    }

    @Test
    void withoutSessionsTheWindowIsNotWaitedFor() throws Exception {
        stop(ALL_DAY).get(20, TimeUnit.SECONDS);
    }

    @Test
    void aSecondCallThatDrainsTooJustWaits() throws Exception {
        open(2);
        CompletableFuture<Void> stopping = stop(ALL_DAY);
        awaitFirst();
        CompletableFuture<Void> second = stop(ALL_DAY);
        CompletableFuture<Void> third = stop(DrainOptions.AT_ONCE);
        answerAll();

        CompletableFuture.allOf(stopping, second, third).get(20, TimeUnit.SECONDS);
    }

    @Test
    void anInterruptEndsTheWindowAndEverybodyIsTold() throws Exception {
        open(3);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread stopping = new Thread(() -> {
            server.stop(ALL_DAY, Duration.ofDays(1));
            interrupted.complete(Thread.currentThread().isInterrupted());
        });
        stopping.start();
        awaitFirst();
        stopping.interrupt();

        assertThat(interrupted.get(20, TimeUnit.SECONDS)).isTrue();
        for (RawClient client : clients) {
            client.expectCloseThenEof(1001);
        }
        assertThat(handler.closed).containsOnly(new CloseEvent(1006, "", Initiator.LOCAL, Cause.SHUTDOWN, false));
    }

    @ParameterizedTest
    @EnumSource
    void aHandlerMayDrainItsServer(HandlerMode mode) throws Exception {
        server.close();
        server = mode.server()
                .endpoint("/ws", new EchoLog() {
                    @Override
                    public void onText(WsSession session, String text) {
                        server.stop(DrainOptions.over(Duration.ofMillis(100)), Duration.ofMillis(300));
                    }
                })
                .start();
        try (QuietLog quiet = new QuietLog();
                RawClient client = RawClient.open(server)) {
            client.send(Frame.text("stop")).expectCloseThenEof(1001);
        }
    }

    /**
     * What a send returned true for is there, to the last one, whichever thread it came from. To encode a long message takes time, in
     * which the session may begin to close.
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 50_000})
    void whatWasAcceptedIsDeliveredBeforeTheCloseFrame(int length) throws Exception {
        for (int round = 0; round < 10; round++) {
            if (round > 0) {
                start();
            }
            sendWhileItStops("\u00e9".repeat(length));
        }
    }

    private void sendWhileItStops(String padding) throws Exception {
        List<CompletableFuture<Integer>> senders = new ArrayList<>();
        List<CompletableFuture<Integer>> readers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            RawClient client = RawClient.open(server);
            WsSession session = handler.awaitOpen();
            senders.add(later(() -> sendUntilRefused(session, padding)));
            readers.add(later(() -> readToTheClose(client, padding)));
        }
        CompletableFuture<Void> stopping = stop(DrainOptions.over(Duration.ofMillis(40)));
        for (int i = 0; i < 4; i++) {
            assertThat(readers.get(i).get(20, TimeUnit.SECONDS))
                    .isEqualTo(senders.get(i).get(20, TimeUnit.SECONDS));
        }
        stopping.get(20, TimeUnit.SECONDS);
    }

    /** On a thread of its own, or they would wait for each other where there are few cores. */
    private static <T> CompletableFuture<T> later(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, task -> new Thread(task).start());
    }

    private static int sendUntilRefused(WsSession session, String padding) {
        int accepted = 0;
        while (session.sendText(accepted + padding)) {
            accepted++;
            if (accepted % 5 == 0) {
                // The send queue is bounded. Where the session ends meanwhile, the next send says so.
                session.flush()
                        .exceptionally(ended -> null)
                        .toCompletableFuture()
                        .join();
            }
        }
        return accepted;
    }

    private static int readToTheClose(RawClient client, String padding) {
        try (client) {
            int received = 0;
            for (Frame frame = client.readFrame(); frame.opcode() != Frame.CLOSE; frame = client.readFrame()) {
                assertThat(frame.text()).isEqualTo(received + padding);
                received++;
            }
            client.send(Frame.close(1001, "")).expectEof();
            return received;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
