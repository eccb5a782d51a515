package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.CloseEvent.Initiator;
import dev.wsboot.ws.net.TlsOptions.ClientAuth;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Our server over wss, with clients that are not ours. */
@ParameterizedClass
@ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class TlsIntegrationTest {

    @Parameter
    String protocol;

    @TempDir
    Path directory;

    private final EchoLog handler = new EchoLog();
    private final RecordingObserver observer = new RecordingObserver();
    private WsServer server;

    @AfterEach
    void stop() {
        server.close();
    }

    private void start(ClientAuth auth) throws Exception {
        start(TestCertificates.server(), auth);
    }

    private void start(SSLContext context, ClientAuth auth) throws Exception {
        server = WsServer.builder()
                .port(0)
                .ioThreads(2)
                .tls(TlsOptions.of(context).withProtocols(protocol).withClientAuth(auth))
                .observer(observer)
                .endpoint("/ws", handler)
                .start();
    }

    private JdkClient connect(SSLContext context) throws Exception {
        HttpClient http = HttpClient.newBuilder().sslContext(context).build();
        return new JdkClient(http, URI.create("wss://localhost:" + server.port() + "/ws"));
    }

    private void assertEcho(InteropClient client) throws Exception {
        client.sendText("hello");
        assertThat(client.awaitText()).isEqualTo("hello");
    }

    @Test
    void messagesAreEchoed() throws Exception {
        start(ClientAuth.NONE);
        try (JdkClient client = connect(TestCertificates.client())) {
            assertEcho(client);
            byte[] large = new byte[1_000_000];
            client.sendBinary(large);
            assertThat(client.awaitBinary()).isEqualTo(large);
            client.close(4001, "bye");
            assertThat(client.awaitClosed().code()).isEqualTo(4001);
            assertThat(handler.awaitClose())
                    .isEqualTo(new CloseEvent(4001, "bye", Initiator.REMOTE, Cause.CLOSE_FRAME, true));
        }
    }

    @Test
    void anotherCertificateIsForTheConnectionsToCome() throws Exception {
        start(ClientAuth.NONE);
        SSLContext trustingBoth = TestCertificates.context(null, TestCertificates.SERVER, TestCertificates.OTHER_HOST);
        try (JdkClient before = connect(trustingBoth)) {
            assertEcho(before);

            server.reloadTls(TlsOptions.of(TestCertificates.context(TestCertificates.OTHER_HOST)));

            assertThatThrownBy(() -> connect(trustingBoth)).hasStackTraceContaining("localhost");
            assertEcho(before);
            server.reloadTls(TlsOptions.of(TestCertificates.server()));
            try (JdkClient after = connect(trustingBoth)) {
                assertEcho(after);
            }
        }
    }

    /** Some talk all the time, others come and go, and nobody is dropped or refused for it. */
    @Test
    void certificatesMayChangeUnderLoad() throws Exception {
        start(ClientAuth.NONE);
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger echoes = new AtomicInteger();
        AtomicInteger visitors = new AtomicInteger();
        SSLContext trusting = TestCertificates.client();
        List<CompletableFuture<Void>> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            clients.add(busy(over, () -> {
                try (JdkClient client = connect(trusting)) {
                    while (!over.get()) {
                        assertEcho(client);
                        echoes.incrementAndGet();
                    }
                }
            }));
            clients.add(busy(over, () -> {
                try (JdkClient client = connect(trusting)) {
                    assertEcho(client);
                    visitors.incrementAndGet();
                }
            }));
        }
        for (int i = 0; i < 20; i++) {
            int visited = visitors.get();
            int echoed = echoes.get();
            // Another context with the same key, so that the clients trust it.
            server.reloadTls(TlsOptions.of(TestCertificates.server()).withProtocols(protocol));
            Vitals.soon().until(() -> failed(clients) || (visitors.get() > visited + 4 && echoes.get() > echoed));
        }
        over.set(true);
        for (CompletableFuture<Void> client : clients) {
            client.get(30, TimeUnit.SECONDS);
        }
        assertThat(observer.events).noneMatch(event -> event.startsWith("refused"));
    }

    private static boolean failed(List<CompletableFuture<Void>> clients) {
        return clients.stream().anyMatch(CompletableFuture::isCompletedExceptionally);
    }

    private static CompletableFuture<Void> busy(AtomicBoolean over, Work work) {
        return CompletableFuture.runAsync(
                () -> {
                    while (!over.get()) {
                        try {
                            work.run();
                        } catch (Exception e) {
                            throw new CompletionException(e);
                        }
                    }
                },
                task -> new Thread(task).start());
    }

    private interface Work {
        void run() throws Exception;
    }

    @Test
    void sixtyClientsConnectAtTheSameTime() throws Exception {
        start(ClientAuth.NONE);
        HttpClient http =
                HttpClient.newBuilder().sslContext(TestCertificates.client()).build();
        URI uri = URI.create("wss://localhost:" + server.port() + "/ws");
        List<CompletableFuture<WebSocket>> clients = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            clients.add(http.newWebSocketBuilder().buildAsync(uri, new WebSocket.Listener() {}));
        }
        for (CompletableFuture<WebSocket> client : clients) {
            client.get(30, TimeUnit.SECONDS);
        }
        assertThat(server.sessions()).hasSize(60);
        clients.forEach(client -> client.join().abort());
        for (int i = 0; i < 60; i++) {
            assertThat(handler.awaitClose().code()).isEqualTo(1006);
        }
    }

    @Test
    void aShutdownIsTold() throws Exception {
        start(ClientAuth.NONE);
        try (JdkClient client = connect(TestCertificates.client())) {
            assertEcho(client);
            server.close();
            assertThat(client.awaitClosed().code()).isEqualTo(1001);
            assertThat(handler.awaitClose().cause()).isEqualTo(Cause.SHUTDOWN);
        }
    }

    @Test
    void aClientShowsItsCertificateWhereItIsNeeded() throws Exception {
        start(ClientAuth.NEED);
        try (JdkClient client = connect(TestCertificates.context(TestCertificates.CLIENT, TestCertificates.SERVER))) {
            assertEcho(client);
        }
    }

    @Test
    void aClientNeedsNoCertificateWhereOneIsWanted() throws Exception {
        start(ClientAuth.WANT);
        try (JdkClient client = connect(TestCertificates.client())) {
            assertEcho(client);
        }
        try (JdkClient client = connect(TestCertificates.context(TestCertificates.CLIENT, TestCertificates.SERVER))) {
            assertEcho(client);
        }
    }

    @Test
    void aClientWithoutCertificateIsRefusedWhereOneIsNeeded() throws Exception {
        start(ClientAuth.NEED);
        assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> connect(TestCertificates.client()));
        assertRefusal();
    }

    @Test
    void aServerOfAnotherNameIsNotTrusted() throws Exception {
        start(TestCertificates.context(TestCertificates.OTHER_HOST), ClientAuth.NONE);
        SSLContext trusting = TestCertificates.context(null, TestCertificates.OTHER_HOST);
        assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> connect(trusting));
        assertRefusal();
    }

    @Test
    void plainHttpEndsInOrder() throws Exception {
        start(ClientAuth.NONE);
        try (RawClient client = RawClient.connect(server).send(Requests.get("/ws"))) {
            byte[] alert = client.readBytes(7);
            assertThat(Frames.hex(alert)).startsWith("1503");
            client.expectEof();
        }
        assertRefusal();
    }

    /** At least once: the JDK's client may try again. */
    private void assertRefusal() {
        Awaitility.await().until(() -> !observer.events.isEmpty());
        assertThat(observer.events).allMatch(event -> event.startsWith("refused 0 the TLS handshake failed: "));
    }

    /** OpenSSL as an independent client: with a handshake by hand. */
    @Test
    void opensslIsEchoed() throws Exception {
        assumeTrue(OpensslIntegrationTest.hasOpenssl(), "there is no openssl");
        start(ClientAuth.NONE);
        Path ca = directory.resolve("server.pem");
        Files.writeString(
                ca,
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'})
                                .encodeToString(
                                        TestCertificates.SERVER.certificate().getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        Process openssl = new ProcessBuilder(
                        "openssl",
                        "s_client",
                        "-connect",
                        "localhost:" + server.port(),
                        "-CAfile",
                        ca.toString(),
                        "-verify_return_error",
                        "-verify_hostname",
                        "localhost",
                        "-quiet")
                .redirectError(directory.resolve("openssl.log").toFile())
                .start();
        try {
            OutputStream out = openssl.getOutputStream();
            out.write(Requests.get("/ws").getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            InputStream in = openssl.getInputStream();
            StringBuilder head = new StringBuilder();
            while (!head.toString().endsWith("\r\n\r\n")) {
                int b = in.read();
                assertThat(b)
                        .as(() -> "openssl ended: " + read(directory.resolve("openssl.log")))
                        .isNotNegative();
                head.append((char) b);
            }
            assertThat(head.toString()).startsWith("HTTP/1.1 101 ");
            out.write(Frames.masked(Frames.text("hello")));
            out.flush();
            assertThat(Frames.hex(in.readNBytes(7))).isEqualTo(Frames.text("hello"));
            out.write(Frames.masked(Frames.close(4000, "bye")));
            out.flush();
            assertThat(Frames.hex(in.readAllBytes())).isEqualTo(Frames.close(4000, ""));
            assertThat(handler.awaitClose().clean()).isTrue();
        } finally {
            openssl.destroyForcibly();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
