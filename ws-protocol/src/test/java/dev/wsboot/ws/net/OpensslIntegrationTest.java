package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.CloseEvent.Initiator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a scanner of TLS looks for, asked by {@code openssl s_client}. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class OpensslIntegrationTest {

    @TempDir
    Path directory;

    private final EchoLog handler = new EchoLog();
    private final RecordingObserver observer = new RecordingObserver();
    private WsServer server;
    private Process openssl;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(hasOpenssl(), "there is no openssl");
        server = WsServer.builder()
                .port(0)
                .tls(TlsOptions.of(TestCertificates.server()))
                .observer(observer)
                .endpoint("/ws", handler)
                .start();
    }

    @AfterEach
    void stop() {
        if (openssl != null) {
            openssl.destroyForcibly();
        }
        if (server != null) {
            server.close();
        }
    }

    static boolean hasOpenssl() throws InterruptedException {
        try {
            return new ProcessBuilder("openssl", "version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private Path output() {
        return directory.resolve("openssl.out");
    }

    private OutputStream connect(String... options) throws IOException {
        List<String> command = new ArrayList<>(
                List.of("openssl", "s_client", "-connect", "localhost:" + server.port(), "-servername", "localhost"));
        command.addAll(List.of(options));
        openssl = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output().toFile())
                .start();
        return openssl.getOutputStream();
    }

    /** What it has printed once it has ended. */
    private String ended() throws Exception {
        assertThat(openssl.waitFor(30, TimeUnit.SECONDS))
                .as("openssl has ended")
                .isTrue();
        return printed();
    }

    private String printed() throws IOException {
        // Where it shows what came over the wire, that is no text.
        return new String(Files.readAllBytes(output()), StandardCharsets.ISO_8859_1);
    }

    private void awaitPrinted(String text) {
        Vitals.soon().until(() -> printed().contains(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1", "-tls1_1"})
    void oldVersionsAreRefused(String version) throws Exception {
        connect(version, "-cipher", "ALL:@SECLEVEL=0");

        assertThat(ended()).contains("alert protocol version").doesNotContain("Cipher is ECDHE");
        Vitals.soon().until(() -> !observer.events.isEmpty());
        assertThat(observer.events).allMatch(event -> event.startsWith("refused 0 the TLS handshake failed: "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"aNULL", "eNULL", "3DES", "RC4", "CAMELLIA", "PSK"})
    void weakCiphersAreRefused(String ciphers) throws Exception {
        connect("-tls1_2", "-cipher", ciphers + ":@SECLEVEL=0");

        assertThat(ended()).containsAnyOf("handshake failure", "no ciphers available", "no cipher match");
    }

    @Test
    void nothingIsCompressedAndRenegotiationWouldBeSecure() throws Exception {
        connect("-tls1_2").close();

        assertThat(ended()).contains("Secure Renegotiation IS supported", "Compression: NONE");
    }

    /** It has cost servers their CPU, and let attackers put bytes before those of a client. */
    @Test
    void nobodyMayRenegotiate() throws Exception {
        OutputStream in = connect("-tls1_2");
        in.write(Requests.get("/ws").getBytes(StandardCharsets.ISO_8859_1));
        in.flush();
        awaitPrinted("HTTP/1.1 101 ");
        in.write("R\n".getBytes(StandardCharsets.US_ASCII));
        in.flush();

        assertThat(ended()).containsPattern("RENEGOTIATING\n(.*\n)*closed");
        CloseEvent close = handler.awaitClose();
        assertThat(close.code()).isEqualTo(1006);
        assertThat(close.cause()).isEqualTo(Cause.TLS_ERROR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void theEndOfTlsIsTold(String version) throws Exception {
        OutputStream in = connect(version, "-msg", "-quiet");
        in.write(Requests.get("/ws").getBytes(StandardCharsets.ISO_8859_1));
        in.flush();
        awaitPrinted("HTTP/1.1 101 ");
        in.write(Frames.masked(Frames.close(4000, "bye")));
        in.flush();

        assertThat(ended()).containsPattern("<<< [^\n]*Alert[^\n]*warning close_notify");
        assertThat(handler.awaitClose())
                .isEqualTo(new CloseEvent(4000, "bye", Initiator.REMOTE, Cause.CLOSE_FRAME, true));
    }

    /** A client that ends TLS in order, but not the WebSocket. */
    @Test
    void aClientThatSaysOnlyCloseNotifyIsGone() throws Exception {
        OutputStream in = connect("-msg", "-quiet", "-no_ign_eof");
        in.write(Requests.get("/ws").getBytes(StandardCharsets.ISO_8859_1));
        in.flush();
        awaitPrinted("HTTP/1.1 101 ");
        in.close();

        assertThat(ended()).containsPattern(">>> [^\n]*Alert[^\n]*warning close_notify");
        assertThat(handler.awaitClose())
                .isEqualTo(new CloseEvent(1006, "", Initiator.NONE, Cause.EOF_WITHOUT_CLOSE, false));
    }

    @Test
    void whoSaysNothingInsideOfTlsIsGivenUp() throws Exception {
        server.close();
        server = WsServer.builder()
                .port(0)
                .handshakeTimeout(Duration.ofMillis(300))
                .tls(TlsOptions.of(TestCertificates.server()))
                .observer(observer)
                .endpoint("/ws", handler)
                .start();
        connect("-quiet");

        ended();
        assertThat(observer.events).isNotEmpty().allMatch(event -> event.startsWith("refused "));
    }
}
