package dev.wsboot.ws.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.WsHandler;
import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.net.WsClient;
import dev.wsboot.ws.protocol.MessageLimits;
import dev.wsboot.ws.spring.LocalWsPort;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "ws.server.port=0")
class SampleApplicationTest {

    @LocalServerPort
    private int port;

    @LocalWsPort
    private int wsPort;

    @Test
    void shouldServeAPageThatRunsOnlyItsOwnScripts() throws Exception {
        HttpResponse<String> page = get("/");

        assertThat(page.body()).contains("<title>WebSocket chat</title>");
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).contains("default-src 'self'"));
    }

    @Test
    void shouldTellThePageWhereTheListenerIs() throws Exception {
        assertThat(get("/config.json").body()).isEqualTo("{\"wsPort\":" + wsPort + "}");
    }

    @Test
    void shouldShowTheMetersOfTheListener() throws Exception {
        assertThat(get("/actuator/metrics/ws.server.connections.active").statusCode())
                .isEqualTo(200);
    }

    /** The largest message of the Autobahn test suite, in its cases 9.1.6 and 9.2.6. */
    @Test
    void shouldEchoSixteenMebibytes() throws Exception {
        ByteBuffer message = ByteBuffer.allocate(16 << 20);
        message.putInt(message.capacity() - 4, 0xCAFE);

        assertThat(echo(session -> session.sendBinary(message))).isEqualTo(message);
    }

    /** As its case 9.4.1 sends them. */
    @Test
    void shouldEchoAMessageInFramesOf64Bytes() throws Exception {
        ByteBuffer message = ByteBuffer.allocate(4 << 20);
        message.putInt(message.capacity() - 4, 0xCAFE);

        assertThat(echo(session -> {
                    for (int i = 64; i <= message.capacity(); i += 64) {
                        session.sendBinaryPart(message.slice(i - 64, 64), i == message.capacity());
                    }
                }))
                .isEqualTo(message);
    }

    private ByteBuffer echo(Consumer<WsSession> send) throws Exception {
        CompletableFuture<ByteBuffer> echo = new CompletableFuture<>();
        WsHandler handler = new WsHandler() {
            @Override
            public void onBinary(WsSession session, ByteBuffer data) {
                echo.complete(ByteBuffer.allocate(data.remaining()).put(data).flip());
            }

            @Override
            public void onClose(WsSession session, CloseEvent close) {
                echo.completeExceptionally(new IllegalStateException(close.toString()));
            }
        };
        try (WsClient client = WsClient.builder()
                .messageLimits(new MessageLimits(16 << 20, 16 << 20, 1))
                .sendQueue(32 << 20, Duration.ofSeconds(20))
                .build()) {
            send.accept(client.connect(URI.create("ws://localhost:" + wsPort + "/ws"), handler)
                    .join());
            return echo.get(20, TimeUnit.SECONDS);
        }
    }

    private HttpResponse<String> get(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
