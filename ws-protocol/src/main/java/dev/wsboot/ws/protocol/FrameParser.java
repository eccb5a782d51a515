package dev.wsboot.ws.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Cuts bytes into frames (RFC 6455 section 5.2). It consumes whatever it is given, wherever that ends: the payload goes
 * on piece by piece, and at most a header's worth of bytes is kept.
 */
final class FrameParser {

    private static final int MAX_HEADER = 14;

    private final Role role;
    private final int allowedRsv;
    private final FrameSink sink;

    private @Nullable ByteBuffer partialHeader;
    private boolean insideMessage;
    private boolean insidePayload;
    private long remaining;
    private int maskKey;
    private boolean paused;

    /**
     * A parser at the beginning of a frame.
     *
     * @param role the role of this side
     * @param allowedRsv the RSV bits that a negotiated extension gave a meaning
     * @param sink takes the frames
     */
    FrameParser(Role role, int allowedRsv, FrameSink sink) {
        this.role = role;
        this.allowedRsv = allowedRsv;
        this.sink = sink;
    }

    /** Makes {@link #receive} return after what it is about to deliver. */
    void pause() {
        paused = true;
    }

    /** Whether the next byte begins a message, or a control frame between two messages. */
    boolean isBetweenMessages() {
        return !insideMessage && !insidePayload && partialHeader == null;
    }

    /**
     * Parses until the input is used up or {@link #pause} is called.
     *
     * <p>This is one long method on purpose: HotSpot never makes it a part of its callers (FreqInlineSize is 325 bytes), so that
     * what is called from here, down to the encoding of an answer, lies within the depth to which it inlines (MaxInlineLevel
     * is 15).
     *
     * @param in big-endian; unmasked in place, and consumed but for what lies behind a pause
     */
    void receive(ByteBuffer in) {
        paused = false;
        while (in.hasRemaining() && !paused) {
            if (!insidePayload) {
                int start = in.position();
                ByteBuffer header = in;
                int size = partialHeader == null && in.remaining() >= 2
                        ? headerSize(in.get(start + 1))
                        : Integer.MAX_VALUE;
                if (size <= in.remaining()) {
                    in.position(start + size);
                } else {
                    header = continueHeader(in);
                    if (header == null) {
                        return;
                    }
                    start = 0;
                    size = header.position();
                }
                int b0 = header.get(start);
                int b1 = header.get(start + 1);
                FrameRules.check(b0, b1, role, allowedRsv, insideMessage);
                int length7 = b1 & 0x7F;
                long length = switch (length7) {
                    case FrameRules.LENGTH_16 -> header.getShort(start + 2) & 0xFFFF;
                    case FrameRules.LENGTH_64 -> header.getLong(start + 2);
                    default -> length7;
                };
                FrameRules.checkLength(length7, length);
                boolean fin = (b0 & FrameRules.FIN) != 0;
                int opcode = b0 & 0x0F;
                sink.frameStarts(fin, opcode, (b0 & FrameRules.RSV1) != 0, length);
                if (!Opcode.isControl(opcode)) {
                    insideMessage = !fin;
                }
                maskKey = role == Role.SERVER ? header.getInt(start + size - Integer.BYTES) : 0;
                remaining = length;
                insidePayload = true;
                if (length > 0 && !in.hasRemaining()) {
                    return;
                }
            }
            int start = in.position();
            int limit = in.limit();
            int end = start + (int) Math.min(remaining, limit - start);
            int taken;
            Masking.apply(in, start, end, maskKey);
            in.limit(end);
            try {
                taken = sink.framePayload(in);
            } finally {
                // Whatever the sink does with position, limit and order, or throws.
                in.limit(limit).position(end).order(ByteOrder.BIG_ENDIAN);
            }
            maskKey = Masking.advance(maskKey, taken);
            if (start + taken < end) {
                // What was not taken goes back as it came.
                Masking.apply(in, start + taken, end, maskKey);
                in.position(start + taken);
            }
            remaining -= taken;
            insidePayload = remaining > 0;
        }
    }

    /**
     * The slow road, for a header that does not lie in one piece.
     *
     * @return the whole header, from 0 to its position; null where the input ends before it
     */
    private @Nullable ByteBuffer continueHeader(ByteBuffer in) {
        ByteBuffer header = partialHeader;
        if (header == null) {
            header = ByteBuffer.allocate(MAX_HEADER);
            partialHeader = header;
        }
        while (in.hasRemaining()) {
            header.put(in.get());
            if (header.position() < 2) {
                continue;
            }
            if (header.position() == 2) {
                FrameRules.check(header.get(0), header.get(1), role, allowedRsv, insideMessage);
            }
            if (header.position() == headerSize(header.get(1))) {
                partialHeader = null;
                return header;
            }
        }
        return null;
    }

    private static int headerSize(byte b1) {
        int size = 2 + ((b1 & FrameRules.MASK) != 0 ? Integer.BYTES : 0);
        return switch (b1 & 0x7F) {
            case FrameRules.LENGTH_16 -> size + Short.BYTES;
            case FrameRules.LENGTH_64 -> size + Long.BYTES;
            default -> size;
        };
    }
}
