package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.UpgradeDecision;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** The handshake's deadline is absolute: it counts from the connection, whatever is sent meanwhile. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class SlowHandshakeWireTest {

    private final EchoLog handler = new EchoLog();
    private final CompletableFuture<UpgradeDecision> never = new CompletableFuture<>();
    private WsServer server;

    @BeforeEach
    void start() throws Exception {
        server = WsServer.builder()
                .port(0)
                .handshakeTimeout(Duration.ofMillis(300))
                .endpoint("/ws", handler)
                .endpoint("/undecided", handler, EndpointOptions.DEFAULT.withUpgradeCheck(upgrade -> never))
                .start();
    }

    @AfterEach
    void stop() {
        assertThat(handler.opened).isEmpty();
        server.close();
    }

    @Test
    void aSilentClientIsRefused() throws Exception {
        try (RawClient client = RawClient.connect(server)) {
            assertThat(client.readAnswer().status()).isEqualTo(408);
        }
    }

    @Test
    void halfARequestIsRefused() throws Exception {
        try (RawClient client = RawClient.connect(server)) {
            client.send("GET /ws HTTP/1.1\r\nHost: local");
            assertThat(client.readAnswer().status()).isEqualTo(408);
        }
    }

    @Test
    void dribblingDoesNotMoveTheDeadline() throws Exception {
        try (RawClient client = RawClient.connect(server)) {
            client.send("GET /ws HTTP/1.1\r\nX: ");
            // A byte for each time that nothing has come for a while.
            boolean answered = false;
            for (int i = 0; i < 200 && !answered; i++) {
                answered = client.hasInputWithin(Duration.ofMillis(20));
                client.send("a");
            }
            assertThat(answered).as("answered while it was dribbling").isTrue();
            assertThat(client.readAnswer().status()).isEqualTo(408);
        }
    }

    @Test
    void aCheckThatNeverDecidesIsRefused() throws Exception {
        try (RawClient client = RawClient.connect(server)) {
            client.send(Requests.get("/undecided"));
            assertThat(client.readAnswer().status()).isEqualTo(408);
            // Too late, and without an effect.
            never.complete(UpgradeDecision.accept());
        }
    }

    @Test
    void aClientThatLeavesInTheMiddleIsForgotten() throws IOException {
        int before = Vitals.descriptors();
        for (int i = 0; i < 20; i++) {
            RawClient client = RawClient.connect(server);
            client.send("GET /ws HTTP/1.1\r\nHost:");
            client.close();
        }
        Vitals.awaitDescriptors(before);
    }
}
