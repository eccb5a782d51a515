package dev.wsboot.ws.benchmarks;

import dev.wsboot.ws.PreparedMessage;
import dev.wsboot.ws.WsHandler;
import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.net.WsServer;
import dev.wsboot.ws.protocol.FrameWriter;
import dev.wsboot.ws.spring.topic.LocalTopics;
import dev.wsboot.ws.spring.topic.SubscriptionRules;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A message published to a topic, until the last subscriber has read it from its socket. Most of it is the operating
 * system's; what it shows is that the number of topics does not matter, and what one more subscriber costs.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TopicsBenchmark {

    private static final String MESSAGE = "x".repeat(128);

    /** Of the topic that is published to. */
    @Param({"1", "1000"})
    public int subscribers;

    /** All of them have the first subscriber. */
    @Param({"1", "10000"})
    public int topics;

    private final int frame = FrameWriter.server().frameSize(MESSAGE.length());
    private final List<RawClient> clients = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // JMH calls the setup
    private WsServer server;

    @SuppressWarnings("NullAway.Init") // JMH calls the setup
    private LocalTopics local;

    @Setup
    public void subscribe() throws IOException {
        Queue<WsSession> open = new ConcurrentLinkedQueue<>();
        server = WsServer.builder()
                .address(InetAddress.getLoopbackAddress())
                .port(0)
                .endpoint("/ws", new Listening(open))
                .start();
        local = new LocalTopics(server::newGroup, null, new SubscriptionRules(topics, 256, List::of));
        for (int i = 0; i < subscribers; i++) {
            clients.add(new RawClient(server.port(), "/ws"));
        }
        while (open.size() < subscribers) {
            Thread.onSpinWait();
        }
        open.forEach(session -> local.subscribe(session, "topic-0"));
        WsSession first = open.element();
        for (int i = 1; i < topics; i++) {
            local.subscribe(first, "topic-" + i);
        }
    }

    @TearDown
    public void close() throws IOException {
        for (RawClient client : clients) {
            client.close();
        }
        server.close();
    }

    @Benchmark
    public void publish() throws IOException {
        local.publish("topic-0", PreparedMessage.text(MESSAGE));
        for (RawClient client : clients) {
            client.read(frame);
        }
    }

    /**
     * Takes nothing.
     *
     * @param open where its sessions go
     */
    private record Listening(Queue<WsSession> open) implements WsHandler {

        @Override
        public void onOpen(WsSession session) {
            open.add(session);
        }
    }
}
