package dev.wsboot.ws.benchmarks.load;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The one message of a scenario: as a masked frame, several times over, and as it must come back. */
final class Payload {

    private static final int CONTINUATION = 0;
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
    private final int messageLength;

    /**
     * Makes a message.
     *
     * @param outstanding how often to have it in a row
     * @param fragments frames that it is cut into, of equal length
     */
    Payload(Content content, int size, int outstanding, int fragments) {
        opcode = content.isText() ? TEXT : BINARY;
        byte[] bytes = content.bytes(size);
        expected = ByteBuffer.allocateDirect(size).put(bytes).flip();
        byte[] message = message(bytes, fragments);
        messageLength = message.length;
        int count = Math.max(1, Math.min(outstanding, MOST / messageLength));
        frames = ByteBuffer.allocateDirect(count * messageLength);
        for (int i = 0; i < count; i++) {
            frames.put(message);
        }
        frames.flip();
    }

    private byte[] message(byte[] payload, int fragments) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        int length = payload.length / fragments;
        for (int i = 0; i < fragments; i++) {
            boolean last = i == fragments - 1;
            int to = last ? payload.length : (i + 1) * length;
            int first = (last ? FIN : 0) | (i == 0 ? opcode : CONTINUATION);
            message.writeBytes(masked(first, Arrays.copyOfRange(payload, i * length, to)));
        }
        return message.toByteArray();
    }

    /** A whole message, or a control frame, as a client sends it. */
    static byte[] frame(int opcode, byte[] payload) {
        return masked(FIN | opcode, payload);
    }

    private static byte[] masked(int first, byte[] payload) {
        int length = payload.length;
        int header = length <= 125 ? 2 : length <= 0xFFFF ? 4 : 10;
        ByteBuffer frame = ByteBuffer.allocate(header + KEY.length + length).put((byte) first);
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

    int messageLength() {
        return messageLength;
    }

    /** The endless stream of messages from {@code sent} on, at most {@code count} bytes of it. */
    ByteBuffer stream(long sent, long count) {
        int at = (int) (sent % messageLength);
        return frames.limit((int) Math.min(frames.capacity(), at + count)).position(at);
    }

    /** Whether the buffer holds this part of the message. */
    boolean matches(ByteBuffer in, int offset) {
        return offset + in.remaining() <= size()
                && in.mismatch(expected.limit(offset + in.remaining()).position(offset)) < 0;
    }
}
