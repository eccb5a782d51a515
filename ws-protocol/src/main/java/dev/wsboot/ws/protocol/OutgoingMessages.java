package dev.wsboot.ws.protocol;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Compresses messages where that was agreed on and pays, and encodes those that leave in parts (RFC 6455 section 5.4).
 */
final class OutgoingMessages {

    private final FrameWriter writer;
    private final @Nullable MessageDeflater deflater;

    // The message that is being sent in parts.
    private boolean insideMessage;
    private boolean text;
    private @Nullable MessageDeflater compressing;

    OutgoingMessages(Role role, FrameWriter writer, @Nullable Compression compression) {
        this.writer = writer;
        this.deflater = compression == null ? null : new MessageDeflater(role, compression);
    }

    /** Whether a message that was begun in parts is not finished yet, so that no other may be sent. */
    boolean insideMessage() {
        return insideMessage;
    }

    /** Whether {@link #compress} is worth to be asked. */
    boolean compresses(boolean isText, int size) {
        return deflater != null && deflater.wants(isText, size);
    }

    @Nullable
    ByteBuffer compress(ByteBuffer payload) {
        return deflater == null ? null : deflater.deflate(payload);
    }

    int sharedVariant() {
        return deflater != null && deflater.isSelfContained() ? deflater.variant() : 0;
    }

    ByteBuffer preparePart(boolean isText, ByteBuffer part, boolean last) {
        if (!insideMessage) {
            // How long the message will be is not known, unless this is all of it.
            compressing = compresses(isText, last ? part.remaining() : Integer.MAX_VALUE) ? deflater : null;
        } else if (text != isText) {
            throw new IllegalStateException("a message is either text or binary in all its parts");
        }
        return compressing == null ? part : compressing.deflatePart(part, last);
    }

    void writePart(boolean isText, ByteBuffer prepared, boolean last, ByteBuffer out) {
        int fin = last ? FrameRules.FIN : 0;
        if (insideMessage) {
            writer.write(fin | Opcode.CONTINUATION, prepared, out);
        } else {
            int rsv = compressing != null ? FrameRules.RSV1 : 0;
            writer.write(fin | rsv | (isText ? Opcode.TEXT : Opcode.BINARY), prepared, out);
        }
        text = isText;
        insideMessage = !last;
    }

    void release() {
        if (deflater != null) {
            deflater.release();
        }
    }
}
