package dev.wsboot.ws.net;

import static dev.wsboot.ws.net.Frames.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.handshake.ClientHandshake.Header;
import dev.wsboot.ws.handshake.UpgradeRejectedException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A client behind a proxy, both ends of which are in memory. RFC 9110 section 9.3.6. */
class TunnelTransportTest {

    private static final String CONNECT = "CONNECT localhost:6060 HTTP/1.1\r\nHost: localhost:6060\r\n\r\n";
    private static final String TUNNEL = "HTTP/1.1 200 Connection established\r\nContent-Length: 5\r\n\r\n";

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    private TestClient client;

    @BeforeEach
    void configure() {
        client = newClient();
    }

    private static TestClient newClient() {
        TestClient made = new TestClient();
        made.proxy = InetSocketAddress.createUnresolved("proxy", 3128);
        return made;
    }

    @Test
    void asksTheProxyFirstAndThenTheServer() {
        client.connect();
        assertThat(client.receivesText()).isEqualTo(CONNECT);
        client.sends(TUNNEL).takesRequest().sends(Peer.ACCEPTED);
        client.handler.expect("open");

        client.session().sendText("hi");
        client.run().expect(text("hi"));
        client.sendsFrames(text("ho"));
        client.handler.expect("text ho");
    }

    @Test
    void asksOnceWhereverTheAnswerIsSplit() {
        byte[] answer = TUNNEL.getBytes(StandardCharsets.US_ASCII);
        for (int split = 1; split < answer.length; split++) {
            TestClient each = newClient().connect();
            assertThat(each.receivesText()).isEqualTo(CONNECT);
            each.sendsBytes(Arrays.copyOf(answer, split));
            assertThat(each.receivesText()).isEmpty();
            each.sendsBytes(Arrays.copyOfRange(answer, split, answer.length))
                    .takesRequest()
                    .sends(Peer.ACCEPTED);
            each.handler.expect("open");
        }
    }

    @Test
    void asksThoughTheRequestIsTakenByteByByte() {
        client.transport.moveAtATime(1);
        client.connect();
        assertThat(client.receivesText()).isEqualTo(CONNECT);
        assertThat(client.transport.writing)
                .as("waits for nothing but the answer")
                .isFalse();
        client.sends(TUNNEL).takesRequest();
        assertThat(client.transport.writing).isFalse();
    }

    @Test
    void tellsTheProxyWhoAsks() {
        client.proxyHeaders.add(new Header("Proxy-Authorization", "Basic dTpw"));
        client.request = client.request.authorization("Bearer secret");
        client.connect();

        assertThat(client.receivesText())
                .isEqualTo(CONNECT.replace("\r\n\r\n", "\r\nProxy-Authorization: Basic dTpw\r\n\r\n"));
        client.sends(TUNNEL);
        assertThat(client.receivesText())
                .contains("Authorization: Bearer secret")
                .doesNotContain("Proxy-");
    }

    @Test
    void aRefusalIsTheProxysOwn() {
        client.connect().sends("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 2\r\n\r\nno");

        assertThat(client.assertFailed()).isInstanceOfSatisfying(UpgradeRejectedException.class, refusal -> {
            assertThat(refusal.status()).isEqualTo(407);
            assertThat(refusal.body()).isEqualTo("no");
        });
    }

    @Test
    void theEndIsTheProxysOwn() {
        client.connect().ends();

        assertThat(client.assertFailed()).isInstanceOf(UpgradeRejectedException.class);
    }

    /** The server cannot have said anything: whoever did is not the server. */
    @Test
    void nothingMayStandBehindTheAnswer() {
        client.connect();
        client.receivesText();
        client.sends(TUNNEL + Peer.ACCEPTED);

        assertThat(client.assertFailed()).isInstanceOf(IOException.class).hasMessageContaining("behind its answer");
        assertThat(client.receivesText()).isEmpty();
    }

    @Test
    void theDeadlineIsThatOfTheWholeHandshake() {
        client.connect().advance(TestClient.STALL_TIMEOUT);
        assertThat(client.result)
                .as("stalled, though nobody could take anything")
                .isNotDone();
        client.advance(TestClient.HANDSHAKE_TIMEOUT.minus(TestClient.STALL_TIMEOUT));

        assertThat(client.assertFailed()).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void aResetEndsIt() {
        client.connect();
        client.transport.failReads();

        assertThat(client.run().assertFailed()).hasMessage("connection reset");
    }

    @Test
    void aCancellationEndsIt() {
        client.connect();
        client.result.cancel(false);

        client.run().assertNothingLeft();
    }
}
