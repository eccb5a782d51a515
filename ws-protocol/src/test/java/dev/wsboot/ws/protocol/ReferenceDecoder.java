package dev.wsboot.ws.protocol;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A second decoder, to compare with: slow, simple, over the whole input at once, on the JDK's own UTF-8, and written
 * from the RFC rather than from the code under test.
 */
final class ReferenceDecoder {

    private static final BigInteger TWO_TO_63 = BigInteger.ONE.shiftLeft(63);

    private final Role receiver;
    private final MessageLimits limits;
    private final int eventsBeforeClose;
    private final List<String> events = new ArrayList<>();
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private boolean insideMessage;
    private boolean text;
    private int fragments;

    /**
     * A decoder for one input.
     *
     * @param eventsBeforeClose this side sends its Close frame from within the event of this number
     */
    ReferenceDecoder(Role receiver, MessageLimits limits, int eventsBeforeClose) {
        this.receiver = receiver;
        this.limits = limits;
        this.eventsBeforeClose = eventsBeforeClose;
    }

    /** The events in the notation of {@link RecordingEvents}. */
    List<String> decode(byte[] wire) {
        ByteBuffer in = ByteBuffer.wrap(wire);
        int failure = 0;
        while (failure == 0 && in.remaining() >= 2 && !isClosed()) {
            failure = frame(in);
        }
        if (failure != 0) {
            events.add("failure(" + failure + ")");
        }
        return events;
    }

    private boolean isClosed() {
        return !events.isEmpty() && events.get(events.size() - 1).startsWith("close");
    }

    /** Takes one frame, or as much of it as there is. */
    private int frame(ByteBuffer in) {
        int first = in.get() & 0xFF;
        int second = in.get() & 0xFF;
        if (!FrameTable.isLegal(first, second, receiver, insideMessage)) {
            return 1002;
        }
        int length7 = second % 128;
        byte[] extended = new byte[length7 == 126 ? 2 : length7 == 127 ? 8 : 0];
        byte[] key = new byte[receiver == Role.SERVER ? 4 : 0];
        if (in.remaining() < extended.length + key.length) {
            in.position(in.limit());
            return 0;
        }
        in.get(extended).get(key);
        BigInteger length = length7 < 126 ? BigInteger.valueOf(length7) : new BigInteger(1, extended);
        if (length.compareTo(TWO_TO_63) >= 0 || bytesNeededFor(length.longValueExact()) != extended.length) {
            return 1002;
        }
        byte[] payload = new byte[length.min(BigInteger.valueOf(in.remaining())).intValueExact()];
        in.get(payload);
        for (int i = 0; i < payload.length && key.length > 0; i++) {
            payload[i] ^= key[i % 4];
        }
        boolean complete = length.intValue() == payload.length;
        return FrameTable.isControl(first) ? control(first, payload, complete) : data(first, length, payload, complete);
    }

    private static int bytesNeededFor(long length) {
        return length < 126 ? 0 : length < 65536 ? 2 : 8;
    }

    private int control(int first, byte[] payload, boolean complete) {
        if (!complete) {
            return 0;
        }
        if (first == 0x88) {
            return close(payload);
        }
        events.add((first == 0x89 ? "ping(" : "pong(") + Hex.of(payload) + ")");
        return 0;
    }

    private int close(byte[] payload) {
        if (payload.length == 0) {
            events.add("close(1005, )");
            return 0;
        }
        int code = payload.length == 1 ? 0 : new BigInteger(1, Arrays.copyOf(payload, 2)).intValue();
        boolean legal = Set.of(1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014)
                .contains(code);
        if (!legal && (code < 3000 || code > 4999)) {
            return 1002;
        }
        try {
            events.add("close(" + code + ", " + utf8(Arrays.copyOfRange(payload, 2, payload.length)) + ")");
            return 0;
        } catch (CharacterCodingException e) {
            return 1007;
        }
    }

    private int data(int first, BigInteger length, byte[] payload, boolean complete) {
        if (!insideMessage) {
            text = first % 16 == 1;
            fragments = 0;
            message.reset();
        }
        fragments++;
        insideMessage = first < 0x80;
        if (fragments > limits.maxFragments()) {
            return 1008;
        }
        BigInteger whole = length.add(BigInteger.valueOf(message.size()));
        if (length.compareTo(BigInteger.valueOf(limits.maxFrameSize())) > 0
                || whole.compareTo(BigInteger.valueOf(limits.maxMessageSize())) > 0) {
            return 1009;
        }
        message.writeBytes(payload);
        if (text && !Utf8Oracle.isStartOfText(message.toByteArray())) {
            return 1007;
        }
        return complete && !insideMessage ? message() : 0;
    }

    private int message() {
        try {
            String content = text ? "text(" + utf8(message.toByteArray()) : "binary(" + Hex.of(message.toByteArray());
            if (events.size() < eventsBeforeClose) {
                events.add(content + ")");
            }
            return 0;
        } catch (CharacterCodingException e) {
            return 1007;
        }
    }

    private static String utf8(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }
}
