package dev.wsboot.ws.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes down what happened as bytes, quickly, and holds it to the contract of {@link ProtocolEvents}. */
final class FuzzEvents implements ProtocolEvents {

    private static final Utf8Oracle ORACLE = new Utf8Oracle();

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final ByteArrayOutputStream parts = new ByteArrayOutputStream();
    private final ByteBuffer out = ByteBuffer.allocate(256);
    private final int eventsBeforeClose;
    private final boolean pauses;
    private WebSocketProtocol protocol;
    private int events;
    private boolean ended;

    FuzzEvents(int eventsBeforeClose, boolean pauses) {
        this.eventsBeforeClose = eventsBeforeClose;
        this.pauses = pauses;
    }

    void of(WebSocketProtocol told) {
        protocol = told;
    }

    boolean sameAs(FuzzEvents other) {
        return Arrays.equals(log.toByteArray(), other.log.toByteArray());
    }

    @Override
    public String toString() {
        return Hex.of(log.toByteArray());
    }

    @Override
    public void onText(ByteBuffer payload, boolean ascii) {
        require(ORACLE.isText(payload.duplicate()), "text that is no UTF-8");
        require(!ascii || Hex.isAscii(payload), "text that is no ASCII");
        record('t', payload);
    }

    @Override
    public void onBinary(ByteBuffer payload) {
        record('b', payload);
    }

    /** Where parts end depends on how the input is cut; what they add up to does not. */
    @Override
    public void onPart(boolean text, ByteBuffer payload, boolean last) {
        require(last || payload.hasRemaining(), "an empty part that is not the last");
        parts.writeBytes(Hex.copyOf(payload));
        if (last) {
            ByteBuffer message = ByteBuffer.wrap(parts.toByteArray());
            parts.reset();
            if (text) {
                onText(message, false);
            } else {
                onBinary(message);
            }
        } else if (pauses) {
            protocol.pause();
        }
    }

    @Override
    public void onPing(ByteBuffer payload) {
        require(payload.remaining() <= 125, "a long Ping");
        record('i', payload);
        if (protocol.state().canSend()) {
            protocol.writePong(ByteBuffer.allocate(1), out.clear());
        }
    }

    @Override
    public void onPong(ByteBuffer payload) {
        require(payload.remaining() <= 125, "a long Pong");
        record('o', payload);
    }

    @Override
    public void onClose(int code, String reason) {
        require(code == CloseCode.NO_STATUS || CloseCode.isReceivable(code), "a Close with code " + code);
        record('c', ByteBuffer.wrap((code + reason).getBytes(StandardCharsets.UTF_8)));
        if (protocol.state() == ConnectionState.CLOSE_RECEIVED) {
            protocol.writeCloseReply(out.clear());
        }
        requireClosed();
    }

    @Override
    public void onFailure(ProtocolFailure failure) {
        record('f', ByteBuffer.wrap((failure.code() + failure.reason()).getBytes(StandardCharsets.UTF_8)));
        if (protocol.state().canSendClose()) {
            protocol.writeClose(failure.code(), failure.reason(), out.clear());
        }
        requireClosed();
    }

    private void requireClosed() {
        require(protocol.state() == ConnectionState.CLOSED, "not closed");
        ended = true;
    }

    private void record(char event, ByteBuffer payload) {
        require(!ended, "an event behind the last");
        log.write(event);
        log.write(payload.remaining() >> 8);
        log.write(payload.remaining());
        log.writeBytes(Hex.copyOf(payload));
        payload.clear();
        if (++events == eventsBeforeClose && protocol.state().canSendClose()) {
            protocol.writeClose(CloseCode.NORMAL, "", out.clear());
        }
        if (pauses) {
            protocol.pause();
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
