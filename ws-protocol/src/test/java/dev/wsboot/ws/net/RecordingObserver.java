package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.MessageType;
import dev.wsboot.ws.WsLimit;
import dev.wsboot.ws.WsObserver;
import dev.wsboot.ws.WsSession;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what it sees. */
final class RecordingObserver implements WsObserver {

    final List<String> events = new CopyOnWriteArrayList<>();
    final List<WsLimit> limits = new CopyOnWriteArrayList<>();
    final List<CloseEvent> closes = new CopyOnWriteArrayList<>();

    @Override
    public void handshakeRefused(int status, String why) {
        events.add("refused " + status + " " + why);
    }

    @Override
    public void limitReached(WsLimit limit) {
        limits.add(limit);
    }

    @Override
    public void sessionOpened(WsSession session) {
        events.add("opened");
    }

    @Override
    public void messageReceived(WsSession session, MessageType type, long bytes) {
        events.add("received " + type + " " + bytes);
    }

    @Override
    public void messageSent(WsSession session, MessageType type, long bytes) {
        events.add("sent " + type + " " + bytes);
    }

    @Override
    public void messageDropped(WsSession session, MessageType type, long bytes) {
        events.add("dropped " + type + " " + bytes);
    }

    @Override
    public void pingAnswered(WsSession session, Duration roundTrip) {
        events.add("answered in " + roundTrip.toMillis() + " ms");
    }

    @Override
    public void sessionClosed(WsSession session, CloseEvent close, Duration lifetime) {
        events.add("closed after " + lifetime.toMillis() + " ms");
        closes.add(close);
    }

    /** Asserts what came since the last time. */
    RecordingObserver expect(String... expected) {
        assertThat(events).containsExactly(expected);
        events.clear();
        return this;
    }
}
