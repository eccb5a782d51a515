package dev.wsboot.ws.spring.actuate;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.MessageType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** The meters of one endpoint, made once, so that counting a message is no more than that. */
final class EndpointMeters {

    private static final String ENDPOINT = "endpoint";

    private final AtomicInteger active = new AtomicInteger();
    private final Timer duration;
    private final Timer pingRoundTrip;
    private final DistributionSummary receivedText;
    private final DistributionSummary receivedBinary;
    private final DistributionSummary sentText;
    private final DistributionSummary sentBinary;
    private final Counter dropped;
    private final MeterProvider<Counter> closed;

    EndpointMeters(MeterRegistry registry, String endpoint) {
        Gauge.builder("ws.server.connections.active", active, AtomicInteger::get)
                .description("Open connections")
                .tag(ENDPOINT, endpoint)
                .strongReference(true)
                .register(registry);
        duration = Timer.builder("ws.server.connection.duration")
                .description("How long connections were open")
                .tag(ENDPOINT, endpoint)
                .register(registry);
        pingRoundTrip = Timer.builder("ws.server.ping.rtt")
                .description("How long peers took to answer a ping")
                .tag(ENDPOINT, endpoint)
                .register(registry);
        closed = Counter.builder("ws.server.connections.closed")
                .description("Connections that ended, and why")
                .tag(ENDPOINT, endpoint)
                .withRegistry(registry);
        dropped = Counter.builder("ws.server.send.dropped")
                .description(
                        "Messages that were dropped, or replaced by newer ones, because a client takes less than it is sent")
                .tag(ENDPOINT, endpoint)
                .register(registry);
        receivedText = messages(registry, endpoint, "RECEIVED", MessageType.TEXT);
        receivedBinary = messages(registry, endpoint, "RECEIVED", MessageType.BINARY);
        sentText = messages(registry, endpoint, "SENT", MessageType.TEXT);
        sentBinary = messages(registry, endpoint, "SENT", MessageType.BINARY);
    }

    private static DistributionSummary messages(
            MeterRegistry registry, String endpoint, String direction, MessageType type) {
        return DistributionSummary.builder("ws.server.messages")
                .description("Messages and the size of their payload")
                .baseUnit("bytes")
                .tag(ENDPOINT, endpoint)
                .tag("direction", direction)
                .tag("type", type.name())
                .register(registry);
    }

    void opened() {
        active.incrementAndGet();
    }

    void received(MessageType type, long bytes) {
        (type == MessageType.TEXT ? receivedText : receivedBinary).record((double) bytes);
    }

    void sent(MessageType type, long bytes) {
        (type == MessageType.TEXT ? sentText : sentBinary).record((double) bytes);
    }

    void dropped() {
        dropped.increment();
    }

    void pingAnswered(Duration roundTrip) {
        pingRoundTrip.record(roundTrip);
    }

    void closed(String code, CloseEvent close, Duration lifetime) {
        active.decrementAndGet();
        duration.record(lifetime);
        closed.withTags(Tags.of(
                        "code", code,
                        "initiator", close.initiator().name(),
                        "cause", close.cause().name()))
                .increment();
    }
}
