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
    private final FrameSink sink;

    private @Nullable ByteBuffer partialHeader;
    private boolean insideMessage;
    private boolean insidePayload;
    private long remaining;
    private int maskKey;
    private boolean paused;

    FrameParser(Role role, FrameSink sink) {
        this.role = role;
        this.sink = sink;
    }

    /** Makes {@link #receive} return after the frame that it is about to finish, or before the next. */
    void pause() {
        paused = true;
    }

    /**
     * Parses until the input is used up or {@link #pause} is called.
     *
     * @param in big-endian; unmasked in place, and consumed but for what lies behind a pause
     */
    void receive(ByteBuffer in) {
        paused = false;
        while (in.hasRemaining() && !paused) {
            if (insidePayload || readHeader(in)) {
                readPayload(in);
            }
        }
    }

    private boolean readHeader(ByteBuffer in) {
        int start = in.position();
        if (partialHeader == null && in.remaining() >= 2) {
            int size = headerSize(in.get(start + 1));
            if (in.remaining() >= size) {
                in.position(start + size);
                parseHeader(in, start, size);
                return true;
            }
        }
        return continueHeader(in);
    }

    /** The slow road, for a header that does not lie in one piece. */
    private boolean continueHeader(ByteBuffer in) {
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
                FrameRules.check(header.get(0), header.get(1), role, 0, insideMessage);
            }
            int size = headerSize(header.get(1));
            if (header.position() == size) {
                partialHeader = null;
                parseHeader(header, 0, size);
                return true;
            }
        }
        return false;
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
        FrameRules.check(b0, b1, role, 0, insideMessage);
        int length7 = b1 & 0x7F;
        long length = switch (length7) {
            case FrameRules.LENGTH_16 -> header.getShort(at + 2) & 0xFFFF;
            case FrameRules.LENGTH_64 -> header.getLong(at + 2);
            default -> length7;
        };
        FrameRules.checkLength(length7, length);
        boolean fin = (b0 & FrameRules.FIN) != 0;
        int opcode = b0 & 0x0F;
        sink.frameStarts(fin, opcode, length);
        if (!Opcode.isControl(opcode)) {
            insideMessage = !fin;
        }
        insidePayload = true;
        remaining = length;
        maskKey = role == Role.SERVER ? header.getInt(at + size - Integer.BYTES) : 0;
    }

    private void readPayload(ByteBuffer in) {
        int start = in.position();
        int count = (int) Math.min(remaining, in.remaining());
        int end = start + count;
        if (count > 0) {
            if (maskKey != 0) {
                Masking.apply(in, start, end, maskKey);
                maskKey = Masking.advance(maskKey, count);
            }
            deliver(in, end);
            remaining -= count;
        }
        if (remaining == 0) {
            insidePayload = false;
            sink.frameEnds();
        }
    }

    /** Narrows the buffer to the piece, whatever the sink does with its position, limit and order, or throws. */
    private void deliver(ByteBuffer in, int end) {
        int limit = in.limit();
        in.limit(end);
        try {
            sink.framePayload(in);
        } finally {
            in.limit(limit).position(end).order(ByteOrder.BIG_ENDIAN);
        }
    }
}
