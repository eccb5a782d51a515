package dev.wsboot.ws.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.CloseEvent.Initiator;
import dev.wsboot.ws.MessageType;
import dev.wsboot.ws.WsLimit;
import dev.wsboot.ws.spring.FakeSession;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ConnectionMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ConnectionMetrics metrics = new ConnectionMetrics(registry, Set.of(4001));
    private final FakeSession session = new FakeSession("1", "/chat/{room}", Map.of("room", "secret"));

    @Test
    void shouldCountOpenConnections() {
        metrics.sessionOpened(session);
        metrics.sessionOpened(new FakeSession("2", "/chat/{room}", Map.of()));
        metrics.sessionOpened(new FakeSession("3", "/echo", Map.of()));
        close(1000, Initiator.REMOTE, Cause.CLOSE_FRAME);

        assertThat(registry.get("ws.server.connections.active")
                        .tag("endpoint", "/chat/{room}")
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(registry.get("ws.server.connections.active")
                        .tag("endpoint", "/echo")
                        .gauge()
                        .value())
                .isEqualTo(1);
    }

    @Test
    void shouldBeThereBeforeTheFirstConnection() {
        metrics.endpointServed("/quiet");

        assertThat(registry.get("ws.server.connections.active")
                        .tag("endpoint", "/quiet")
                        .gauge()
                        .value())
                .isZero();
    }

    @Test
    void shouldTellWhyConnectionsEnd() {
        close(1006, Initiator.NONE, Cause.EOF_WITHOUT_CLOSE);
        close(1006, Initiator.NONE, Cause.EOF_WITHOUT_CLOSE);
        close(4001, Initiator.REMOTE, Cause.CLOSE_FRAME);
        close(4711, Initiator.REMOTE, Cause.CLOSE_FRAME);

        assertThat(closed("1006", "NONE", "EOF_WITHOUT_CLOSE")).isEqualTo(2);
        assertThat(closed("4001", "REMOTE", "CLOSE_FRAME")).isEqualTo(1);
        assertThat(closed("other", "REMOTE", "CLOSE_FRAME")).isEqualTo(1);
    }

    @Test
    void shouldTimeConnectionsAndPings() {
        metrics.pingAnswered(session, Duration.ofMillis(12));
        close(1000, Initiator.REMOTE, Cause.CLOSE_FRAME);

        assertThat(registry.get("ws.server.ping.rtt").timer().totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(12);
        assertThat(registry.get("ws.server.connection.duration").timer().totalTime(TimeUnit.SECONDS))
                .isEqualTo(3);
    }

    @Test
    void shouldSumMessagesUp() {
        metrics.messageReceived(session, MessageType.TEXT, 10);
        metrics.messageReceived(session, MessageType.TEXT, 20);
        metrics.messageReceived(session, MessageType.BINARY, 1);
        metrics.messageSent(session, MessageType.TEXT, 2);
        metrics.messageSent(session, MessageType.BINARY, 3);

        assertThat(bytes("RECEIVED", "TEXT")).isEqualTo(30);
        assertThat(bytes("RECEIVED", "BINARY")).isEqualTo(1);
        assertThat(bytes("SENT", "TEXT")).isEqualTo(2);
        assertThat(bytes("SENT", "BINARY")).isEqualTo(3);
    }

    @Test
    void shouldCountDroppedMessages() {
        metrics.messageDropped(session, MessageType.TEXT, 10);
        metrics.messageDropped(session, MessageType.BINARY, 10);

        assertThat(registry.get("ws.server.send.dropped").counter().count()).isEqualTo(2);
    }

    @Test
    void shouldCountHandshakes() {
        metrics.sessionOpened(session);
        metrics.handshakeRefused(403, "https://evil.example");
        metrics.handshakeRefused(403, "https://worse.example");
        metrics.handshakeRefused(0, "the peer left");

        assertThat(handshakes("ACCEPTED", "101")).isEqualTo(1);
        assertThat(handshakes("REFUSED", "403")).isEqualTo(2);
        assertThat(handshakes("REFUSED", "none")).isEqualTo(1);
    }

    @Test
    void shouldCountLimitsThatDidTheirWorkAndShowTheOthers() {
        metrics.limitReached(WsLimit.SEND_QUEUE);
        metrics.limitReached(WsLimit.SEND_QUEUE);

        assertThat(limits("SEND_QUEUE")).isEqualTo(2);
        for (WsLimit limit : WsLimit.values()) {
            assertThat(limits(limit.name())).isEqualTo(limit == WsLimit.SEND_QUEUE ? 2 : 0);
        }
    }

    private double limits(String limit) {
        return registry.get("ws.server.limits.exceeded")
                .tag("limit", limit)
                .counter()
                .count();
    }

    @Test
    void shouldNeverMakeATimeSeriesOfWhatAPeerChose() {
        for (int i = 0; i < 1000; i++) {
            FakeSession peer = new FakeSession("id" + i, "/chat/{room}", Map.of("room", "room" + i));
            metrics.handshakeRefused(400, "bad header " + i);
            metrics.sessionOpened(peer);
            metrics.sessionClosed(
                    peer,
                    new CloseEvent(3000 + i, "reason " + i, Initiator.REMOTE, Cause.CLOSE_FRAME, true),
                    Duration.ZERO);
        }

        assertThat(registry.getMeters()).hasSizeLessThan(12 + WsLimit.values().length);
        assertThat(registry.getMeters().stream()
                        .filter(meter -> !meter.getId().getName().equals("ws.server.limits.exceeded"))
                        .map(Meter::getId)
                        .flatMap(id -> id.getTags().stream())
                        .map(Tag::getValue)
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(
                        "/chat/{room}",
                        "ACCEPTED",
                        "REFUSED",
                        "101",
                        "400",
                        "TEXT",
                        "BINARY",
                        "SENT",
                        "RECEIVED",
                        "other",
                        "REMOTE",
                        "CLOSE_FRAME");
    }

    private void close(int code, Initiator initiator, Cause cause) {
        metrics.sessionClosed(session, new CloseEvent(code, "reason", initiator, cause, true), Duration.ofSeconds(3));
    }

    private double closed(String code, String initiator, String cause) {
        return registry.get("ws.server.connections.closed")
                .tags("endpoint", "/chat/{room}", "code", code, "initiator", initiator, "cause", cause)
                .counter()
                .count();
    }

    private double bytes(String direction, String type) {
        return registry.get("ws.server.messages")
                .tags("endpoint", "/chat/{room}", "direction", direction, "type", type)
                .summary()
                .totalAmount();
    }

    private double handshakes(String outcome, String status) {
        return registry.get("ws.server.handshake")
                .tags("outcome", outcome, "status", status)
                .counter()
                .count();
    }
}
