package dev.wsboot.ws.benchmarks.soak;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.WsHandler;
import dev.wsboot.ws.WsObserver;
import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.benchmarks.server.Certificate;
import dev.wsboot.ws.net.TlsOptions;
import dev.wsboot.ws.net.WsServer;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/**
 * The server of a soak: an echo without TLS, on the event loop, and one with TLS, on an executor. It prints its two ports, and then
 * answers each line that it reads, by its {@link Vitals}, its {@link Holdings} or why sessions have
 * ended.
 */
final class SoakServer {

    /** What it may be asked. */
    static final String VITALS = "vitals";

    static final String HOLDINGS = "holdings";

    static final String CAUSES = "causes";

    private static final Map<CloseEvent.Cause, LongAdder> SEEN = new ConcurrentHashMap<>();

    private SoakServer() {}

    public static void main(String... args) throws IOException {
        ExecutorService executor = Executors.newFixedThreadPool(4);
        try (WsServer plain = builder().start();
                WsServer tls = builder()
                        .tls(TlsOptions.of(Certificate.selfSigned()))
                        .executor(executor)
                        .start()) {
            System.out.println(plain.port() + " " + tls.port());
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
            for (String question = in.readLine(); question != null; question = in.readLine()) {
                System.out.println(
                        switch (question) {
                            case CAUSES -> new TreeMap<>(SEEN).toString();
                            case HOLDINGS -> Holdings.here();
                            default ->
                                Vitals.here(plain.sessions().size()
                                                + tls.sessions().size())
                                        .toLine();
                        });
            }
        } finally {
            executor.shutdownNow();
        }
    }

    private static WsServer.Builder builder() {
        return WsServer.builder()
                .port(0)
                .address(InetAddress.getLoopbackAddress())
                .sendQueue(1 << 20, Duration.ofSeconds(2))
                .closeTimeout(Duration.ofSeconds(2))
                .messageTimeout(Duration.ofSeconds(5))
                .observer(new WsObserver() {
                    @Override
                    public void sessionClosed(WsSession session, CloseEvent close, Duration lifetime) {
                        SEEN.computeIfAbsent(close.cause(), cause -> new LongAdder())
                                .increment();
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
}
