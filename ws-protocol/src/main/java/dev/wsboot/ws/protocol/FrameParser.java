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
     * @param in big-endian; unmasked in place, and consumed but for what lies behind a pause
     */
    void receive(ByteBuffer in) {
        paused = false;
        while (in.hasRemaining() && !paused) {
            if (insidePayload) {
                readPayload(in);
            } else {
                readHeader(in);
            }
        }
    }

    private void readHeader(ByteBuffer in) {
        int start = in.position();
        if (partialHeader == null && in.remaining() >= 2) {
            int size = headerSize(in.get(start + 1));
            if (in.remaining() >= size) {
                in.position(start + size);
                parseHeader(in, start, size);
                return;
            }
        }
        continueHeader(in);
    }

    /** The slow road, for a header that does not lie in one piece. */
    private void continueHeader(ByteBuffer in) {
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
            int size = headerSize(header.get(1));
            if (header.position() == size) {
                partialHeader = null;
                parseHeader(header, 0, size);
                return;
            }
        }
    }

    private static int headerSize(byte b1) {
        int size = 2 + ((b1 & FrameRules.MASK) != 0 ? Integer.BYTES : 0);
        return switch (b1 & 0x7F) {
            case FrameRules.LENGTH_16 -> size + Short.BYTES;
            case FrameRules.LENGTH_64 -> size + Long.BYTES;
            default -> size;
        };
    }

    private void parseHeader(ByteBuffer header, int at, int size) {
        int b0 = header.get(at);
        int b1 = header.get(at + 1);
        FrameRules.check(b0, b1, role, allowedRsv, insideMessage);
        int length7 = b1 & 0x7F;
        long length = switch (length7) {
            case FrameRules.LENGTH_16 -> header.getShort(at + 2) & 0xFFFF;
            case FrameRules.LENGTH_64 -> header.getLong(at + 2);
            default -> length7;
        };
        FrameRules.checkLength(length7, length);
        boolean fin = (b0 & FrameRules.FIN) != 0;
        int opcode = b0 & 0x0F;
        sink.frameStarts(fin, opcode, (b0 & FrameRules.RSV1) != 0, length);
        if (!Opcode.isControl(opcode)) {
            insideMessage = !fin;
        }
        maskKey = role == Role.SERVER ? header.getInt(at + size - Integer.BYTES) : 0;
        remaining = length;
        insidePayload = length > 0;
        if (length == 0) {
            sink.emptyFrame();
        }
    }

    private void readPayload(ByteBuffer in) {
        int start = in.position();
        int end = start + (int) Math.min(remaining, in.remaining());
        Masking.apply(in, start, end, maskKey);
        int taken = deliver(in, end);
        maskKey = Masking.advance(maskKey, taken);
        // What was not taken goes back as it came.
        Masking.apply(in, start + taken, end, maskKey);
        in.position(start + taken);
        remaining -= taken;
        insidePayload = remaining > 0;
    }

    /** Narrows the buffer to the piece, whatever the sink does with its position, limit and order, or throws. */
    private int deliver(ByteBuffer in, int end) {
        int limit = in.limit();
        in.limit(end);
        try {
            return sink.framePayload(in);
        } finally {
            in.limit(limit).position(end).order(ByteOrder.BIG_ENDIAN);
        }
    }
}
