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
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A second decoder, to compare with: slow, simple, over the whole input at once, on the JDK's own UTF-8, and written
 * from the RFC rather than from the code under test.
 */
final class ReferenceDecoder {

    private static final BigInteger TWO_TO_63 = BigInteger.ONE.shiftLeft(63);

    private final Role receiver;
    private final MessageLimits limits;
    private final int eventsBeforeClose;
    private final Compressed compressed;
    private final List<String> events = new ArrayList<>();
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private boolean insideMessage;
    private boolean text;
    private int fragments;
    private boolean inflating;
    private boolean afterFinal;
    private int pieces;
    private final Inflater inflater = new Inflater(true);

    /**
     * A decoder for one input.
     *
     * @param eventsBeforeClose this side sends its Close frame from within the event of this number
     */
    ReferenceDecoder(Role receiver, MessageLimits limits, int eventsBeforeClose) {
        this(receiver, limits, eventsBeforeClose, Compressed.NEVER);
    }

    /** Whether RSV1 was given its meaning, and whether messages refer to earlier ones. */
    enum Compressed {
        NEVER,
        EACH_BY_ITSELF,
        WITH_TAKEOVER
    }

    ReferenceDecoder(Role receiver, MessageLimits limits, int eventsBeforeClose, Compressed compressed) {
        this.receiver = receiver;
        this.limits = limits;
        this.eventsBeforeClose = eventsBeforeClose;
        this.compressed = compressed;
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
        boolean rsv1 =
                compressed != Compressed.NEVER && (first == 0x41 || first == 0x42 || first == 0xC1 || first == 0xC2);
        first -= rsv1 ? 0x40 : 0;
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
        if (FrameTable.isControl(first)) {
            return control(first, payload, complete);
        }
        if (!insideMessage) {
            inflating = rsv1;
        }
        return data(first, length, payload, complete);
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
            pieces = 0;
            afterFinal = false;
            if (compressed == Compressed.EACH_BY_ITSELF) {
                inflater.reset();
            }
        }
        fragments++;
        insideMessage = first < 0x80;
        if (fragments > limits.maxFragments()) {
            return 1008;
        }
        BigInteger whole = length.add(BigInteger.valueOf(message.size()));
        if (length.compareTo(BigInteger.valueOf(limits.maxFrameSize())) > 0
                || (!inflating && whole.compareTo(BigInteger.valueOf(limits.maxMessageSize())) > 0)) {
            return 1009;
        }
        int failure = inflating ? inflate(payload, complete && !insideMessage) : 0;
        if (!inflating) {
            message.writeBytes(payload);
        }
        byte[] sofar = message.toByteArray();
        if (text
                && !Utf8Oracle.isStartOfText(
                        Arrays.copyOf(sofar, (int) Math.min(sofar.length, limits.maxMessageSize())))) {
            return 1007;
        }
        if (failure != 0) {
            return failure;
        }
        return complete && !insideMessage ? message() : 0;
    }

    /** RFC 7692 section 7.2.2, and an empty last block to see whether it is one, where nothing follows. */
    private int inflate(byte[] payload, boolean last) {
        pieces += payload.length;
        try {
            boolean ended = inflateAll(payload) || pieces == 0;
            boolean byItself = compressed == Compressed.EACH_BY_ITSELF;
            if (message.size() > limits.maxMessageSize()) {
                return 1009;
            }
            boolean whole =
                    !last || ended || inflateAll(Hex.bytes(byItself ? "0000FFFF010000FFFF" : "0000FFFF")) || !byItself;
            return message.size() > limits.maxMessageSize() ? 1009 : whole ? 0 : 1007;
        } catch (DataFormatException e) {
            return message.size() > limits.maxMessageSize() ? 1009 : 1007;
        }
    }

    /** Whether a block with BFINAL ends with it, or ended before it. */
    private boolean inflateAll(byte[] data) throws DataFormatException {
        inflater.setInput(data);
        byte[] one = new byte[1];
        while (true) {
            // Byte by byte, so that all that stands before a fault is seen.
            if (inflater.inflate(one) == 1) {
                afterFinal = false;
                message.write(one[0]);
            } else if (inflater.finished()) {
                int left = inflater.getRemaining();
                inflater.reset();
                afterFinal = left == 0;
                if (left == 0) {
                    return true;
                }
                inflater.setInput(data, data.length - left, left);
            } else {
                afterFinal &= data.length == 0;
                return afterFinal;
            }
        }
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
