package dev.wsboot.ws.net;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** Frames in hex, written as if unmasked, and what a client puts on the wire for them. */
final class Frames {

    private static final HexFormat FORMAT = HexFormat.of().withUpperCase();

    /** The key of RFC 6455 section 5.7. */
    private static final byte[] KEY = bytes("37FA213D");

    private Frames() {}

    static byte[] bytes(String hex) {
        return FORMAT.parseHex(hex.replace(" ", ""));
    }

    static String hex(byte[] bytes) {
        return FORMAT.formatHex(bytes);
    }

    /** From position to limit; the buffer is left alone. */
    static String hex(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(buffer.position(), bytes);
        return hex(bytes);
    }

    static String ascii(String text) {
        return hex(text.getBytes(StandardCharsets.US_ASCII));
    }

    static String text(String text) {
        return frame(0x81, ascii(text));
    }

    static String binary(String payload) {
        return frame(0x82, payload);
    }

    static String ping(String text) {
        return frame(0x89, ascii(text));
    }

    static String pong(String text) {
        return frame(0x8A, ascii(text));
    }

    static String close(int code, String reason) {
        return frame(0x88, "%04X".formatted(code) + ascii(reason));
    }

    /** A frame with the shortest header. */
    static String frame(int b0, String payload) {
        int length = bytes(payload).length;
        String header = length <= 125
                ? "%02X".formatted(length)
                : length <= 0xFFFF ? "7E%04X".formatted(length) : "7F%016X".formatted(length);
        return "%02X".formatted(b0) + header + payload;
    }

    /** One frame with the mask bit, the key and the payload masked by it. */
    static byte[] masked(String frame) {
        byte[] plain = bytes(frame);
        int length7 = plain[1] & 0x7F;
        int headerSize = length7 == 126 ? 4 : length7 == 127 ? 10 : 2;
        ByteBuffer masked = ByteBuffer.allocate(plain.length + KEY.length);
        masked.put(plain, 0, headerSize).put(KEY);
        masked.put(1, (byte) (plain[1] | 0x80));
        for (int i = headerSize; i < plain.length; i++) {
            masked.put((byte) (plain[i] ^ KEY[(i - headerSize) % KEY.length]));
        }
        return masked.array();
    }

    /** The frames that a client has put on the wire, in hex and as if unmasked; each of them must be masked. */
    static String unmasked(byte[] wire) {
        StringBuilder frames = new StringBuilder();
        ByteBuffer in = ByteBuffer.wrap(wire);
        while (in.hasRemaining()) {
            int start = in.position();
            in.get();
            int b1 = in.get() & 0xFF;
            if (b1 < 0x80) {
                throw new AssertionError("not masked: " + hex(wire));
            }
            int length7 = b1 & 0x7F;
            int length =
                    length7 == 126 ? in.getShort() & 0xFFFF : length7 == 127 ? Math.toIntExact(in.getLong()) : length7;
            byte[] header = Arrays.copyOfRange(wire, start, in.position());
            header[1] &= 0x7F;
            byte[] key = new byte[KEY.length];
            in.get(key);
            byte[] payload = new byte[length];
            in.get(payload);
            for (int i = 0; i < length; i++) {
                payload[i] ^= key[i % KEY.length];
            }
            frames.append(hex(header)).append(hex(payload));
        }
        return frames.toString();
    }
}
