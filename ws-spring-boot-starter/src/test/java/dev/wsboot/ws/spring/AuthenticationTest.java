package dev.wsboot.ws.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.wsboot.ws.UpgradeDecision;
import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.WsUpgrade;
import dev.wsboot.ws.WsUpgradeCheck;
import dev.wsboot.ws.handshake.HandshakeRefusal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;

/** An endpoint that decides by itself who may connect. */
@SpringBootTest(properties = "ws.server.port=0")
class AuthenticationTest {

    @LocalWsPort
    private int port;

    @Autowired
    private Vault vault;

    @Test
    void shouldAnswer401BeforeAnyMethodIsCalled() {
        int before = vault.opened.get();

        HttpResponse<?> response = refusal("/vault/7", "Bearer wrong");

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        assertThat(vault.opened).hasValue(before);
    }

    @Test
    void shouldLookAtThePathBeforeItAsks() {
        assertThat(refusal("/vault/seven", "Bearer wrong").statusCode()).isEqualTo(400);
    }

    @Test
    void shouldTellTheMethodsWhatTheCheckFoundOut() {
        Listener listener = new Listener();

        connect("/vault/7", "Bearer secret", listener);

        assertThat(listener.first.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo("Ada opens 7");
    }

    private HttpResponse<?> refusal(String path, String authorization) {
        Throwable error = catchThrowable(() -> connect(path, authorization, new Listener()));
        assertThat(error).hasCauseInstanceOf(WebSocketHandshakeException.class);
        return ((WebSocketHandshakeException) error.getCause()).getResponse();
    }

    private void connect(String path, String authorization, WebSocket.Listener listener) {
        HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Authorization", authorization)
                .buildAsync(URI.create("ws://127.0.0.1:" + port + path), listener)
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private static final class Listener implements WebSocket.Listener {

        private final CompletableFuture<String> first = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            first.complete(data.toString());
            return null;
        }
    }

    @WsEndpoint("/vault/{number}")
    static class Vault implements WsUpgradeCheck {

        private final AtomicInteger opened = new AtomicInteger();

        @Override
        public CompletionStage<UpgradeDecision> check(WsUpgrade upgrade) {
            return CompletableFuture.completedStage(
                    "Bearer secret".equals(upgrade.header("Authorization"))
                            ? UpgradeDecision.accept(Map.of("user", "Ada"))
                            : UpgradeDecision.refuse(HandshakeRefusal.unauthorized("Bearer")));
        }

        @OnOpen
        String open(WsSession session, @PathParam int number) {
            opened.incrementAndGet();
            return session.attributes().get("user") + " opens " + number;
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(Vault.class)
    static class Application {}
}
