package dev.wsboot.ws.benchmarks;

import dev.wsboot.ws.protocol.FrameWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Frames as a client sends them, masked. */
final class ClientFrames {

    private static final FrameWriter WRITER = FrameWriter.client(() -> 0x3D5A_91E7);

    private ClientFrames() {}

    /** So many frames with the same message, ready to be read. */
    static ByteBuffer of(boolean text, int size, int count) {
        ByteBuffer payload = ByteBuffer.wrap("x".repeat(size).getBytes(StandardCharsets.US_ASCII));
        ByteBuffer frames = ByteBuffer.allocateDirect(count * WRITER.frameSize(size));
        for (int i = 0; i < count; i++) {
            if (text) {
                WRITER.writeText(payload, frames);
            } else {
                WRITER.writeBinary(payload, frames);
            }
        }
        return frames.flip();
    }

    /** A text message that is compressed already, ready to be read. */
    static ByteBuffer compressed(ByteBuffer payload) {
        ByteBuffer frame = ByteBuffer.allocateDirect(WRITER.frameSize(payload.remaining()));
        WRITER.writeCompressed(true, payload, frame);
        return frame.flip();
    }
}
