package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.handshake.UpgradeRejectedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our client over real sockets against servers that do not upgrade, or send it elsewhere. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class ClientRefusalWireTest {

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    private final ClientLog mine = new ClientLog();
    private WsClient client = WsClient.create();

    @AfterEach
    void stop() {
        client.close();
    }

    private void use(WsClient.Builder builder) {
        client.close();
        client = builder.build();
    }

    private Throwable failure(String uri) throws Exception {
        return failure(WsRequest.to(uri));
    }

    private Throwable failure(WsRequest request) throws Exception {
        CompletableFuture<WsSession> future = client.connect(request, mine);
        Throwable error = future.handle((session, thrown) -> thrown).get(15, TimeUnit.SECONDS);
        assertThat(error).as("failure").isNotNull();
        assertThat(mine.isQuiet()).as("the handler knows nothing").isTrue();
        return error;
    }

    private UpgradeRejectedException rejection(String response) throws Exception {
        try (RawServer server = RawServer.answering(response)) {
            Throwable error = failure(server.uri("/"));
            assertThat(error).isInstanceOf(UpgradeRejectedException.class);
            return (UpgradeRejectedException) error;
        }
    }

    @Nested
    class Refusal {

        @Test
        void withABody() throws Exception {
            UpgradeRejectedException refusal =
                    rejection("HTTP/1.1 401 Unauthorized\r\nContent-Length: 7\r\nX-Why: none\r\n\r\nwho are");

            assertThat(refusal.status()).isEqualTo(401);
            assertThat(refusal.header("x-why")).isEqualTo("none");
            assertThat(refusal.body()).isEqualTo("who are");
        }

        @Test
        void thatIsAWebPage() throws Exception {
            UpgradeRejectedException refusal = rejection("HTTP/1.1 200 OK\r\n\r\n<html>");

            assertThat(refusal.status()).isEqualTo(200);
            assertThat(refusal.body()).isEqualTo("<html>");
        }

        @Test
        void thatIsARedirection() throws Exception {
            assertThat(rejection("HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n")
                            .location())
                    .isEqualTo("/x");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"", "H", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n", "garbage\r\n\r\n"})
        void thatIsNone(String response) throws Exception {
            assertThat(rejection(response).status()).isZero();
        }

        @Test
        void ofOurOwnServer() throws Exception {
            try (WsServer server =
                    WsServer.builder().port(0).endpoint("/ws", new EchoLog()).start()) {
                Throwable error = failure(WsRequest.to("ws://localhost:" + server.port() + "/ws")
                        .header("Origin", "https://evil.example"));
                assertThat(error)
                        .isInstanceOfSatisfying(
                                UpgradeRejectedException.class,
                                refusal -> assertThat(refusal.status()).isEqualTo(403));
            }
        }
    }

    @Nested
    class Silence {

        @Test
        void endsAtTheHandshakeTimeout() throws Exception {
            use(WsClient.builder().handshakeTimeout(Duration.ofMillis(100)));
            try (RawServer server =
                    new RawServer((socket, head) -> socket.getInputStream().read())) {
                assertThat(failure(server.uri("/")))
                        .isInstanceOf(SocketTimeoutException.class)
                        .hasMessage("the handshake with localhost took longer than PT0.1S");
            }
        }

        @Test
        void ofWhoSpeaksNoTls() throws Exception {
            use(WsClient.builder().handshakeTimeout(Duration.ofMillis(100)));
            try (RawServer server = new RawServer((socket, head) -> {})) {
                assertThat(failure("wss://localhost:" + server.port())).isInstanceOf(SocketTimeoutException.class);
            }
        }
    }

    @Nested
    class Nobody {

        @Test
        void listensThere() throws Exception {
            int port;
            try (RawServer closed = RawServer.answering("")) {
                port = closed.port();
            }
            assertThat(failure("ws://localhost:" + port))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("localhost:" + port);
        }
    }

    @Nested
    class Tls {

        private WsServer server;
        private final EchoLog echo = new EchoLog();

        @AfterEach
        void stop() {
            if (server != null) {
                server.close();
            }
        }

        private String serve(TestCertificates certificate) throws Exception {
            server = WsServer.builder()
                    .port(0)
                    .tls(TlsOptions.of(TestCertificates.context(certificate)))
                    .endpoint("/ws", echo)
                    .start();
            return "wss://localhost:" + server.port() + "/ws";
        }

        private WsClient.Builder trusting(TestCertificates certificate) {
            return WsClient.builder().tls(TlsOptions.of(TestCertificates.context(null, certificate)));
        }

        @ParameterizedTest
        @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
        void carriesMessages(String protocol) throws Exception {
            String uri = serve(TestCertificates.SERVER);
            use(WsClient.builder().tls(TlsOptions.of(TestCertificates.client()).withProtocols(protocol)));
            WsSession session = client.connect(WsRequest.to(uri), mine).join();
            session.sendText("hello");
            assertThat(mine.awaitMessage()).isEqualTo("hello");
            session.close(4001, "bye");
            assertThat(mine.awaitClose().clean()).isTrue();
            assertThat(echo.awaitClose().reason()).isEqualTo("bye");
        }

        @Test
        void carriesMessagesThroughAProxy() throws Exception {
            serve(TestCertificates.SERVER);
            try (ConnectProxy proxy = new ConnectProxy(server.port())) {
                use(trusting(TestCertificates.SERVER).proxy(proxy.address()));
                client.connect(WsRequest.to("wss://localhost/ws"), mine).join().sendText("hello");

                assertThat(mine.awaitMessage()).isEqualTo("hello");
                assertThat(proxy.heads()).singleElement().asString().startsWith("CONNECT localhost:443 HTTP/1.1\r\n");
            }
        }

        @Test
        void failsWithTheCertificateOfAnotherHost() throws Exception {
            String uri = serve(TestCertificates.OTHER_HOST);
            use(trusting(TestCertificates.OTHER_HOST));

            assertThat(failure(uri)).isInstanceOf(SSLException.class);
        }

        @Test
        void failsWithACertificateThatNobodyTrusts() throws Exception {
            String uri = serve(TestCertificates.SERVER);

            assertThat(failure(uri)).isInstanceOf(SSLException.class);
        }

        @Test
        void isNotGivenUpForARedirection() throws Exception {
            try (RawServer secure = new RawServer(
                    TestCertificates.server().getServerSocketFactory(),
                    (socket, head) -> RawServer.send(
                            socket,
                            "HTTP/1.1 302 Found\r\nLocation: http://localhost/\r\nContent-Length: 0\r\n\r\n"))) {
                use(trusting(TestCertificates.SERVER).followRedirects(3));

                assertThat(failure("wss://localhost:" + secure.port()))
                        .isInstanceOfSatisfying(
                                UpgradeRejectedException.class,
                                refusal -> assertThat(refusal.location()).isEqualTo("http://localhost/"));
                assertThat(secure.heads).hasSize(1);
            }
        }

        @Test
        void isBegunForARedirection() throws Exception {
            String uri = serve(TestCertificates.SERVER);
            String location = uri.replace("wss:", "https:");
            try (RawServer plain = RawServer.answering(
                    "HTTP/1.1 308 Permanent Redirect\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n")) {
                use(trusting(TestCertificates.SERVER).followRedirects(1));
                client.connect(WsRequest.to(plain.uri("/")).authorization("Bearer secret"), mine)
                        .join();

                assertThat(echo.awaitOpen().upgrade().header("authorization")).isNull();
            }
        }
    }

    @Nested
    class Redirection {

        private static RawServer to(int status, String location) throws IOException {
            return RawServer.answering(
                    "HTTP/1.1 " + status + " Elsewhere\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n");
        }

        @ParameterizedTest
        @ValueSource(ints = {301, 302, 303, 307, 308})
        void leadsToAnotherPathWithCredentials(int status) throws Exception {
            use(WsClient.builder().followRedirects(1));
            try (RawServer server = new RawServer((socket, head) -> {
                if (head.startsWith("GET /there?a=1 ")) {
                    RawServer.send(socket, RawServer.accept(head));
                    socket.getInputStream().read();
                } else {
                    RawServer.send(
                            socket,
                            "HTTP/1.1 " + status + " Elsewhere\r\nLocation: ../there?a=1\r\nContent-Length: 0\r\n\r\n");
                }
            })) {
                WsSession session = client.connect(
                                WsRequest.to(server.uri("/here/")).authorization("Bearer secret"), mine)
                        .join();

                assertThat(session.endpoint()).isEqualTo("/there");
                assertThat(server.heads).hasSize(2).allMatch(head -> head.contains("Authorization: Bearer secret"));
            }
        }

        @Test
        void leadsToAnotherServerWithoutSecrets() throws Exception {
            use(WsClient.builder().followRedirects(2));
            try (RawServer last = RawServer.answering("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n");
                    RawServer first = to(302, "http://localhost:" + last.port() + "/b")) {
                failure(WsRequest.to(first.uri("/a"))
                        .authorization("Bearer secret")
                        .cookie("session=31d4")
                        .header("X-Api-Key", "k3y")
                        .header("User-Agent", "chat/2"));

                assertThat(first.heads).singleElement().asString().contains("secret", "31d4", "k3y");
                assertThat(last.heads)
                        .singleElement()
                        .asString()
                        .startsWith("GET /b ")
                        .contains("User-Agent: chat/2")
                        .doesNotContain("secret", "31d4", "k3y");
                assertThat(keyOf(last)).as("a fresh nonce").isNotEqualTo(keyOf(first));
            }
        }

        private static String keyOf(RawServer server) {
            return server.heads.get(0).replaceAll("(?s).*Sec-WebSocket-Key: (\\S+).*", "$1");
        }

        @Test
        void hasAnEnd() throws Exception {
            use(WsClient.builder().followRedirects(3));
            try (RawServer server = to(302, "/again")) {
                assertThat(failure(server.uri("/")))
                        .isInstanceOfSatisfying(
                                UpgradeRejectedException.class,
                                refusal -> assertThat(refusal.status()).isEqualTo(302));
                assertThat(server.heads).hasSize(4);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"300 /x", "304 /x", "305 /x", "302 ftp://localhost/", "302 ws://u@localhost/"})
        void thatMayNotBeFollowedIsARefusal(String what) throws Exception {
            use(WsClient.builder().followRedirects(3));
            String[] parts = what.split(" ");
            try (RawServer server = to(Integer.parseInt(parts[0]), parts[1])) {
                assertThat(failure(server.uri("/"))).isInstanceOf(UpgradeRejectedException.class);
                assertThat(server.heads).hasSize(1);
            }
        }

        @Test
        void byAProxyIsARefusal() throws Exception {
            try (RawServer proxy = to(302, "http://localhost/")) {
                use(WsClient.builder()
                        .followRedirects(3)
                        .proxy(new java.net.InetSocketAddress("localhost", proxy.port())));
                assertThat(failure("ws://localhost:1/")).isInstanceOf(UpgradeRejectedException.class);
                assertThat(proxy.heads).singleElement().asString().startsWith("CONNECT ");
            }
        }
    }

    /** The server resets the connection behind each byte of its response: nothing stays behind. */
    @Test
    void aResetAnywhereLeavesNothingBehind() throws Exception {
        assumeTrue(Vitals.descriptors() > 0, "descriptors cannot be counted here");
        int length = RawServer.accept("Sec-WebSocket-Key: x").length();
        int[] count = {0};
        try (RawServer server = new RawServer((socket, head) -> {
            RawServer.send(socket, RawServer.accept(head).substring(0, count[0]));
            socket.setSoLinger(true, 0);
        })) {
            failure(server.uri("/"));
            int baseline = Vitals.descriptors();
            for (int i = 0; i < length; i++) {
                count[0] = i;
                assertThat(failure(server.uri("/"))).isInstanceOf(Exception.class);
            }
            Vitals.awaitDescriptors(baseline);
        }
    }
}
