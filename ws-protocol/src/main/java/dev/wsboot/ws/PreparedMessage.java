package dev.wsboot.ws;

import dev.wsboot.ws.protocol.FrameWriter;
import dev.wsboot.ws.protocol.WebSocketProtocol;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A message that is encoded once and sent to many sessions. Immutable and safe for use by many threads.
 *
 * <p>The bytes are those of the one unmasked frame that a server sends, so what remains to be done for a receiver is to
 * copy them.
 */
public final class PreparedMessage {

    private static final FrameWriter WRITER = FrameWriter.server();

    private final MessageType type;
    private final ByteBuffer frame;
    private final ByteBuffer payload;
    private final @Nullable Object key;

    /** The compressed forms, by {@link WebSocketProtocol#sharedVariant}: one for most servers. */
    private final Map<Integer, PreparedMessage> compressed;

    private PreparedMessage(MessageType type, ByteBuffer payload) {
        int size = payload.remaining();
        this.type = type;
        this.frame = ByteBuffer.allocate(WRITER.frameSize(size));
        if (type == MessageType.TEXT) {
            WRITER.writeText(payload, frame);
        } else {
            WRITER.writeBinary(payload, frame);
        }
        frame.flip();
        this.payload = frame.slice(frame.limit() - size, size);
        this.key = null;
        this.compressed = new ConcurrentHashMap<>(0);
    }

    private PreparedMessage(PreparedMessage plain, ByteBuffer deflated) {
        this.type = plain.type;
        this.payload = plain.payload;
        this.frame = ByteBuffer.allocate(WRITER.frameSize(deflated.remaining()));
        WRITER.writeCompressed(type == MessageType.TEXT, deflated, frame);
        frame.flip();
        this.key = plain.key;
        this.compressed = Map.of();
    }

    private PreparedMessage(PreparedMessage plain, Object key) {
        this.type = plain.type;
        this.payload = plain.payload;
        this.frame = plain.frame;
        this.key = key;
        this.compressed = plain.compressed;
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
     * For transports: prepares a message whose payload is encoded already.
     *
     * @param type text or binary
     * @param payload from position to limit; copied. That of text must be UTF-8
     * @return the message
     */
    public static PreparedMessage of(MessageType type, ByteBuffer payload) {
        return new PreparedMessage(type, payload);
    }

    /**
     * The same message, by which an earlier one with an equal key becomes needless: where the endpoint conflates
     * ({@code SendQueuePolicy.CONFLATE}), it takes the place of that one as long as that one waits for a slow peer. Under other
     * policies the key means nothing.
     *
     * @param key what the message is the latest state of, such as the name of a share; must have {@code equals} and {@code hashCode}
     * @return a message that shares its bytes with this one
     */
    public PreparedMessage withKey(Object key) {
        return new PreparedMessage(this, Objects.requireNonNull(key, "key"));
    }

    /**
     * What the message is the latest state of.
     *
     * @return the key; null where it has none
     */
    public @Nullable Object key() {
        return key;
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
        return payload.limit();
    }

    /**
     * How much goes over the wire to a client, where it is not compressed.
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
        return payload.asReadOnlyBuffer();
    }

    /**
     * For transports: the same message, compressed as a connection wants it, which is done once for all connections that
     * want the same.
     *
     * @param protocol the connection's, which compresses the message and shares what it compresses
     * @return the message as its frame is to be sent: this one where it gets no shorter
     */
    public PreparedMessage compressedBy(WebSocketProtocol protocol) {
        return compressed.computeIfAbsent(protocol.sharedVariant(), variant -> {
            ByteBuffer deflated = protocol.compress(payload);
            return deflated == null ? this : new PreparedMessage(this, deflated);
        });
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
