package dev.wsboot.ws.benchmarks.siege;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.WsHandler;
import dev.wsboot.ws.WsLimit;
import dev.wsboot.ws.WsObserver;
import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.benchmarks.soak.Vitals;
import dev.wsboot.ws.net.RateLimit;
import dev.wsboot.ws.net.WsServer;
import dev.wsboot.ws.protocol.MessageLimits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** The server under siege: an echo. It prints its port, and then answers each line that it reads. */
final class SiegeServer {

    /** What it holds behind a collection, as a line of {@link Vitals}. */
    static final String VITALS = "vitals";

    /** The same without what would make the good clients wait. */
    static final String GLANCE = "glance";

    /** Why sessions have ended, and which limits were reached, how often. */
    static final String CAUSES = "causes";

    private static final int MAX_FRAGMENTS = 64;
    private static final Map<String, LongAdder> SEEN = new ConcurrentHashMap<>();

    private SiegeServer() {}

    public static void main(String... args) throws IOException {
        try (WsServer server =
                builder(Integer.parseInt(args[0]), Integer.parseInt(args[1])).start()) {
            System.out.println(server.port());
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
            for (String question = in.readLine(); question != null; question = in.readLine()) {
                int sessions = server.sessions().size();
                System.out.println(
                        switch (question) {
                            case VITALS -> Vitals.here(sessions).toLine();
                            case GLANCE -> Vitals.glance(sessions).toLine();
                            default -> new TreeMap<>(SEEN).toString();
                        });
            }
        }
    }

    private static WsServer.Builder builder(int maxConnections, int rate) {
        return WsServer.builder()
                .port(0)
                .address(InetAddress.getLoopbackAddress())
                .maxConnections(maxConnections)
                .messageLimits(new MessageLimits(Budget.MAX_MESSAGE, Budget.MAX_MESSAGE, MAX_FRAGMENTS))
                .sendQueue(Budget.SEND_QUEUE, Duration.ofSeconds(5))
                .handshakeTimeout(Duration.ofSeconds(5))
                .messageTimeout(Duration.ofSeconds(5))
                .closeTimeout(Duration.ofSeconds(2))
                .rateLimit(RateLimit.perSecond(rate, 0))
                .observer(new WsObserver() {
                    @Override
                    public void sessionClosed(WsSession session, CloseEvent close, Duration lifetime) {
                        count(close.cause().name());
                    }

                    @Override
                    public void limitReached(WsLimit limit) {
                        count("limit " + limit);
                    }
                })
                .endpoint("/ws", new WsHandler() {
                    @Override
                    public void onText(WsSession session, String text) {
                        session.sendText(text);
                    }

                    @Override
                    public void onBinary(WsSession session, ByteBuffer data) {
                        session.sendBinary(data);
                    }
                });
    }

    private static void count(String what) {
        SEEN.computeIfAbsent(what, key -> new LongAdder()).increment();
    }
}
