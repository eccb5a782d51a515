package dev.wsboot.ws.protocol;

import java.nio.ByteBuffer;
import java.util.function.IntSupplier;

/**
 * Encodes frames for one role (RFC 6455 section 5.2): a client's are masked, a server's are not. It knows no state;
 * {@link WebSocketProtocol} knows what may be sent when. The buffers that it writes to are big-endian.
 *
 * <p>A writer may serve many connections, but belongs to one thread at a time: it encodes text by way of a buffer of its
 * own. Only a server's may write by many threads what comes in buffers.
 */
public final class FrameWriter {

    /** The most bytes that a frame has besides its payload. */
    public static final int MAX_HEADER = 14;

    private final boolean masking;
    private final IntSupplier maskKeys;
    private final Utf8Encoder utf8 = new Utf8Encoder();

    private FrameWriter(boolean masking, IntSupplier maskKeys) {
        this.masking = masking;
        this.maskKeys = maskKeys;
    }

    /**
     * A writer for a server.
     *
     * @return a writer that does not mask
     */
    public static FrameWriter server() {
        return new FrameWriter(false, () -> 0);
    }

    /**
     * A writer for a client.
     *
     * @param maskKeys gives a fresh key for each frame. RFC 6455 section 5.3: "The masking key needs to be
     *     unpredictable; thus, the masking key MUST be derived from a strong source of entropy"
     * @return a writer that masks
     */
    public static FrameWriter client(IntSupplier maskKeys) {
        return new FrameWriter(true, maskKeys);
    }

    /**
     * How long a frame is.
     *
     * @param payloadLength bytes of payload
     * @return bytes of the whole frame
     */
    public int frameSize(int payloadLength) {
        return headerSize(payloadLength) + payloadLength;
    }

    /**
     * The most room that a text may need.
     *
     * @param text the text
     * @return what {@link #writeText(String, ByteBuffer)} needs at most, in bytes
     */
    public static long maxTextFrameSize(String text) {
        return MAX_HEADER + (long) text.length() * Utf8Encoder.MAX_BYTES_PER_CHAR;
    }

    private int headerSize(long payloadLength) {
        int size = payloadLength <= FrameRules.MAX_CONTROL_PAYLOAD
                ? 2
                : payloadLength <= 0xFFFF ? 2 + Short.BYTES : 2 + Long.BYTES;
        return masking ? size + Integer.BYTES : size;
    }

    /**
     * Writes a text message as one frame.
     *
     * @param text a lone surrogate in it becomes {@code ?}
     * @param out has room for {@link #maxTextFrameSize}
     * @return bytes of payload
     */
    public int writeText(String text, ByteBuffer out) {
        int start = out.position();
        int headerSize = headerSize(text.length());
        out.position(start + headerSize);
        utf8.encode(text, out);
        int length = out.position() - start - headerSize;
        if (headerSize(length) != headerSize) {
            // Not ASCII, and just so long that the length needs more bytes than was guessed.
            out.put(start + headerSize(length), out, start + headerSize, length);
        }
        out.position(start);
        int key = writeHeader(FrameRules.FIN | Opcode.TEXT, length, out);
        int payload = out.position();
        Masking.apply(out, payload, payload + length, key);
        out.position(payload + length);
        return length;
    }

    /**
     * Writes a text message as one frame.
     *
     * @param utf8 valid UTF-8, from position to limit; left alone
     * @param out has room for {@link #frameSize}
     */
    public void writeText(ByteBuffer utf8, ByteBuffer out) {
        write(FrameRules.FIN | Opcode.TEXT, utf8, out);
    }

    /**
     * Writes a compressed message as one frame (RFC 7692 section 6.1).
     *
     * @param text whether it is a text message
     * @param compressed what {@link WebSocketProtocol#compress} made of it, from position to limit; left alone
     * @param out has room for {@link #frameSize}
     */
    public void writeCompressed(boolean text, ByteBuffer compressed, ByteBuffer out) {
        write(FrameRules.FIN | FrameRules.RSV1 | (text ? Opcode.TEXT : Opcode.BINARY), compressed, out);
    }

    /**
     * Writes a binary message as one frame.
     *
     * @param payload from position to limit; left alone
     * @param out has room for {@link #frameSize}
     */
    public void writeBinary(ByteBuffer payload, ByteBuffer out) {
        write(FrameRules.FIN | Opcode.BINARY, payload, out);
    }

    /**
     * Writes the header of a server's message, whose payload goes to the wire without being copied to the same buffer.
     *
     * @param first FIN, RSV1-3 and the opcode
     * @param length bytes of payload
     * @param out has room for {@link #MAX_HEADER}
     */
    void writeUnmaskedHeader(int first, int length, ByteBuffer out) {
        if (masking) {
            // Section 5.3: the payload of a client's frame is not what goes to the wire.
            throw new IllegalStateException("a client's payload must be masked");
        }
        writeHeader(first, length, out);
    }

    /** Writes a frame whose first byte is given: FIN, RSV1-3 and the opcode. */
    void write(int first, ByteBuffer payload, ByteBuffer out) {
        int length = payload.remaining();
        int key = writeHeader(first, length, out);
        int start = out.position();
        out.put(start, payload, payload.position(), length);
        out.position(start + length);
        Masking.apply(out, start, start + length, key);
    }

    private int writeHeader(int first, int length, ByteBuffer out) {
        int maskBit = masking ? FrameRules.MASK : 0;
        out.put((byte) first);
        if (length <= FrameRules.MAX_CONTROL_PAYLOAD) {
            out.put((byte) (maskBit | length));
        } else if (length <= 0xFFFF) {
            out.put((byte) (maskBit | FrameRules.LENGTH_16)).putShort((short) length);
        } else {
            out.put((byte) (maskBit | FrameRules.LENGTH_64)).putLong(length);
        }
        if (!masking) {
            return 0;
        }
        int key = maskKeys.getAsInt();
        out.putInt(key);
        return key;
    }
}
