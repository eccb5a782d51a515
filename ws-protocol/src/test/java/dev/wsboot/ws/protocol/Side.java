package dev.wsboot.ws.protocol;

import java.nio.ByteBuffer;

/**
 * The side that is under test, and the mask key of its connection. Tests write all frames unmasked; this masks them
 * where the role asks for it, byte by byte, with nothing of the code under test. The key zero keeps bytes readable, the
 * other is the one of RFC 6455 section 5.7.
 */
enum Side {
    CLIENT(Role.CLIENT, "00000000"),
    CLIENT_WITH_KEY(Role.CLIENT, "37FA213D"),
    SERVER(Role.SERVER, "00000000"),
    SERVER_WITH_KEY(Role.SERVER, "37FA213D");

    private final Role role;
    private final byte[] key;

    Side(Role role, String key) {
        this.role = role;
        this.key = Hex.bytes(key);
    }

    Role role() {
        return role;
    }

    FrameWriter writer() {
        return role == Role.SERVER ? FrameWriter.server() : maskingWriter();
    }

    FrameWriter peerWriter() {
        return role == Role.CLIENT ? FrameWriter.server() : maskingWriter();
    }

    private FrameWriter maskingWriter() {
        return FrameWriter.client(() -> ByteBuffer.wrap(key).getInt());
    }

    /** What the peer puts on the wire for a frame that is written in hex as if unmasked. */
    byte[] incoming(String frame) {
        return role == Role.SERVER ? mask(Hex.bytes(frame)) : Hex.bytes(frame);
    }

    /** What this side is to put on the wire for a frame that is written in hex as if unmasked. */
    byte[] outgoing(String frame) {
        return role == Role.CLIENT ? mask(Hex.bytes(frame)) : Hex.bytes(frame);
    }

    /** Sets the mask bit and puts the key behind the length, as far as the frame goes. */
    private byte[] mask(byte[] frame) {
        if (frame.length < 2) {
            return frame;
        }
        int length7 = frame[1] & 0x7F;
        int headerSize = length7 == 126 ? 4 : length7 == 127 ? 10 : 2;
        frame[1] |= (byte) 0x80;
        if (frame.length < headerSize) {
            return frame;
        }
        ByteBuffer masked = ByteBuffer.allocate(frame.length + 4);
        masked.put(frame, 0, headerSize).put(key);
        for (int i = headerSize; i < frame.length; i++) {
            masked.put((byte) (frame[i] ^ key[(i - headerSize) % 4]));
        }
        return masked.array();
    }
}
