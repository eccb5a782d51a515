package dev.wsboot.ws.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what happened, such as {@code text(hello)}, {@code binary(0102)}, {@code close(1000, bye)} or
 * {@code failure(1002)}. It then leaves every payload in the worst state that {@link ProtocolEvents} allows.
 */
final class RecordingEvents implements ProtocolEvents {

    private final List<String> events = new ArrayList<>();
    private Runnable afterEach = () -> {};
    private @Nullable ProtocolFailure failure;
    private @Nullable Boolean ascii;

    /** Runs from within every event, when it was written down. */
    void afterEach(Runnable action) {
        afterEach = action;
    }

    /** What was said of the last text; null where there was none. */
    @Nullable
    Boolean saidAscii() {
        return ascii;
    }

    List<String> all() {
        return events;
    }

    /** Why the connection failed. */
    String failureReason() {
        assertThat(failure).isNotNull();
        return failure.reason();
    }

    /** Takes everything that was recorded so far, which must be this. */
    void expect(String... expected) {
        assertThat(events).containsExactly(expected);
        events.clear();
    }

    @Override
    public void onText(ByteBuffer payload, boolean isAscii) {
        try {
            // A new decoder reports what is malformed.
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(payload.duplicate())
                    .toString();
            ascii = isAscii;
            if (isAscii && text.length() < payload.remaining()) {
                events.add("not ASCII");
            }
            record("text(" + text + ")", payload);
        } catch (CharacterCodingException e) {
            record("text that is not UTF-8: " + Hex.of(payload), payload);
        }
    }

    @Override
    public void onBinary(ByteBuffer payload) {
        record("binary(" + Hex.of(payload) + ")", payload);
    }

    /** Text may be cut within a character, so that parts are written in hex. */
    @Override
    public void onPart(boolean text, ByteBuffer payload, boolean last) {
        if (!last && !payload.hasRemaining()) {
            events.add("an empty part that is not the last");
        }
        record((text ? "text-" : "binary-") + (last ? "last(" : "part(") + Hex.of(payload) + ")", payload);
    }

    @Override
    public void onPing(ByteBuffer payload) {
        record("ping(" + Hex.of(payload) + ")", payload);
    }

    @Override
    public void onPong(ByteBuffer payload) {
        record("pong(" + Hex.of(payload) + ")", payload);
    }

    @Override
    public void onClose(int code, String reason) {
        record("close(" + code + ", " + reason + ")");
    }

    @Override
    public void onFailure(ProtocolFailure failure) {
        this.failure = failure;
        record("failure(" + failure.code() + ")");
    }

    private void record(String event, ByteBuffer payload) {
        String order = payload.order() == ByteOrder.BIG_ENDIAN ? "" : " that is not big-endian";
        payload.clear().order(ByteOrder.LITTLE_ENDIAN);
        record(event + order);
    }

    private void record(String event) {
        events.add(event);
        afterEach.run();
    }
}
