package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.PreparedMessage;
import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.handshake.HandshakeLimits;
import dev.wsboot.ws.handshake.OriginRule;
import dev.wsboot.ws.handshake.TrustedProxies;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/**
 * A thousand peers that take nothing, not even the Close frame. Needs Linux, which tells the open descriptors. The sockets of
 * the server, which is put together here, have little room: by itself Linux would hold 2 MiB for each.
 */
@Timeout(value = 90, threadMode = ThreadMode.SEPARATE_THREAD)
class StalledPeersIntegrationTest {

    private static final int PEERS = 1_000;
    private static final int ROOM = 8 * 1024;
    private static final Duration CLOSE = Duration.ofMillis(1_500);
    private static final Duration STALL = Duration.ofSeconds(4);

    private final EchoLog handler = new EchoLog();
    private final Census census = new Census();
    private final BackgroundThreads noTls = new BackgroundThreads("ws-tls-none", 1);
    private final SessionSettings settings = new SessionSettings();
    private final SessionRegistry sessions = new SessionRegistry(census);
    private final List<RawClient> clients = new ArrayList<>();
    private EventLoops loops;
    private Listener listener;
    private OrderlyStop end;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(Vitals.descriptors() > 0, "descriptors cannot be counted here");
        settings.sendQueue(1 << 20, STALL);
        settings.closeTimeout(CLOSE);
        // However slow the machine is, the next frame is the echo and no Ping.
        settings.heartbeat(Heartbeat.OFF);
        ServerOptions options = new ServerOptions(
                new Router(List.of(new Endpoint(PathTemplate.parse("/ws"), handler, EndpointOptions.DEFAULT))),
                OriginRule.sameHost(),
                HandshakeLimits.defaults(),
                Duration.ofSeconds(10),
                new Reception(),
                TrustedProxies.NONE,
                settings.options(sessions));
        // One loop, so that an echo tells what has been done before it.
        loops = new EventLoops(1, "ws-stalled", false);
        Acceptor acceptor = new Acceptor(options, loops, census, new Admission(0, 0, 0, from -> false), null, noTls);
        listener = Listener.open(
                ListenOptions.tcp(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                PEERS,
                loops.first(),
                loops.pollerOf(loops.first()),
                channel -> acceptor.accept(withLittleRoom(channel)),
                () -> {});
        end = new OrderlyStop(loops, census, listener::close, noTls::close);
        loops.start();
    }

    private static SocketChannel withLittleRoom(SocketChannel channel) {
        try {
            return channel.setOption(StandardSocketOptions.SO_SNDBUF, ROOM);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void stop() throws IOException {
        for (RawClient client : clients) {
            client.close();
        }
        end.stop(DrainOptions.AT_ONCE, Duration.ofSeconds(5));
    }

    private RawClient connect() throws Exception {
        RawClient client =
                RawClient.connect((InetSocketAddress) listener.address(), 2_048).upgrade("/ws");
        clients.add(client);
        return client;
    }

    /** Whatever was asked of the loop before has been done, and what it then had to write was offered. */
    private static void awaitTurn(RawClient goodPeer) throws IOException {
        assertThat(goodPeer.send(Frame.text("turn")).readFrame().text()).isEqualTo("turn");
    }

    /** Tomcat CVE-2026-77791 (busy wait while closing), CVE-2026-79677 and Jetty CVE-2024-22201 (never closed). */
    @Test
    void areClosedWithoutBusyWaiting() throws Exception {
        RawClient good = connect();
        WsSession goodSession = handler.awaitOpen();
        int baseline = Vitals.descriptors();
        WsGroup group = new WsGroup(loops.all());
        for (int i = 0; i < PEERS; i++) {
            connect();
            group.add(handler.awaitOpen());
        }
        // More than the operating system takes for anybody, in one message. From then on nobody is read either.
        group.send(PreparedMessage.binary(ByteBuffer.allocate(1 << 20)));
        awaitTurn(good);
        for (RawClient client : clients.subList(1, clients.size())) {
            client.send(Frame.text("unread"));
        }
        sessions.open().stream().filter(session -> session != goodSession).forEach(WsSession::close);
        awaitTurn(good);
        long cpuBefore = Vitals.loopCpuNanos();
        long timeBefore = System.nanoTime();
        assertThat(handler.awaitClose().cause()).isIn(Cause.WRITE_TIMEOUT, Cause.CLOSE_TIMEOUT);
        long cpu = Vitals.loopCpuNanos() - cpuBefore;
        long time = System.nanoTime() - timeBefore;
        assertThat(cpu * 100 / time)
                .as("per cent of a core while nobody could be written to")
                .isLessThan(5);

        for (int i = 1; i < PEERS; i++) {
            assertThat(handler.awaitClose().cause()).isIn(Cause.WRITE_TIMEOUT, Cause.CLOSE_TIMEOUT);
        }
        // Their ends of the connections are still there.
        Vitals.awaitDescriptors(baseline + PEERS);
        Vitals.awaitIdleLoops();
        awaitTurn(good);
    }
}
