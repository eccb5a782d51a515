package dev.wsboot.ws.spring.actuate;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.MessageType;
import dev.wsboot.ws.WsLimit;
import dev.wsboot.ws.WsObserver;
import dev.wsboot.ws.WsSession;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Meters of the server. Peers choose paths, codes and texts, so none of these ever becomes a tag: {@code endpoint} is the
 * path template, {@code code} a code of a closed list, and everything else an enum of ours by its name.
 */
public final class ConnectionMetrics implements WsObserver {

    private static final String HANDSHAKE = "ws.server.handshake";

    private final MeterRegistry registry;
    private final CloseCodeTags codes;
    private final Counter accepted;
    private final Map<WsLimit, Counter> limits = new EnumMap<>(WsLimit.class);
    private final ConcurrentMap<String, EndpointMeters> endpoints = new ConcurrentHashMap<>();

    /**
     * For the auto-configuration.
     *
     * @param registry where the meters go
     * @param applicationCodes codes from 3000 to 4999 that get a time series of their own
     */
    public ConnectionMetrics(MeterRegistry registry, Set<Integer> applicationCodes) {
        this.registry = registry;
        this.codes = new CloseCodeTags(applicationCodes);
        this.accepted = handshakes("ACCEPTED", 101);
        // An operator finds each before it is reached.
        for (WsLimit limit : WsLimit.values()) {
            limits.put(
                    limit,
                    Counter.builder("ws.server.limits.exceeded")
                            .description("Times that a limit did its work")
                            .tag("limit", limit.name())
                            .register(registry));
        }
    }

    /** An operator finds the meters of an endpoint before its first connection. */
    @Override
    public void endpointServed(String endpoint) {
        meters(endpoint);
    }

    @Override
    public void handshakeRefused(int status, String why) {
        handshakes("REFUSED", status).increment();
    }

    @Override
    public void limitReached(WsLimit limit) {
        Objects.requireNonNull(limits.get(limit)).increment();
    }

    @Override
    public void sessionOpened(WsSession session) {
        accepted.increment();
        meters(session).opened();
    }

    @Override
    public void messageReceived(WsSession session, MessageType type, long bytes) {
        meters(session).received(type, bytes);
    }

    @Override
    public void messageSent(WsSession session, MessageType type, long bytes) {
        meters(session).sent(type, bytes);
    }

    @Override
    public void messageDropped(WsSession session, MessageType type, long bytes) {
        meters(session).dropped();
    }

    @Override
    public void pingAnswered(WsSession session, Duration roundTrip) {
        meters(session).pingAnswered(roundTrip);
    }

    @Override
    public void sessionClosed(WsSession session, CloseEvent close, Duration lifetime) {
        meters(session).closed(codes.tag(close.code()), close, lifetime);
    }

    private EndpointMeters meters(WsSession session) {
        return meters(session.endpoint());
    }

    private EndpointMeters meters(String endpoint) {
        EndpointMeters known = endpoints.get(endpoint);
        return known != null
                ? known
                : endpoints.computeIfAbsent(endpoint, template -> new EndpointMeters(registry, template));
    }

    private Counter handshakes(String outcome, int status) {
        return Counter.builder(HANDSHAKE)
                .description("Opening handshakes")
                .tag("outcome", outcome)
                .tag("status", status == 0 ? "none" : Integer.toString(status))
                .register(registry);
    }
}
