package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.CloseEvent.Initiator;
import dev.wsboot.ws.WsObserver;
import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.handshake.ForwardedHeaders;
import dev.wsboot.ws.handshake.TrustedProxies;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** The recipes of docs/proxies.md, with a real nginx between our client and our server. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class NginxIntegrationTest {

    private static final CloseEvent BROKEN = new CloseEvent(1006, "", Initiator.NONE, Cause.EOF_WITHOUT_CLOSE, false);

    /** A second loopback address, to tell a client from nginx, which has the first. */
    private static final String CLIENT = "127.0.0.2";

    @TempDir
    Path directory;

    private final EchoLog handler = new EchoLog();
    private final ClientLog clientLog = new ClientLog();
    private final AtomicInteger pongs = new AtomicInteger();
    private final WsClient client = WsClient.builder().heartbeat(Heartbeat.OFF).build();
    private WsServer server;
    private Nginx nginx;
    private int port;

    @BeforeEach
    void needsNginx() throws Exception {
        assumeTrue(Nginx.binary() != null, "nginx is not installed");
        port = Nginx.freePort();
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        if (nginx != null) {
            nginx.close();
        }
        if (server != null) {
            server.close();
        }
    }

    private WsServer.Builder serverBehind(TrustedProxies proxies) {
        return WsServer.builder()
                .port(0)
                .ioThreads(1)
                .proxies(proxies)
                .heartbeat(Heartbeat.OFF)
                .observer(new WsObserver() {
                    @Override
                    public void pingAnswered(WsSession session, Duration roundTrip) {
                        pongs.incrementAndGet();
                    }
                })
                .endpoint("/ws", handler);
    }

    private static TrustedProxies trust(ForwardedHeaders headers, boolean proxyProtocol) {
        return TrustedProxies.of(List.of("127.0.0.1"), headers, proxyProtocol);
    }

    /** One public port: a page, and the WebSocket. */
    private void startHttp(Heartbeat heartbeat, String more) throws Exception {
        startHttp(heartbeat, more, "worker_shutdown_timeout 500ms;");
    }

    private void startHttp(Heartbeat heartbeat, String more, String main) throws Exception {
        server = serverBehind(trust(ForwardedHeaders.X_FORWARDED, false))
                .heartbeat(heartbeat)
                .start();
        startNginx("127.0.0.1:" + server.port(), more, main);
    }

    private void startNginx(String upstream, String more, String main) throws Exception {
        nginx = Nginx.start(directory, """
                %s
                http {
                    access_log off;
                    client_body_temp_path body;
                    proxy_temp_path proxy;
                    fastcgi_temp_path fastcgi;
                    uwsgi_temp_path uwsgi;
                    scgi_temp_path scgi;
                    server {
                        listen 127.0.0.1:%d;
                        location / {
                            return 200 "the page";
                        }
                        location /ws {
                            proxy_pass http://%s;
                            proxy_http_version 1.1;
                            proxy_set_header Upgrade $http_upgrade;
                            proxy_set_header Connection "upgrade";
                            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                            proxy_set_header X-Forwarded-Proto $scheme;
                            proxy_set_header X-Forwarded-Host $http_host;
                            %s
                        }
                    }
                }
                """.formatted(main, port, upstream, more), port);
    }

    /** TCP alone, so that TLS may end at our server. */
    private void startStream(TlsOptions tls) throws Exception {
        assumeTrue(Nginx.streamModule() != null, "nginx has no stream module");
        server = serverBehind(trust(ForwardedHeaders.NONE, true)).tls(tls).start();
        nginx = Nginx.start(directory, """
                stream {
                    server {
                        listen 127.0.0.1:%d;
                        proxy_pass 127.0.0.1:%d;
                        proxy_protocol on;
                    }
                }
                """.formatted(port, server.port()), port);
    }

    private WsSession connect(String uri) {
        return client.connect(URI.create(uri), clientLog).join();
    }

    private void assertEcho(WsSession session) throws Exception {
        session.sendText("hello");
        assertThat(clientLog.awaitMessage()).isEqualTo("hello");
    }

    @Test
    void onePortServesPageAndWebSocket() throws Exception {
        startHttp(Heartbeat.OFF, "");
        HttpRequest page = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                .build();

        assertThat(HttpClient.newHttpClient()
                        .send(page, BodyHandlers.ofString())
                        .body())
                .isEqualTo("the page");
        assertEcho(connect("ws://127.0.0.1:" + port + "/ws"));
    }

    @Test
    void theServerKnowsItsClients() throws Exception {
        startHttp(Heartbeat.OFF, "");
        try (RawClient raw = RawClient.connectFrom(CLIENT, port)) {
            raw.send(Requests.get("/ws", "X-Forwarded-For: 192.0.2.66", "Origin: http://localhost"));
            assertThat(raw.readHead()).startsWith("HTTP/1.1 101 ");
            WsSession session = handler.awaitOpen();

            assertThat(session.remoteAddress()).isEqualTo(new InetSocketAddress(CLIENT, 0));
            assertThat(session.upgrade().host()).isEqualTo("localhost:6060");
            assertThat(session.upgrade().isSecure()).isFalse();
        }
    }

    @Test
    void aUnixSocketServesThemToo() throws Exception {
        Path socket = directory.resolve("ws.sock");
        server = serverBehind(trust(ForwardedHeaders.X_FORWARDED, false))
                .port(WsServer.Builder.NO_PORT)
                .listen(ListenOptions.unixSocket(socket))
                .start();
        startNginx("unix:" + socket, "", "");
        try (RawClient raw = RawClient.connectFrom(CLIENT, port)) {
            raw.upgrade("/ws");

            assertThat(handler.awaitOpen().remoteAddress()).isEqualTo(new InetSocketAddress(CLIENT, 0));
        }
    }

    @Test
    void aRefusalComesThrough() throws Exception {
        startHttp(Heartbeat.OFF, "");
        try (RawClient raw = RawClient.connectFrom(CLIENT, port)) {
            raw.send(Requests.get("/ws", "Origin: https://evil.example"));

            assertThat(raw.readHead()).startsWith("HTTP/1.1 403 ");
        }
    }

    /** proxy_read_timeout: nginx ends both connections, without a Close frame. */
    @Test
    void itsTimeoutIsTheEndWithoutACloseFrame() throws Exception {
        startHttp(Heartbeat.OFF, "proxy_read_timeout 1s;");
        assertEcho(connect("ws://127.0.0.1:" + port + "/ws"));

        assertThat(handler.awaitClose()).isEqualTo(BROKEN);
        assertThat(clientLog.awaitClose()).isEqualTo(BROKEN);
    }

    @Test
    void pingsKeepItFromTimingOut() throws Exception {
        Duration interval = Duration.ofMillis(200);
        startHttp(new Heartbeat(interval, Duration.ofSeconds(20), 0, Duration.ZERO), "proxy_read_timeout 3s;");
        WsSession session = connect("ws://127.0.0.1:" + port + "/ws");

        Vitals.soon().until(() -> pongs.get() > 20);
        assertEcho(session);
        assertThat(handler.closed).isEmpty();
    }

    @Test
    void itsReloadLeavesConnectionsAloneWhereItHasTime() throws Exception {
        startHttp(Heartbeat.OFF, "", "");
        WsSession session = connect("ws://127.0.0.1:" + port + "/ws");
        nginx.reload();
        Vitals.soon().until(() -> nginx.log().contains("gracefully shutting down"));

        assertEcho(session);
        assertThat(handler.closed).isEmpty();
    }

    /** worker_shutdown_timeout: the old worker ends, and its connections with it. */
    @Test
    void itsReloadIsTheEndWithoutACloseFrame() throws Exception {
        startHttp(Heartbeat.OFF, "");
        assertEcho(connect("ws://127.0.0.1:" + port + "/ws"));
        nginx.reload();

        assertThat(handler.awaitClose()).isEqualTo(BROKEN);
        assertThat(clientLog.awaitClose()).isEqualTo(BROKEN);
        assertEcho(connect("ws://127.0.0.1:" + port + "/ws"));
    }

    /** Our Close frame passes, and so does its answer. */
    @Test
    void ourShutdownComesThrough() throws Exception {
        startHttp(Heartbeat.OFF, "");
        assertEcho(connect("ws://127.0.0.1:" + port + "/ws"));
        server.close();

        assertThat(handler.awaitClose())
                .returns(1001, CloseEvent::code)
                .returns(Initiator.LOCAL, CloseEvent::initiator)
                .returns(Cause.SHUTDOWN, CloseEvent::cause)
                .returns(true, CloseEvent::clean);
        assertThat(clientLog.awaitClose())
                .returns(1001, CloseEvent::code)
                .returns(Initiator.REMOTE, CloseEvent::initiator)
                .returns(Cause.CLOSE_FRAME, CloseEvent::cause)
                .returns(true, CloseEvent::clean);
    }

    @Test
    void theProxyProtocolTellsTheClient() throws Exception {
        startStream(null);
        try (RawClient raw = RawClient.connectFrom(CLIENT, port)) {
            raw.upgrade("/ws");

            assertThat(handler.awaitOpen().remoteAddress()).isEqualTo(new InetSocketAddress(CLIENT, raw.localPort()));
        }
    }

    @Test
    void theProxyProtocolComesBeforeTls() throws Exception {
        startStream(TlsOptions.of(TestCertificates.server()));
        try (WsClient tls =
                WsClient.builder().tls(TlsOptions.of(TestCertificates.client())).build()) {
            assertEcho(tls.connect(URI.create("wss://localhost:" + port + "/ws"), clientLog)
                    .join());

            WsSession session = handler.awaitOpen();
            assertThat(session.upgrade().isSecure()).isTrue();
            assertThat(session.remoteAddress().getPort()).isNotZero();
        }
    }
}
