package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.CloseEvent.Initiator;
import dev.wsboot.ws.WsSession;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class WsClientTest {

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    @Test
    void connectsTalksAndCloses() throws Exception {
        EchoLog echo = new EchoLog();
        ClientLog mine = new ClientLog();
        try (WsServer server = WsServer.builder().port(0).endpoint("/ws", echo).start();
                WsClient client = WsClient.create()) {
            WsSession session = client.connect(URI.create("ws://localhost:" + server.port() + "/ws?a=b"), mine)
                    .join();
            assertThat(client.sessions()).containsExactly(session);
            assertThat(session.endpoint()).isEqualTo("/ws");
            assertThat(session.upgrade().query()).isEqualTo("a=b");
            assertThat(session.remoteAddress().getPort()).isEqualTo(server.port());

            session.sendText("hello");
            assertThat(mine.awaitMessage()).isEqualTo("hello");
            session.close(1010, "bye");
            assertThat(mine.awaitClose()).isEqualTo(new CloseEvent(1010, "", Initiator.LOCAL, Cause.CLOSE_FRAME, true));
            assertThat(echo.awaitClose())
                    .isEqualTo(new CloseEvent(1010, "bye", Initiator.REMOTE, Cause.CLOSE_FRAME, true));
            assertThat(client.sessions()).isEmpty();
        }
    }
}
