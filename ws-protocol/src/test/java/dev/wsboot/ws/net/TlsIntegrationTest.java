package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.CloseEvent.Initiator;
import java.net.URI;
import java.net.http.HttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JDK's client over wss against our server. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class TlsIntegrationTest {

    private final EchoLog handler = new EchoLog();
    private final RecordingObserver observer = new RecordingObserver();
    private WsServer server;

    @AfterEach
    void stop() {
        server.close();
    }

    private void start(TlsOptions options) throws Exception {
        server = WsServer.builder()
                .port(0)
                .ioThreads(2)
                .tls(options)
                .observer(observer)
                .endpoint("/ws", handler)
                .start();
    }

    private JdkClient connect(javax.net.ssl.SSLContext context) throws Exception {
        HttpClient http = HttpClient.newBuilder().sslContext(context).build();
        return new JdkClient(http, URI.create("wss://localhost:" + server.port() + "/ws"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void messagesAreEchoed(String protocol) throws Exception {
        start(TlsOptions.of(TestCertificates.server()).withProtocols(protocol));
        try (JdkClient client = connect(TestCertificates.client())) {
            client.sendText("hello");
            assertThat(client.awaitText()).isEqualTo("hello");
            byte[] large = new byte[1_000_000];
            client.sendBinary(large);
            assertThat(client.awaitBinary()).isEqualTo(large);
            client.close(4001, "bye");
            assertThat(client.awaitClosed().code()).isEqualTo(4001);
            assertThat(handler.awaitClose())
                    .isEqualTo(new CloseEvent(4001, "bye", Initiator.REMOTE, Cause.CLOSE_FRAME, true));
        }
    }
}
