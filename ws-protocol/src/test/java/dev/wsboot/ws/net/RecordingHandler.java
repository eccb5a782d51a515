package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.WsHandler;
import dev.wsboot.ws.WsSession;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writes down what it is told, and then does what the test gave it to do. It looks after the promises of
 * {@link WsHandler}: callbacks never overlap, the close comes once, and nothing comes behind it.
 */
class RecordingHandler implements WsHandler {

    /** What a callback does besides. */
    interface Action {

        void on(WsSession session, String event) throws Exception;
    }

    final List<String> events = new CopyOnWriteArrayList<>();
    final List<CloseEvent> closes = new CopyOnWriteArrayList<>();
    final List<String> broken = new CopyOnWriteArrayList<>();

    private final AtomicInteger inside = new AtomicInteger();
    private volatile Action action = (session, event) -> {};
    private volatile WsSession session;

    /** The last session that was opened. */
    WsSession session() {
        return session;
    }

    /** What every callback does from now on, onError excepted. */
    RecordingHandler does(Action next) {
        action = next;
        return this;
    }

    private void record(WsSession from, String event) throws Exception {
        if (inside.incrementAndGet() != 1) {
            broken.add(event + " overlaps another callback");
        }
        if (!closes.isEmpty() && !event.startsWith("close")) {
            broken.add(event + " came behind onClose");
        }
        events.add(event);
        try {
            action.on(from, event);
        } finally {
            inside.decrementAndGet();
        }
    }

    @Override
    public void onOpen(WsSession opened) throws Exception {
        session = opened;
        record(opened, "open");
    }

    @Override
    public void onText(WsSession from, String text) throws Exception {
        record(from, "text " + text);
    }

    @Override
    public void onBinary(WsSession from, ByteBuffer data) throws Exception {
        record(from, "binary " + Frames.hex(data));
    }

    @Override
    public void onTextPart(WsSession from, String part, boolean last) throws Exception {
        record(from, "text " + part + (last ? "." : "..."));
    }

    @Override
    public void onBinaryPart(WsSession from, ByteBuffer part, boolean last) throws Exception {
        record(from, "binary " + Frames.hex(part) + (last ? "." : "..."));
    }

    @Override
    public void onPing(WsSession from, ByteBuffer payload) throws Exception {
        record(from, "ping " + Frames.hex(payload));
    }

    @Override
    public void onPong(WsSession from, ByteBuffer payload) throws Exception {
        record(from, "pong " + Frames.hex(payload));
    }

    @Override
    public void onClose(WsSession from, CloseEvent close) throws Exception {
        closes.add(close);
        record(from, "close");
    }

    /** Asserts what came since the last time. */
    RecordingHandler expect(String... expected) {
        assertThat(events).containsExactly(expected);
        events.clear();
        return this;
    }
}
