package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.CloseEvent.Initiator;
import dev.wsboot.ws.WsHandler;
import dev.wsboot.ws.WsObserver;
import dev.wsboot.ws.WsSession;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Starting and stopping, with everything that a server takes and must give back. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class ServerLifecycleIntegrationTest {

    private static final Duration SHORT = Duration.ofMillis(300);

    private final EchoLog handler = new EchoLog();
    private int descriptors;

    @BeforeEach
    void count() {
        Vitals.soon().until(() -> Vitals.loops().isEmpty());
        descriptors = Vitals.descriptors();
    }

    @AfterEach
    void everythingIsGivenBack() {
        Vitals.soon().untilAsserted(() -> assertThat(Vitals.loops()).isEmpty());
        Vitals.awaitDescriptors(descriptors);
    }

    private WsServer.Builder server() {
        return WsServer.builder().port(0).endpoint("/ws", handler);
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        try (WsServer first = server().start()) {
            assertThatThrownBy(() -> server().port(first.port()).start())
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining(Integer.toString(first.port()));
            // And the first goes on.
            try (RawClient client = RawClient.open(first)) {
                client.send(Frame.text("a"));
                assertThat(client.readFrame().text()).isEqualTo("a");
            }
        }
    }

    @Test
    void portZeroTakesAnyThatIsFree() throws Exception {
        try (WsServer one = server().start();
                WsServer other = server().start()) {
            assertThat(one.port()).isPositive().isNotEqualTo(other.port());
            assertThat(one.address().getPort()).isEqualTo(one.port());
        }
    }

    @Test
    void aServerThatIsStoppedStartsAgainOnItsPortAtOnce() throws Exception {
        int port = 0;
        for (int i = 0; i < 5; i++) {
            try (WsServer server = server().port(port).start()) {
                port = server.port();
                RawClient client = RawClient.open(server);
                handler.awaitOpen().close();
                // The server's side is the one that waits in TIME_WAIT.
                client.readFrame();
                client.send(Frame.close(1000, "")).expectEof();
                client.close();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void stoppingTellsEverybodyAndWaitsForThem(HandlerMode mode) throws Exception {
        WsServer server = mode.server().endpoint("/ws", handler).start();
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            clients.add(RawClient.open(server));
        }
        CompletableFuture<Void> stopping = CompletableFuture.runAsync(server::close);
        for (RawClient client : clients) {
            assertThat(client.readFrame().closeCode()).isEqualTo(1001);
        }
        assertThat(stopping).isNotDone();
        assertThatThrownBy(() -> RawClient.connect(server)).isInstanceOf(IOException.class);
        for (RawClient client : clients) {
            client.send(Frame.close(1001, "")).expectEof();
            client.close();
        }
        stopping.get(10, TimeUnit.SECONDS);
        // No waiting here: all callbacks are done by now.
        assertThat(handler.closed).hasSize(50).allSatisfy(event -> {
            assertThat(event.code()).isEqualTo(1001);
            assertThat(event.cause()).isEqualTo(Cause.SHUTDOWN);
            assertThat(event.initiator()).isEqualTo(Initiator.LOCAL);
            assertThat(event.clean()).isTrue();
        });
        assertThat(server.sessions()).isEmpty();
        assertThat(Vitals.loops()).isEmpty();
        server.close();
        server.stop(Duration.ZERO);
    }

    @Test
    void stoppingWithoutAnyTimeTellsEverybodyAllTheSame() throws Exception {
        WsServer server = server().start();
        try (RawClient client = RawClient.open(server);
                RawClient other = RawClient.open(server)) {
            server.stop(Duration.ZERO);
            client.expectCloseThenEof(1001);
            other.expectCloseThenEof(1001);
        }
        assertThat(handler.closed)
                .hasSize(2)
                .containsOnly(new CloseEvent(1006, "", Initiator.LOCAL, Cause.SHUTDOWN, false));
    }

    @Test
    void whoDoesNotAnswerIsCutWhenTheTimeIsOver() throws Exception {
        WsServer server = server().start();
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            clients.add(RawClient.open(server));
        }
        server.stop(SHORT);
        assertThat(handler.closed)
                .hasSize(20)
                .containsOnly(new CloseEvent(1006, "", Initiator.LOCAL, Cause.SHUTDOWN, false));
        for (RawClient client : clients) {
            client.expectCloseThenEof(1001);
            client.close();
        }
    }

    @Test
    void whoIsInItsHandshakeIsSentAway() throws Exception {
        WsServer server = server().start();
        try (RawClient silent = RawClient.connect(server);
                RawClient begun = RawClient.connect(server).send("GET /ws HTTP/1.1\r\nHost:");
                RawClient last = RawClient.open(server)) {
            // The others were accepted before, but what they sent may not have been read yet.
            last.send(Frame.text("a"));
            last.readFrame();
            CompletableFuture<Void> stopping = CompletableFuture.runAsync(server::close);
            silent.expectEof();
            Answer answer = begun.readAnswer();
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isNotNull();
            last.close();
            begun.close();
            stopping.get(10, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHandlerMayStopItsServer(HandlerMode mode) throws Exception {
        WsServer[] server = new WsServer[1];
        CompletableFuture<Void> returned = new CompletableFuture<>();
        server[0] = mode.server()
                .endpoint("/ws", new EchoLog() {
                    @Override
                    public void onText(WsSession session, String text) {
                        server[0].stop(SHORT);
                        returned.complete(null);
                    }
                })
                .start();
        try (QuietLog quiet = new QuietLog();
                RawClient client = RawClient.open(server[0])) {
            client.send(Frame.text("stop"));
            returned.get(10, TimeUnit.SECONDS);
            client.expectCloseThenEof(1001);
        }
        server[0].close();
    }

    @Test
    void allWhoStopItAtTheSameTimeWaitForTheEnd() throws Exception {
        WsServer server = server().start();
        try (RawClient client = RawClient.open(server)) {
            List<CompletableFuture<Integer>> stopping = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                stopping.add(CompletableFuture.supplyAsync(() -> {
                    server.stop(SHORT);
                    return handler.closed.size();
                }));
            }
            for (CompletableFuture<Integer> one : stopping) {
                assertThat(one.get(10, TimeUnit.SECONDS)).isEqualTo(1);
            }
            client.expectCloseThenEof(1001);
        }
    }

    @Test
    void clientsThatKeepComingDoNotKeepItFromStopping() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 5; round++) {
                WsServer server = server().start();
                List<Future<?>> coming = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    coming.add(threads.submit(() -> comeUntilNobodyAnswers(server)));
                }
                for (int i = 0; i < 100; i++) {
                    handler.awaitOpen();
                }
                server.close();
                for (Future<?> one : coming) {
                    one.get(10, TimeUnit.SECONDS);
                }
                assertThat(handler.opened.size() + 100).isEqualTo(handler.closed.size());
                handler.opened.clear();
                handler.closed.clear();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void comeUntilNobodyAnswers(WsServer server) {
        try {
            while (true) {
                try (RawClient client = RawClient.open(server)) {
                    client.send(Frame.text("a")).readFrame();
                }
            }
        } catch (IOException | AssertionError e) {
            // It has stopped, or refused with 503 because it is about to.
        }
    }

    @Test
    void aHandlerThatBlocksItsEventLoopDoesNotBlockTheStop() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch blocked = new CountDownLatch(1);
        WsServer server = WsServer.builder()
                .port(0)
                .endpoint("/ws", new EchoLog() {
                    @Override
                    public void onText(WsSession session, String text) {
                        blocked.countDown();
                        awaitUninterruptibly(release);
                    }
                })
                .start();
        try (QuietLog quiet = new QuietLog();
                RawClient client = RawClient.open(server)) {
            client.send(Frame.text("block"));
            blocked.await();
            CompletableFuture<Void> stopping = CompletableFuture.runAsync(() -> server.stop(SHORT));
            stopping.get(20, TimeUnit.SECONDS);
        } finally {
            release.countDown();
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anInterruptEndsTheWaitingAndNotTheStop() throws Exception {
        WsServer server = server().start();
        try (RawClient client = RawClient.open(server)) {
            handler.awaitOpen();
            CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
            Thread stopping = new Thread(() -> {
                Thread.currentThread().interrupt();
                server.stop(Duration.ofSeconds(30));
                interrupted.complete(Thread.currentThread().isInterrupted());
            });
            stopping.start();
            assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
            // Whoever stops it too does not wait for ever.
            CompletableFuture.runAsync(server::close).get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void everySessionHasItsLastCallbackWhereTheExecutorEndedBefore() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        WsServer server = server().executor(executor).start();
        try (RawClient client = RawClient.open(server)) {
            handler.awaitOpen();
            executor.shutdown();
            assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<Void> stopping = CompletableFuture.runAsync(server::close);
            assertThat(client.readFrame().closeCode()).isEqualTo(1001);
            client.send(Frame.close(1001, "")).expectEof();
            client.close();
            stopping.get(10, TimeUnit.SECONDS);
            assertThat(handler.awaitClose().clean()).isTrue();
        }
    }

    @Test
    void anObserverThatThrowsErrorsDisturbsNothing() throws Exception {
        try (QuietLog quiet = new QuietLog();
                WsServer server = server().observer(new WsObserver() {
                            @Override
                            public void sessionClosed(WsSession session, CloseEvent close, Duration lifetime) {
                                throw new NoClassDefFoundError("provoked");
                            }
                        })
                        .start()) {
            try (RawClient client = RawClient.open(server)) {
                client.send(Frame.close(4000, "")).expectCloseThenEof(4000);
            }
            assertThat(handler.awaitClose().code()).isEqualTo(4000);
            RawClient.open(server).reset();
            assertThat(handler.awaitClose().code()).isEqualTo(1006);
        }
    }

    /** Those of the other loops are told. */
    @Test
    void aHandlerThatBlocksTheFirstLoopKeepsNobodyElseFromHearing() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        WsServer server = WsServer.builder()
                .port(0)
                .ioThreads(2)
                .endpoint("/ws", new WsHandler() {
                    @Override
                    public void onText(WsSession session, String text) throws InterruptedException {
                        blocked.countDown();
                        release.await();
                    }
                })
                .start();
        // The loops have connections in turn, the first one the first.
        try (RawClient first = RawClient.open(server);
                RawClient second = RawClient.open(server)) {
            first.send(Frame.text("block"));
            blocked.await();
            CompletableFuture<Void> stopping = CompletableFuture.runAsync(() -> server.stop(Duration.ofMillis(100)));
            assertThat(second.readFrame().closeCode()).isEqualTo(1001);
            release.countDown();
            stopping.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void anInterruptWhileTheLastCallbackRunsLeavesNobodyWaiting() throws Exception {
        CountDownLatch closing = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        ExecutorService executor = Executors.newCachedThreadPool();
        WsServer server = WsServer.builder()
                .port(0)
                .executor(executor)
                .endpoint("/ws", new WsHandler() {
                    @Override
                    public void onClose(WsSession session, CloseEvent close) throws InterruptedException {
                        closing.countDown();
                        release.await();
                    }
                })
                .start();
        try (RawClient unused = RawClient.open(server)) {
            Thread stopping = new Thread(() -> server.stop(Duration.ZERO));
            stopping.start();
            closing.await();
            while (stopping.isAlive()) {
                stopping.interrupt();
                stopping.join(20);
            }
            Thread second = new Thread(server::close);
            second.start();
            second.join(10_000);
            assertThat(second.isAlive()).isFalse();
        } finally {
            release.countDown();
            executor.shutdown();
        }
    }
}
