package dev.wsboot.ws;

import dev.wsboot.ws.protocol.FrameWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A message that is encoded once and sent to many sessions. Immutable and safe for use by many threads.
 *
 * <p>The bytes are those of the one unmasked frame that a server sends, so what remains to be done for a receiver is to
 * copy them.
 */
public final class PreparedMessage {

    private final MessageType type;
    private final ByteBuffer frame;
    private final int payloadSize;

    private PreparedMessage(MessageType type, ByteBuffer payload) {
        FrameWriter writer = FrameWriter.server();
        this.type = type;
        this.payloadSize = payload.remaining();
        this.frame = ByteBuffer.allocate(writer.frameSize(payloadSize));
        if (type == MessageType.TEXT) {
            writer.writeText(payload, frame);
        } else {
            writer.writeBinary(payload, frame);
        }
        frame.flip();
    }

    /**
     * Prepares a text message.
     *
     * @param text a lone surrogate in it is sent as {@code ?}
     * @return the message
     */
    public static PreparedMessage text(String text) {
        return new PreparedMessage(MessageType.TEXT, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Prepares a binary message.
     *
     * @param data from position to limit; copied
     * @return the message
     */
    public static PreparedMessage binary(ByteBuffer data) {
        return new PreparedMessage(MessageType.BINARY, data);
    }

    /**
     * Text or binary.
     *
     * @return the type
     */
    public MessageType type() {
        return type;
    }

    /**
     * How much the receiver gets to see.
     *
     * @return bytes of the payload
     */
    public int payloadSize() {
        return payloadSize;
    }

    /**
     * How much goes over the wire.
     *
     * @return bytes of the frame
     */
    public int frameSize() {
        return frame.limit();
    }

    /**
     * The payload.
     *
     * @return a new read-only buffer
     */
    public ByteBuffer payload() {
        return frame.slice(frameSize() - payloadSize, payloadSize).asReadOnlyBuffer();
    }

    /**
     * For transports: copies as much of the frame as there is room for.
     *
     * @param from how many of the frame's bytes went before
     * @param out where to copy to
     * @return how many bytes were copied
     */
    public int copyFrame(int from, ByteBuffer out) {
        int count = Math.min(frameSize() - from, out.remaining());
        out.put(out.position(), frame, from, count);
        out.position(out.position() + count);
        return count;
    }
}
