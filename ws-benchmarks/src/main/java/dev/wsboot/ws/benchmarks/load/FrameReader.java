package dev.wsboot.ws.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads what a server sends, and compares each message with what it must be. */
final class FrameReader {

    /** Told what arrived. */
    interface Sink {

        /** A whole message; {@code good} where it is the one that was sent. */
        void message(boolean good);

        void ping(byte[] payload);

        void closeFrame() throws IOException;
    }

    private final Payload payload;
    private final Sink sink;
    private final ByteBuffer header = ByteBuffer.allocate(10);
    private final ByteBuffer control = ByteBuffer.allocate(125);

    private boolean insideFrame;
    private boolean fin;
    private int opcode;

    /** Of the message, which a control frame may interrupt. */
    private int messageOpcode;

    private long remaining;
    private int offset;
    private boolean good = true;

    FrameReader(Payload payload, Sink sink) {
        this.payload = payload;
        this.sink = sink;
    }

    /** Takes all that arrived. */
    void read(ByteBuffer in) throws IOException {
        while (insideFrame || in.hasRemaining()) {
            if (!insideFrame && !readHeader(in)) {
                return;
            }
            int count = (int) Math.min(remaining, in.remaining());
            int limit = in.limit();
            in.limit(in.position() + count);
            take(in, count);
            in.position(in.limit()).limit(limit);
            remaining -= count;
            if (remaining > 0) {
                return;
            }
            insideFrame = false;
            endFrame();
        }
    }

    private boolean readHeader(ByteBuffer in) {
        do {
            header.put(in.get());
        } while (in.hasRemaining() && header.position() < headerSize());
        if (header.position() < headerSize()) {
            return false;
        }
        int first = header.get(0);
        fin = (first & 0x80) != 0;
        int code = first & 0x0F;
        // A continuation goes on with the message's opcode, RSV bits were not negotiated, and a server does not mask.
        good &= (first & 0x70) == 0 && (header.get(1) & 0x80) == 0;
        opcode = code == 0 ? messageOpcode : code;
        messageOpcode = opcode < Payload.CLOSE ? opcode : messageOpcode;
        remaining = switch (headerSize()) {
            case 2 -> header.get(1);
            case 4 -> header.getShort(2) & 0xFFFF;
            default -> header.getLong(2);
        };
        header.clear();
        control.clear();
        insideFrame = true;
        return true;
    }

    private int headerSize() {
        if (header.position() < 2) {
            return 2;
        }
        return switch (header.get(1) & 0x7F) {
            case 126 -> 4;
            case 127 -> 10;
            default -> 2;
        };
    }

    private void take(ByteBuffer in, int count) {
        if (opcode >= Payload.CLOSE) {
            control.put(in);
        } else {
            good = good && payload.matches(in, offset);
            offset += count;
        }
    }

    private void endFrame() throws IOException {
        switch (opcode) {
            case Payload.CLOSE -> sink.closeFrame();
            case Payload.PING -> {
                byte[] bytes = new byte[control.position()];
                control.get(0, bytes);
                sink.ping(bytes);
            }
            case Payload.PONG -> {}
            default -> {
                if (fin) {
                    sink.message(good && offset == payload.size() && opcode == payload.opcode());
                    offset = 0;
                    good = true;
                }
            }
        }
    }
}
