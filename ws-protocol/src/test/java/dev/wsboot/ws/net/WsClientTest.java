package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.CloseEvent.Initiator;
import dev.wsboot.ws.WsHandler;
import dev.wsboot.ws.WsSession;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Our client against our server. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class WsClientTest {

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    private final EchoLog echo = new EchoLog();
    private final ClientLog mine = new ClientLog();
    private WsServer server;
    private WsClient client = WsClient.create();

    @BeforeEach
    void start() throws Exception {
        server = WsServer.builder()
                .port(0)
                .endpoint("/ws", echo, EndpointOptions.DEFAULT.withSubprotocols("b"))
                .start();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private void use(WsClient.Builder builder) {
        client.close();
        client = builder.build();
    }

    private WsRequest request() {
        return WsRequest.to("ws://localhost:" + server.port() + "/ws?a=b");
    }

    private static Throwable failure(CompletableFuture<WsSession> future) throws Exception {
        return future.handle((session, error) -> error).get(15, TimeUnit.SECONDS);
    }

    @Test
    void connectsTalksAndCloses() throws Exception {
        WsSession session = client.connect(URI.create("ws://localhost:" + server.port() + "/ws"), mine)
                .join();
        assertThat(client.sessions()).containsExactly(session);
        assertThat(session.endpoint()).isEqualTo("/ws");
        assertThat(session.remoteAddress().getPort()).isEqualTo(server.port());

        session.sendText("hello");
        assertThat(mine.awaitMessage()).isEqualTo("hello");
        session.close(1010, "bye");
        assertThat(mine.awaitClose()).isEqualTo(new CloseEvent(1010, "", Initiator.LOCAL, Cause.CLOSE_FRAME, true));
        assertThat(echo.awaitClose()).isEqualTo(new CloseEvent(1010, "bye", Initiator.REMOTE, Cause.CLOSE_FRAME, true));
        assertThat(client.sessions()).isEmpty();
    }

    @Test
    void isClosedByTheServer() throws Exception {
        client.connect(request(), mine).join();
        echo.awaitOpen().close(4242, "enough");

        assertThat(mine.awaitClose())
                .isEqualTo(new CloseEvent(4242, "enough", Initiator.REMOTE, Cause.CLOSE_FRAME, true));
        assertThat(echo.awaitClose()).isEqualTo(new CloseEvent(4242, "", Initiator.LOCAL, Cause.CLOSE_FRAME, true));
    }

    @Test
    void agreesOnASubprotocol() throws Exception {
        WsSession session =
                client.connect(request().subprotocols("a", "b"), mine).join();

        assertThat(session.subprotocol()).isEqualTo("b");
        assertThat(echo.awaitOpen().upgrade().queryParameter("a")).isEqualTo("b");
    }

    @Test
    void spreadsConnectionsOverItsLoops() throws Exception {
        use(WsClient.builder().ioThreads(3));
        for (int i = 0; i < 12; i++) {
            client.connect(request(), mine).join().sendText("message " + i);
        }
        for (int i = 0; i < 12; i++) {
            mine.awaitMessage();
        }
        assertThat(client.sessions()).hasSize(12);
        assertThat(client.sessions().stream()
                        .map(session -> ((Session) session).loop())
                        .distinct())
                .hasSize(3);
    }

    @Test
    void findsADeadServerByItsPings() throws Exception {
        use(WsClient.builder()
                .heartbeat(new Heartbeat(Duration.ofMillis(50), Duration.ofSeconds(10), 0, Duration.ZERO)));
        WsSession session = client.connect(request(), mine).join();

        Vitals.soon().until(() -> session.pingRoundTrip() != null);
    }

    @Test
    void threadsDoNotKeepTheJvmAlive() {
        assertThat(Vitals.loops())
                .filteredOn(thread -> thread.getName().startsWith("ws-client"))
                .isNotEmpty()
                .allMatch(Thread::isDaemon);
    }

    @Nested
    class AnExecutor {

        private final ExecutorService executor = Executors.newSingleThreadExecutor(task -> new Thread(task, "mine"));

        @AfterEach
        void stop() {
            executor.shutdown();
        }

        @Test
        void runsTheCallbacksAndWhatDependsOnTheFuture() throws Exception {
            use(WsClient.builder().executor(executor));
            StringBuffer threads = new StringBuffer();
            WsHandler handler = new WsHandler() {
                @Override
                public void onOpen(WsSession session) {
                    threads.append("open on ").append(Thread.currentThread().getName());
                }
            };
            CompletableFuture<Void> registered = new CompletableFuture<>();
            // Or the future may be complete before anything depends on it, which this thread would then run.
            executor.execute(registered::join);
            CompletableFuture<Void> done = client.connect(request(), handler)
                    .thenRun(() -> threads.append(", then on ")
                            .append(Thread.currentThread().getName()));
            registered.complete(null);
            done.join();

            assertThat(threads).hasToString("open on mine, then on mine");
        }

        @Test
        void doesNotHideWhatItNoLongerTakes() throws Exception {
            executor.shutdown();
            use(WsClient.builder().executor(executor));

            assertThat(failure(client.connect(WsRequest.to("ws://localhost:" + unusedPort()), mine)))
                    .isInstanceOf(IOException.class);
        }
    }

    private static int unusedPort() throws IOException {
        try (RawServer closed = RawServer.answering("")) {
            return closed.port();
        }
    }

    @Nested
    class Stop {

        @Test
        void saysGoodbyeToAllServers() throws Exception {
            client.connect(request(), mine).join();
            client.connect(request(), mine).join();
            client.close();

            for (int i = 0; i < 2; i++) {
                assertThat(mine.awaitClose())
                        .isEqualTo(new CloseEvent(1001, "", Initiator.LOCAL, Cause.SHUTDOWN, true));
                assertThat(echo.awaitClose())
                        .isEqualTo(new CloseEvent(
                                1001, "the client is shutting down", Initiator.REMOTE, Cause.CLOSE_FRAME, true));
            }
            assertThat(Vitals.loops()).noneMatch(thread -> thread.getName().equals("ws-client-1"));
        }

        @Test
        void givesUpWhatIsConnecting() throws Exception {
            try (RawServer silent =
                    new RawServer((socket, head) -> socket.getInputStream().read())) {
                CompletableFuture<WsSession> future = client.connect(WsRequest.to(silent.uri("/")), mine);
                Vitals.soon().until(() -> silent.heads.size() == 1);
                client.close();

                assertThat(failure(future)).isInstanceOf(IOException.class).hasMessage("the client was closed");
                assertThat(mine.isQuiet()).isTrue();
            }
        }

        @Test
        void letsNobodyConnectAfterwards() throws Exception {
            client.close();

            assertThat(failure(client.connect(request(), mine))).hasMessage("the client was closed");
        }

        @Test
        void endsWhatIsKept() throws Exception {
            KeptConnection kept = client.keepConnected(request(), mine, Backoff.DEFAULT);
            echo.awaitOpen();
            client.close();

            assertThat(kept.ended()).isCompletedWithValue(null);
            assertThat(client.keepConnected(request(), mine, Backoff.DEFAULT).ended())
                    .isCompletedWithValue(null);
        }

        @Test
        void worksFromWithinACallback() throws Exception {
            client.connect(request(), new ClientLog() {
                @Override
                public void onOpen(WsSession session) {
                    client.close();
                }
            });

            assertThat(echo.awaitClose().code()).isEqualTo(1001);
        }

        @Test
        void mayBeCalledAgain() {
            client.close();
            client.close();
        }
    }

    @Nested
    class Kept {

        @Test
        void comesBackWhenTheServerHas() throws Exception {
            Backoff backoff = new Backoff(Duration.ofMillis(10), Duration.ofMillis(20));
            try (KeptConnection kept = client.keepConnected(request(), mine, backoff)) {
                echo.awaitOpen();
                int port = server.port();
                server.close();
                mine.awaitClose();
                server = WsServer.builder().port(port).endpoint("/ws", echo).start();
                echo.awaitOpen();
                Vitals.soon().until(() -> kept.session() != null);
                kept.session().sendText("again");
                assertThat(mine.awaitMessage()).isEqualTo("again");
            }
            assertThat(mine.awaitClose().code()).isEqualTo(1000);
        }

        @Test
        void endsWhereThereIsNoEndpoint() throws Exception {
            KeptConnection kept = client.keepConnected(
                    WsRequest.to("ws://localhost:" + server.port() + "/other"), mine, Backoff.DEFAULT);

            assertThat(kept.ended().handle((nothing, error) -> error).get(15, TimeUnit.SECONDS))
                    .hasMessageContaining("404");
        }
    }

    @Nested
    class Configuration {

        private final WsClient.Builder builder = WsClient.builder();

        @Test
        void refusesWhatMakesNoSense() {
            assertThatThrownBy(() -> builder.ioThreads(0)).hasMessage("ioThreads must be positive, but is 0");
            assertThatThrownBy(() -> builder.connectTimeout(Duration.ZERO)).hasMessageContaining("connectTimeout");
            assertThatThrownBy(() -> builder.handshakeTimeout(Duration.ZERO)).hasMessageContaining("handshakeTimeout");
            assertThatThrownBy(() -> builder.closeTimeout(Duration.ZERO)).hasMessageContaining("closeTimeout");
            assertThatThrownBy(() -> builder.sendQueue(0, Duration.ofSeconds(1)))
                    .hasMessageContaining("maxBytes");
            assertThatThrownBy(() -> builder.sendQueue(1, Duration.ZERO)).hasMessageContaining("stallTimeout");
            assertThatThrownBy(() -> builder.handlerQueue(0)).hasMessageContaining("maxCallbacks");
            assertThatThrownBy(() -> builder.followRedirects(-1)).hasMessage("max must not be negative, but is -1");
            assertThatThrownBy(() -> builder.proxyHeader("Host", "x")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> builder.proxyHeader("X", "a\nb")).isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void aMalformedUriIsToldAtOnce() {
            assertThatThrownBy(() -> client.connect(URI.create("http://localhost"), mine))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("A WebSocket URI begins with ws:// or wss://");
        }

        @Test
        void everythingFitsTogether() throws Exception {
            try (ConnectProxy proxy = new ConnectProxy(server.port())) {
                use(builder.proxy(new InetSocketAddress(
                                "localhost", proxy.address().getPort()))
                        .proxyHeader("Proxy-Authorization", "Basic dTpw")
                        .connectTimeout(Duration.ofSeconds(5))
                        .handshakeTimeout(Duration.ofSeconds(5))
                        .compression(null)
                        .heartbeat(Heartbeat.OFF)
                        .handlerQueue(2)
                        .observer(new RecordingObserver()));
                client.connect(WsRequest.to("ws://nowhere.invalid/ws"), mine)
                        .join()
                        .sendText("through");

                assertThat(mine.awaitMessage()).isEqualTo("through");
                assertThat(proxy.heads())
                        .containsExactly("CONNECT nowhere.invalid:80 HTTP/1.1\r\nHost: nowhere.invalid:80\r\n"
                                + "Proxy-Authorization: Basic dTpw\r\n\r\n");
            }
        }
    }
}
