package dev.wsboot.ws.benchmarks.load;

import java.nio.ByteBuffer;

/** The one message of a scenario: as a masked frame, several times over, and as it must come back. */
final class Payload {

    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int FIN = 0x80;
    private static final byte[] KEY = {0x5A, 0x17, (byte) 0xC4, 0x3E};
    private static final int MOST = 1 << 16;

    private final int opcode;
    private final ByteBuffer expected;
    private final ByteBuffer frames;
    private final int frameLength;

    Payload(boolean text, int size, int outstanding) {
        opcode = text ? TEXT : BINARY;
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (text ? 'a' + i % 26 : i * 31);
        }
        expected = ByteBuffer.allocateDirect(size).put(bytes).flip();
        byte[] frame = frame(opcode, bytes);
        frameLength = frame.length;
        int count = Math.max(1, Math.min(outstanding, MOST / frameLength));
        frames = ByteBuffer.allocateDirect(count * frameLength);
        for (int i = 0; i < count; i++) {
            frames.put(frame);
        }
        frames.flip();
    }

    /** A whole frame as a client sends it. */
    static byte[] frame(int opcode, byte[] payload) {
        int length = payload.length;
        int header = length <= 125 ? 2 : length <= 0xFFFF ? 4 : 10;
        ByteBuffer frame = ByteBuffer.allocate(header + KEY.length + length).put((byte) (FIN | opcode));
        switch (header) {
            case 2 -> frame.put((byte) (0x80 | length));
            case 4 -> frame.put((byte) (0x80 | 126)).putShort((short) length);
            default -> frame.put((byte) (0x80 | 127)).putLong(length);
        }
        frame.put(KEY);
        for (int i = 0; i < length; i++) {
            frame.put((byte) (payload[i] ^ KEY[i & 3]));
        }
        return frame.array();
    }

    int opcode() {
        return opcode;
    }

    int size() {
        return expected.capacity();
    }

    int frameLength() {
        return frameLength;
    }

    /** The endless stream of frames from {@code sent} on, at most {@code count} bytes of it. */
    ByteBuffer stream(long sent, long count) {
        int at = (int) (sent % frameLength);
        return frames.limit((int) Math.min(frames.capacity(), at + count)).position(at);
    }

    /** Whether the buffer holds this part of the message. */
    boolean matches(ByteBuffer in, int offset) {
        return offset + in.remaining() <= size()
                && in.mismatch(expected.limit(offset + in.remaining()).position(offset)) < 0;
    }
}
