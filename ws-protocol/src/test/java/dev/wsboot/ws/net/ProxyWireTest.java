package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.WsLimit;
import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.handshake.ForwardedHeaders;
import dev.wsboot.ws.handshake.TrustedProxies;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** A server whose clients come through proxies, over sockets. The proxy is on this machine, or elsewhere. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class ProxyWireTest {

    private static final List<String> HERE = List.of("127.0.0.0/8", "::1");
    private static final List<String> ELSEWHERE = List.of("10.0.0.0/8");

    private final EchoLog handler = new EchoLog();
    private final RecordingObserver observer = new RecordingObserver();
    private final List<RawClient> clients = new ArrayList<>();
    private WsServer server;

    private WsServer.Builder builder(TrustedProxies proxies) {
        return WsServer.builder()
                .port(0)
                .proxies(proxies)
                .maxConnectionsPerAddress(1)
                .observer(observer)
                .endpoint("/ws", handler);
    }

    private void startWithProxyProtocol(List<String> addresses, ForwardedHeaders headers) throws IOException {
        server = builder(TrustedProxies.of(addresses, headers, true)).start();
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

    private static String header(String address) {
        return "PROXY TCP4 " + address + " 192.0.2.254 4711 443\r\n";
    }

    @Test
    void theProxyProtocolTellsWhoTheClientIs() throws Exception {
        startWithProxyProtocol(HERE, ForwardedHeaders.NONE);
        connect().send(header("192.0.2.1")).upgrade("/ws");

        assertThat(handler.awaitOpen().remoteAddress()).isEqualTo(new InetSocketAddress("192.0.2.1", 4711));
    }

    @Test
    void itsClientsAreCountedOneByOne() throws Exception {
        startWithProxyProtocol(HERE, ForwardedHeaders.NONE);
        RawClient first = connect().send(header("192.0.2.1")).upgrade("/ws");
        connect().send(header("192.0.2.2")).upgrade("/ws");

        assertThat(connect()
                        .send(header("192.0.2.1") + Requests.get("/ws"))
                        .readAnswer()
                        .status())
                .isEqualTo(429);
        assertThat(observer.limits).containsExactly(WsLimit.CONNECTIONS_PER_ADDRESS);

        handler.awaitOpen();
        first.sendHex("88 82 00000000 03E8").expectCloseThenEof(1000);
        first.close();
        assertThat(handler.awaitClose().cause()).isEqualTo(Cause.CLOSE_FRAME);
        handler.awaitOpen();
        Vitals.soon().until(() -> {
            RawClient next = connect().send(header("192.0.2.1") + Requests.get("/ws"));
            return next.readHead().startsWith("HTTP/1.1 101 ");
        });
    }

    /** To refuse somebody over TLS would cost a handshake first. */
    @Test
    void overTlsOneTooManyIsClosedAtItsHeader() throws Exception {
        server = builder(TrustedProxies.of(HERE, ForwardedHeaders.NONE, true))
                .tls(TlsOptions.of(TestCertificates.server()))
                .start();
        connect().send(header("192.0.2.1"));
        connect().send(header("192.0.2.1"));

        Vitals.soon().until(() -> observer.events.size() == 1);
        assertThat(observer.events).containsExactly("refused 0 too many connections");
        assertThat(observer.limits).containsExactly(WsLimit.CONNECTIONS_PER_ADDRESS);
    }

    /** Whoever is no proxy could claim any address, and must not go around the proxy either. */
    @Test
    void nobodyElseMaySpeakTheProxyProtocolOrDoWithout() throws Exception {
        startWithProxyProtocol(ELSEWHERE, ForwardedHeaders.NONE);
        connect().expectEof();
        connect().expectEof();

        assertThat(observer.events)
                .containsExactly("refused 0 not from a trusted proxy", "refused 0 not from a trusted proxy");
        assertThat(handler.opened).isEmpty();
    }

    @Test
    void aProxyWithoutAHeaderIsClosed() throws Exception {
        startWithProxyProtocol(HERE, ForwardedHeaders.NONE);
        RawClient client = connect().send("GET");
        client.expectEof();

        assertThat(observer.events).containsExactly("refused 0 The connection does not begin with a PROXY header");
    }

    /** A load balancer that forwards TCP, before a proxy that forwards HTTP. */
    @Test
    void headersCountWhereTheProxyProtocolTellsOfAProxy() throws Exception {
        startWithProxyProtocol(List.of("127.0.0.0/8", "10.0.0.0/8"), ForwardedHeaders.X_FORWARDED);
        connect()
                .send(header("10.0.0.1"))
                .send(Requests.get("/ws", "X-Forwarded-For: 192.0.2.1"))
                .readHead();
        connect()
                .send(header("192.0.2.2"))
                .send(Requests.get("/ws", "X-Forwarded-For: 192.0.2.3"))
                .readHead();

        assertThat(List.of(handler.awaitOpen(), handler.awaitOpen()))
                .extracting(WsSession::remoteAddress)
                .containsExactlyInAnyOrder(
                        new InetSocketAddress("192.0.2.1", 0), new InetSocketAddress("192.0.2.2", 4711));
    }

    /** It has no address of its own, and is trusted as this machine. */
    @Nested
    class AtAUnixSocket {

        @TempDir
        private Path directory;

        private RawClient connect(TrustedProxies proxies) throws IOException {
            Path path = directory.resolve("ws.sock");
            server = builder(proxies)
                    .port(WsServer.Builder.NO_PORT)
                    .listen(ListenOptions.unixSocket(path))
                    .start();
            RawClient client = RawClient.connect(path);
            clients.add(client);
            return client;
        }

        @Test
        void aProxyMaySpeakTheProxyProtocol() throws Exception {
            connect(TrustedProxies.of(HERE, ForwardedHeaders.NONE, true))
                    .send(header("192.0.2.1"))
                    .upgrade("/ws");

            assertThat(handler.awaitOpen().remoteAddress()).isEqualTo(new InetSocketAddress("192.0.2.1", 4711));
        }

        @Test
        void nobodyMayWhereThisMachineIsNoProxy() throws Exception {
            connect(TrustedProxies.of(ELSEWHERE, ForwardedHeaders.NONE, true)).expectEof();

            assertThat(observer.events).containsExactly("refused 0 not from a trusted proxy");
            assertThat(handler.opened).isEmpty();
        }

        @Test
        void headersOfAProxyCount() throws Exception {
            connect(TrustedProxies.of(List.of("127.0.0.1"), ForwardedHeaders.X_FORWARDED, false))
                    .send(Requests.get("/ws", "X-Forwarded-For: 192.0.2.1"))
                    .readHead();

            assertThat(handler.awaitOpen().remoteAddress()).isEqualTo(new InetSocketAddress("192.0.2.1", 0));
        }

        @Test
        void headersOfAnybodyElseDoNot() throws Exception {
            connect(TrustedProxies.of(ELSEWHERE, ForwardedHeaders.X_FORWARDED, false))
                    .send(Requests.get("/ws", "X-Forwarded-For: 192.0.2.1"))
                    .readHead();

            assertThat(handler.awaitOpen().remoteAddress()).isEqualTo(new InetSocketAddress("127.0.0.1", 0));
        }
    }
}
