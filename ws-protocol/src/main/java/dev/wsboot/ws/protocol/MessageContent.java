package dev.wsboot.ws.protocol;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The content of one message after another, decompressed where it was compressed: holds it to the limit and to UTF-8, and
 * collects it, or hands it on in parts. What comes in one piece goes on without a copy. Text is validated as it arrives,
 * so that it fails at its first bad byte.
 */
final class MessageContent {

    /** The longest array that every JVM can make. */
    private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    private final long maxSize;
    private final boolean inParts;
    private final @Nullable PayloadSlab slab;
    private final MessageSink sink;
    private final Utf8Validator utf8 = new Utf8Validator();

    private int opcode;
    private long size;
    private long announced;
    private long mostExpected;
    private @Nullable PayloadBuffer collected;
    private boolean dropping;

    /**
     * No message yet.
     *
     * @param slab where large binary messages are collected; null for the heap
     */
    MessageContent(long maxMessageSize, boolean inParts, @Nullable PayloadSlab slab, MessageSink sink) {
        this.maxSize = inParts ? maxMessageSize : Math.min(maxMessageSize, MAX_ARRAY);
        this.inParts = inParts;
        this.slab = slab;
        this.sink = sink;
    }

    /** The most bytes that a message may have. */
    long maxSize() {
        return maxSize;
    }

    /** Another message begins. */
    void begin(int messageOpcode) {
        opcode = messageOpcode;
        size = 0;
        announced = 0;
        mostExpected = maxSize;
        utf8.reset();
    }

    /**
     * Another frame of the message begins.
     *
     * @param bytes how many the message will have, as far as its frames have said
     * @param last whether no other frame comes
     */
    void expect(long bytes, boolean last) {
        announced = bytes;
        mostExpected = last ? bytes : maxSize;
    }

    /** Whether the text that is complete just now is known to be ASCII. */
    boolean isAscii() {
        return utf8.isAscii();
    }

    /** From now on messages are checked but neither kept nor delivered. */
    void drop() {
        dropping = true;
        if (collected != null) {
            collected.release();
            collected = null;
        }
    }

    /**
     * Where the next piece may be put before it is {@link #accept accepted}.
     *
     * @param most bytes
     * @return from position to limit; null where any buffer is as good
     */
    @Nullable
    ByteBuffer room(int most) {
        return collected == null ? null : collected.room(most);
    }

    /**
     * Takes the next piece.
     *
     * @param piece from position to limit, valid only during the call
     * @param last whether the message ends with it
     */
    void accept(ByteBuffer piece, boolean last) {
        size += piece.remaining();
        boolean tooBig = size > maxSize;
        if (tooBig) {
            // A bad byte before the limit fails first, as it does where it arrives earlier.
            piece.limit(piece.limit() - (int) (size - maxSize));
        }
        if (opcode == Opcode.TEXT) {
            requireText(piece, last && !tooBig);
        }
        if (tooBig) {
            throw ProtocolFailure.tooBig("message", maxSize);
        }
        if (dropping || !(last || piece.hasRemaining())) {
            return;
        }
        if (inParts) {
            sink.part(opcode, piece, last);
        } else if (last && collected == null) {
            sink.message(opcode, piece);
        } else {
            collect(piece, last);
        }
    }

    /**
     * Section 8.1: "When an endpoint is to interpret a byte stream as UTF-8 but finds that the byte stream is not, in fact,
     * a valid UTF-8 stream, that endpoint MUST _Fail the WebSocket Connection_."
     */
    private void requireText(ByteBuffer piece, boolean last) {
        if (!utf8.accept(piece) || (last && !utf8.isComplete())) {
            throw ProtocolFailure.invalidUtf8();
        }
    }

    private void collect(ByteBuffer piece, boolean last) {
        PayloadBuffer buffer =
                PayloadBuffer.append(collected, piece, (int) announced, (int) mostExpected, isForSlab() ? slab : null);
        if (!last) {
            collected = buffer;
            return;
        }
        collected = null;
        try {
            sink.message(opcode, buffer.content());
        } finally {
            buffer.release();
        }
    }

    /**
     * Text becomes a String, for which an array is better; and what is inflated announces nothing, so that the slab would grow
     * by what a few bytes become.
     */
    private boolean isForSlab() {
        return opcode != Opcode.TEXT && announced > 0;
    }
}
