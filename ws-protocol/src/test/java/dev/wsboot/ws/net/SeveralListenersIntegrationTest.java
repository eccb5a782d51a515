package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.wsboot.ws.WsSession;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** One server that listens in several places: on ports with TLS and without, and on Unix domain sockets. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class SeveralListenersIntegrationTest {

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private static final HttpClient HTTP =
            HttpClient.newBuilder().sslContext(TestCertificates.client()).build();

    @TempDir
    Path directory;

    private final EchoLog handler = new EchoLog();
    private final RecordingObserver observer = new RecordingObserver();
    private int descriptors;
    private Path path;
    private WsServer server;

    @BeforeEach
    void count() {
        Vitals.soon().until(() -> Vitals.loops().isEmpty());
        descriptors = Vitals.descriptors();
        path = directory.resolve("ws.sock");
    }

    @AfterEach
    void everythingIsGivenBack() {
        if (server != null) {
            server.close();
        }
        Vitals.soon().untilAsserted(() -> assertThat(Vitals.loops()).isEmpty());
        Vitals.awaitDescriptors(descriptors);
        assertThat(path).doesNotExist();
    }

    private WsServer.Builder builder() {
        return WsServer.builder().port(0).endpoint("/ws", handler).observer(observer);
    }

    private WsServer.Builder unixOnly() {
        return builder().port(WsServer.Builder.NO_PORT).listen(ListenOptions.unixSocket(path));
    }

    private static void assertEcho(RawClient client) throws IOException {
        client.send(Frame.text("a"));
        assertThat(client.readFrame().text()).isEqualTo("a");
    }

    @Test
    void aUnixSocketServesWhatThePortServes() throws Exception {
        server = builder().listen(ListenOptions.unixSocket(path)).start();
        assertThat(server.addresses()).containsExactly(server.address(), UnixDomainSocketAddress.of(path));
        try (RawClient port = RawClient.open(server);
                RawClient unix = RawClient.connect(path).upgrade("/ws")) {
            assertEcho(port);
            assertEcho(unix);
            assertThat(server.sessions()).hasSize(2);

            CompletableFuture<Void> stopping = CompletableFuture.runAsync(server::close);
            for (RawClient client : new RawClient[] {port, unix}) {
                assertThat(client.readFrame().closeCode()).isEqualTo(1001);
                client.send(Frame.close(1001, "")).expectEof();
            }
            stopping.get(20, TimeUnit.SECONDS);
        }
    }

    /** Much more than a socket takes at once, so that it has to be waited for, in both directions. */
    @Test
    void aUnixSocketTakesLargeMessages() throws Exception {
        server = unixOnly().sendQueue(8 << 20, Duration.ofSeconds(20)).start();
        String large = "a".repeat(1 << 20);
        try (RawClient client = RawClient.connect(path).upgrade("/ws")) {
            for (int i = 0; i < 3; i++) {
                client.send(Frame.text(large));
                assertThat(client.readFrame().text()).isEqualTo(large);
            }
        }
    }

    /** It has none: what stands for it is this machine. */
    @Test
    void aPeerAtAUnixSocketHasTheAddressOfThisMachine() throws Exception {
        server = unixOnly().start();
        try (RawClient client = RawClient.connect(path).upgrade("/ws")) {
            WsSession session = handler.awaitOpen();
            assertThat(session.remoteAddress()).isEqualTo(new InetSocketAddress("127.0.0.1", 0));
            assertThat(session.toString()).endsWith("from /127.0.0.1:0");
        }
    }

    @Test
    void peersAtAUnixSocketCountInAllButNotByAddress() throws Exception {
        server = unixOnly().maxConnections(2).maxConnectionsPerAddress(1).start();
        try (RawClient one = RawClient.connect(path).upgrade("/ws");
                RawClient two = RawClient.connect(path).upgrade("/ws");
                RawClient three = RawClient.connect(path)) {
            assertEcho(one);
            assertEcho(two);
            assertThat(three.send(Requests.get("/ws")).readAnswer().status()).isEqualTo(503);
        }
    }

    @Test
    void withoutAPortThereIsNoneToBeAskedFor() throws Exception {
        server = unixOnly().start();

        assertThat(server.addresses()).containsExactly((SocketAddress) UnixDomainSocketAddress.of(path));
        assertThatIllegalStateException().isThrownBy(server::port).withMessage("the server listens on no TCP port");
        assertThatIllegalStateException().isThrownBy(server::address);
    }

    @Test
    void thereMustBeSomethingToListenOn() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().port(WsServer.Builder.NO_PORT).start())
                .withMessageStartingWith("there is nothing to listen on");
    }

    @Test
    void thePermissionsOfTheFileAreSet() throws Exception {
        server = builder()
                .listen(ListenOptions.unixSocket(path).withPermissions(PosixFilePermissions.fromString("rw-rw-rw-")))
                .start();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-rw-rw-");
    }

    @Test
    void aServerTakesThePlaceOfOneThatDied() throws Exception {
        // What a killed process leaves behind: a file on which nobody listens.
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(path))
                .close();

        server = unixOnly().start();
        try (RawClient client = RawClient.connect(path).upgrade("/ws")) {
            assertEcho(client);
        }
    }

    @Test
    void aServerDoesNotTakeThePlaceOfOneThatLives() throws Exception {
        server = unixOnly().start();

        assertThatExceptionOfType(ListenException.class)
                .isThrownBy(() -> unixOnly().start())
                .withMessage("cannot listen on " + path + ": somebody listens there already")
                .satisfies(e -> assertThat(e.address()).isEqualTo(UnixDomainSocketAddress.of(path)));
        try (RawClient client = RawClient.connect(path).upgrade("/ws")) {
            assertEcho(client);
        }
    }

    @Test
    void aPathThatCannotBeIsNamed() {
        for (String impossible : new String[] {"missing/ws.sock", "long".repeat(40)}) {
            Path nowhere = directory.resolve(impossible);
            assertThatExceptionOfType(ListenException.class)
                    .isThrownBy(() ->
                            builder().listen(ListenOptions.unixSocket(nowhere)).start())
                    .withMessageStartingWith("cannot listen on " + nowhere + ": ");
        }
    }

    /** And what was opened before it is closed again, which the end of the test looks at. */
    @Test
    void onePlaceThatIsTakenKeepsTheServerFromStarting() throws Exception {
        try (WsServer other = builder().start()) {
            InetSocketAddress taken = new InetSocketAddress(InetAddress.getLoopbackAddress(), other.port());
            assertThatExceptionOfType(BindException.class)
                    .isThrownBy(
                            () -> unixOnly().listen(ListenOptions.tcp(taken)).start())
                    .withMessageStartingWith("cannot listen on " + taken);
        }
    }

    @Test
    void eachPlaceHasItsOwnTls() throws Exception {
        AtomicReference<TlsOptions> outside =
                new AtomicReference<>(TlsOptions.of(TestCertificates.context(TestCertificates.OTHER_HOST)));
        server = builder()
                .listen(ListenOptions.tcp(ANY_PORT).withTls(outside::get))
                .start();
        try (RawClient plain = RawClient.open(server)) {
            assertEcho(plain);
        }
        int port = ((InetSocketAddress) server.addresses().get(1)).getPort();
        assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> connectTls(port));

        outside.set(TlsOptions.of(TestCertificates.server()));
        connectTls(port);
        assertThatIllegalStateException().isThrownBy(() -> server.reloadTls(outside.get()));
    }

    private static void connectTls(int port) throws Exception {
        JdkClient client = new JdkClient(HTTP, URI.create("wss://localhost:" + port + "/ws"));
        client.sendText("secret");
        assertThat(client.awaitText()).isEqualTo("secret");
        client.close(1000, "");
    }

    /** To be told over TLS would cost the server a handshake. */
    @Test
    void oneTooManyIsToldWhereThatIsCheap() throws Exception {
        server = builder()
                .maxConnections(1)
                .listen(ListenOptions.tcp(ANY_PORT).withTls(TlsOptions.of(TestCertificates.server())))
                .start();
        try (RawClient first = RawClient.open(server);
                RawClient plain = RawClient.connect(server)) {
            assertThat(plain.send(Requests.get("/ws")).readAnswer().status()).isEqualTo(503);
            for (int i = 0; i < 2 * Admission.MOST_TOLD; i++) {
                try (RawClient encrypted = RawClient.connect(server.addresses().get(1))) {
                    encrypted.expectEof();
                }
            }
            try (RawClient again = RawClient.connect(server)) {
                assertThat(again.send(Requests.get("/ws")).readAnswer().status())
                        .isEqualTo(503);
            }
            assertEcho(first);
        }
    }

    @Test
    void tlsWithoutAPortIsAMistake() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WsServer.builder()
                        .port(WsServer.Builder.NO_PORT)
                        .tls(TlsOptions.of(TestCertificates.server()))
                        .listen(ListenOptions.tcp(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)))
                        .start())
                .withMessageContaining("no port");
    }
}
