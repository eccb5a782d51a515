package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.WsHandler;
import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.protocol.MessageLimits;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Our client and our server with a bad network in between. Both send numbered messages whose whole content follows from
 * connection, direction and number: nothing of what arrives is lost, doubled, changed, out of order or another's, up to where
 * the connection broke; and where it ended cleanly, everything arrived.
 *
 * <p>{@code -Dws.proxy.connections=100000} makes it many ({@code build/proxy-faults.sh}), {@code -Dws.proxy.seed=2} others.
 */
class FaultProxyIntegrationTest {

    private static final int FEW = 200;
    private static final int CONNECTIONS = Integer.getInteger("ws.proxy.connections", FEW);
    private static final long SEED = Long.getLong("ws.proxy.seed", 1);
    private static final int BATCH = 5_000;
    private static final int AT_ONCE = 120;
    private static final int MESSAGES = 20;
    private static final int LARGE = 3 << 20;
    private static final MessageLimits LIMITS = new MessageLimits(LARGE, LARGE, 1);
    private static final Duration SHORT = Duration.ofSeconds(3);
    private static final Heartbeat HEARTBEAT =
            new Heartbeat(Duration.ofSeconds(3), Duration.ofSeconds(3), 0, Duration.ZERO);

    /** What a connection may end by that nobody broke, where everything takes long. */
    private static final Set<Cause> DEADLINES =
            EnumSet.of(Cause.PING_TIMEOUT, Cause.WRITE_TIMEOUT, Cause.CLOSE_TIMEOUT);

    enum Wire {
        PLAIN,
        TLS
    }

    /** One end of one connection. */
    private static final class End {

        private final int connection;
        private final boolean ofClient;
        private final AtomicInteger received = new AtomicInteger();
        private final AtomicInteger closes = new AtomicInteger();
        private volatile @Nullable CloseEvent close;
        private volatile @Nullable String fault;

        End(int connection, boolean ofClient) {
            this.connection = connection;
            this.ofClient = ofClient;
        }

        static String message(int connection, boolean fromClient, int number) {
            Random random = new Random(connection * 1_000L + number * 2L + (fromClient ? 1 : 0));
            StringBuilder text = new StringBuilder(connection + (fromClient ? " client " : " server ") + number + " ");
            for (int left = random.nextInt(random.nextInt(10) == 0 ? 8_000 : 300); left > 0; left--) {
                text.append((char) ('a' + random.nextInt(4)));
            }
            // Two of some connections are more than the operating system takes.
            return connection % 10 == 0 && number % 12 == 0
                    ? text.toString().repeat(LARGE / text.length())
                    : text.toString();
        }

        void sendAll(WsSession session) {
            for (int i = 0; i < MESSAGES; i++) {
                String text = message(connection, ofClient, i);
                if (i % 3 == 0) {
                    session.sendBinary(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
                } else {
                    session.sendText(text);
                }
            }
        }

        void receive(WsSession session, String text) {
            int number = received.getAndIncrement();
            if (!text.equals(message(connection, !ofClient, number)) || close != null) {
                fault = "instead of message " + number + " came " + text.substring(0, Math.min(100, text.length()))
                        + (close == null ? "" : " behind onClose");
            }
            // What it has sent goes before its Close frame; and the server has sent everything.
            if (ofClient && number == MESSAGES - 1) {
                session.close();
            }
        }

        void closed(CloseEvent event) {
            closes.incrementAndGet();
            close = event;
        }

        boolean isClean() {
            return close != null && close.clean();
        }

        /** Whether a deadline of this side ended it. */
        boolean isLate() {
            return close != null && DEADLINES.contains(close.cause());
        }
    }

    /** The handler of either side. */
    private static final class Checking implements WsHandler {

        private final Map<Integer, End> ends = new ConcurrentHashMap<>();
        private final boolean ofClient;
        private final Runnable closed;

        Checking(boolean ofClient, Runnable closed) {
            this.ofClient = ofClient;
            this.closed = closed;
        }

        private End end(WsSession session) {
            return end(Integer.parseInt(session.upgrade().path().substring("/ws/".length())));
        }

        End end(int connection) {
            return ends.computeIfAbsent(connection, number -> new End(number, ofClient));
        }

        @Override
        public void onOpen(WsSession session) {
            end(session).sendAll(session);
        }

        @Override
        public void onText(WsSession session, String text) {
            end(session).receive(session, text);
        }

        @Override
        public void onBinary(WsSession session, ByteBuffer data) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            end(session).receive(session, new String(bytes, StandardCharsets.US_ASCII));
        }

        @Override
        public void onClose(WsSession session, CloseEvent event) {
            end(session).closed(event);
            closed.run();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatArrivesIsWhatWasSentUpToTheBreak(Wire wire) throws Exception {
        assumeTrue(Vitals.descriptors() > 0, "descriptors cannot be counted here");
        int done = 0;
        int faults = 0;
        int clean = 0;
        int late = 0;
        int descriptors = 0;
        for (int batch = 0; done < CONNECTIONS; batch++) {
            int size = Math.min(BATCH, CONNECTIONS - done);
            long seed = SEED * 100_000 + batch;
            int[] figures = assertTimeoutPreemptively(Duration.ofMinutes(15), () -> run(wire, seed, size));
            faults += figures[0];
            clean += figures[1];
            late += figures[2];
            done += size;
            // By then the JVM has opened all that it needs.
            descriptors = batch == 0 ? Vitals.descriptors() : descriptors;
        }
        Vitals.awaitExactDescriptors(descriptors);
        String summary = "%s: %d connections, %d faults, %d clean ends, %d by deadlines"
                .formatted(wire, done, faults, clean, late);
        if (CONNECTIONS > FEW) {
            System.out.println(summary);
        }
        assertThat(faults).as(summary).isGreaterThan(CONNECTIONS / 3);
    }

    private int[] run(Wire wire, long seed, int connections) throws Exception {
        AtomicInteger failedHandshakes = new AtomicInteger();
        AtomicInteger lateHandshakes = new AtomicInteger();
        Semaphore places = new Semaphore(AT_ONCE);
        Checking ofServer = new Checking(false, () -> {});
        Checking ofClient = new Checking(true, places::release);
        WsServer.Builder servers = WsServer.builder()
                .port(0)
                .ioThreads(2)
                .handshakeTimeout(SHORT.multipliedBy(2))
                .closeTimeout(SHORT)
                .heartbeat(HEARTBEAT)
                .sendQueue(8 << 20, SHORT)
                .messageLimits(LIMITS)
                .endpoint("/ws/{connection}", ofServer);
        WsClient.Builder clients = WsClient.builder()
                .ioThreads(2)
                .handshakeTimeout(SHORT.multipliedBy(2))
                .closeTimeout(SHORT)
                .heartbeat(HEARTBEAT)
                .sendQueue(8 << 20, SHORT)
                .messageLimits(LIMITS);
        if (wire == Wire.TLS) {
            servers.tls(TlsOptions.of(TestCertificates.server()));
            clients.tls(TlsOptions.of(TestCertificates.client()));
        }
        int before = Vitals.descriptors();
        int breaks;
        int faults;
        try (WsServer server = servers.start();
                WsClient client = clients.build()) {
            try (FaultProxy proxy = new FaultProxy(server.port(), seed)) {
                String uri = (wire == Wire.TLS ? "wss" : "ws") + "://localhost:" + proxy.port() + "/ws/";
                List<CompletableFuture<WsSession>> futures = new ArrayList<>();
                for (int i = 0; i < connections; i++) {
                    assertThat(places.tryAcquire(30, TimeUnit.SECONDS))
                            .as("ends")
                            .isTrue();
                    CompletableFuture<WsSession> future = client.connect(WsRequest.to(uri + i), ofClient);
                    futures.add(future);
                    future.whenComplete((session, error) -> {
                        if (error != null) {
                            failedHandshakes.incrementAndGet();
                            lateHandshakes.addAndGet(error instanceof SocketTimeoutException ? 1 : 0);
                            places.release();
                        }
                    });
                }
                assertThat(places.tryAcquire(AT_ONCE, 30, TimeUnit.SECONDS))
                        .as("all clients have ended")
                        .isTrue();
                Vitals.soon()
                        .alias("all sessions have ended")
                        .until(() -> server.sessions().isEmpty());
                assertThat(futures).allMatch(CompletableFuture::isDone);
                breaks = proxy.breaks.get();
                faults = proxy.faults.get();
            }
        }
        // The server has waited for the last callbacks.
        check(seed, ofClient, ofServer, connections - failedHandshakes.get());
        int clean = ends(ofClient, End::isClean);
        assertThat(clean).as("clean ends, seed " + seed).isPositive();
        // All that were not broken, but for deadlines that pass where nothing is carried, or the machine has much else
        // to do.
        int late = lateHandshakes.get()
                + ends(
                        ofClient,
                        end -> !end.isClean()
                                && (end.isLate() || ofServer.end(end.connection).isLate()));
        assertThat(clean + late)
                .as("%d clean ends, %d late, seed %d", clean, late, seed)
                .isGreaterThanOrEqualTo(connections - breaks);
        Vitals.awaitDescriptors(before);
        return new int[] {faults, clean, late};
    }

    private static int ends(Checking side, Predicate<End> such) {
        return (int) side.ends.values().stream().filter(such).count();
    }

    private static void check(long seed, Checking ofClient, Checking ofServer, int opened) {
        for (Checking side : List.of(ofClient, ofServer)) {
            side.ends.forEach((connection, end) -> {
                String which =
                        (end.ofClient ? "client of" : "server of") + " connection " + connection + ", seed " + seed;
                assertThat(end.fault).as(which).isNull();
                assertThat(end.closes).as("ends, " + which).hasValue(1);
                if (end.isClean()) {
                    assertThat(end.received).as("messages, " + which).hasValue(MESSAGES);
                }
            });
        }
        assertThat(ofClient.ends).as("sessions of clients, seed " + seed).hasSize(opened);
        // A client that never saw the 101 may have a session at the server, but not the reverse.
        assertThat(ofServer.ends.keySet()).as("seed " + seed).containsAll(ofClient.ends.keySet());
    }
}
