package dev.wsboot.ws.net;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A frame as it stands on the wire. */
record Frame(boolean fin, int opcode, byte[] payload) {

    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int FIN = 0x80;
    private static final int[] MASK_KEY = {0x37, 0xFA, 0x21, 0x3D};

    String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    int closeCode() {
        return ByteBuffer.wrap(payload).getShort() & 0xFFFF;
    }

    String closeReason() {
        return new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
    }

    /** A whole text message of a client. */
    static byte[] text(String text) {
        return masked(FIN | TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A whole binary message of a client. */
    static byte[] binary(byte[] payload) {
        return masked(FIN | BINARY, payload);
    }

    static byte[] ping(byte[] payload) {
        return masked(FIN | PING, payload);
    }

    static byte[] close(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        return masked(
                FIN | CLOSE,
                ByteBuffer.allocate(2 + text.length)
                        .putShort((short) code)
                        .put(text)
                        .array());
    }

    /** Any frame of a client, by its first byte. */
    static byte[] masked(int b0, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream(payload.length + 14);
        frame.write(b0);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else if (payload.length <= 0xFFFF) {
            frame.write(0x80 | 126);
            frame.writeBytes(
                    ByteBuffer.allocate(2).putShort((short) payload.length).array());
        } else {
            frame.write(0x80 | 127);
            frame.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
        }
        for (int b : MASK_KEY) {
            frame.write(b);
        }
        for (int i = 0; i < payload.length; i++) {
            frame.write(payload[i] ^ MASK_KEY[i & 3]);
        }
        return frame.toByteArray();
    }

    /** The same bytes many times. */
    static byte[] times(int count, byte[] bytes) {
        ByteBuffer all = ByteBuffer.allocate(count * bytes.length);
        for (int i = 0; i < count; i++) {
            all.put(bytes);
        }
        return all.array();
    }
}
