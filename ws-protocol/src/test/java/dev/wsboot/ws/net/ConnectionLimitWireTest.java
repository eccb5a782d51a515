package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.WsLimit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** More clients than there may be: a few are told so, a flood of them is closed, and who leaves makes room. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class ConnectionLimitWireTest {

    private final RecordingObserver observer = new RecordingObserver();
    private final List<RawClient> clients = new ArrayList<>();
    private WsServer server;

    private void start(int most, int mostFromOne) throws IOException {
        EchoLog handler = new EchoLog();
        server = WsServer.builder()
                .port(0)
                .maxConnections(most)
                .maxConnectionsPerAddress(mostFromOne)
                .observer(observer)
                .endpoint("/ws", handler)
                .start();
    }

    @AfterEach
    void stop() throws IOException {
        for (RawClient client : clients) {
            client.close();
        }
        server.close();
    }

    private RawClient connect() throws IOException {
        RawClient client = RawClient.connect(server);
        clients.add(client);
        return client;
    }

    @Test
    void oneTooManyIsRefusedWith503() throws Exception {
        start(1, 0);
        connect().upgrade("/ws");

        Answer answer = connect().send(Requests.get("/ws")).readAnswer();

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("5");
        assertThat(observer.limits).containsExactly(WsLimit.CONNECTIONS);
        assertThat(observer.events).contains("refused 503 The server takes no new connections now");
    }

    @Test
    void oneTooManyFromAnAddressIsRefusedWith429() throws Exception {
        start(0, 1);
        connect().upgrade("/ws");

        Answer answer = connect().send(Requests.get("/ws")).readAnswer();

        assertThat(answer.status()).isEqualTo(429);
        assertThat(observer.limits).containsExactly(WsLimit.CONNECTIONS_PER_ADDRESS);
    }

    @Test
    void whoLeavesMakesRoom() throws Exception {
        start(1, 1);
        for (int i = 0; i < 3; i++) {
            RawClient client = getIn();
            client.sendHex("88 82 00000000 03E8").expectCloseThenEof(1000);
            client.close();
        }
    }

    /** The one before counts until the server has closed it, which is a moment after its client saw the end. */
    private RawClient getIn() throws IOException {
        while (true) {
            RawClient client = connect();
            client.send(Requests.get("/ws"));
            if (client.readHead().startsWith("HTTP/1.1 101 ")) {
                return client;
            }
            client.close();
        }
    }

    @Test
    void aFloodIsClosedWithoutAnAnswer() throws Exception {
        start(1, 0);
        connect().upgrade("/ws");
        for (int i = 0; i < Admission.MOST_TOLD; i++) {
            connect();
        }

        connect().expectEof();

        assertThat(observer.limits).hasSize(Admission.MOST_TOLD + 1).containsOnly(WsLimit.CONNECTIONS);
        assertThat(observer.events).contains("refused 0 too many connections");
    }
}
