package dev.wsboot.ws.protocol;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Makes messages of frames (RFC 6455 section 5.4) and holds the frames to the limits. Control frames go on whole; what data
 * frames carry is {@link MessageContent}'s, by way of {@link MessageInflater} where it is compressed.
 */
final class MessageAssembler implements FrameSink {

    private final MessageLimits limits;
    private final boolean inParts;
    private final MessageSink sink;
    private final MessageContent content;
    private final @Nullable MessageInflater inflater;

    // The message that is being read.
    private @Nullable MessageInflater decompressing;
    private long messageSize;
    private int fragments;

    // The frame that is being read.
    private int frameOpcode;
    private boolean frameFin;
    private long frameLeft;
    private @Nullable PayloadBuffer control;

    MessageAssembler(ProtocolOptions options, MessageSink sink) {
        this.limits = options.limits();
        this.inParts = options.inParts();
        this.sink = sink;
        this.content = new MessageContent(limits.maxMessageSize(), inParts, options.slab(), sink);
        this.inflater = inflater(options, content);
    }

    private static @Nullable MessageInflater inflater(ProtocolOptions options, MessageContent content) {
        Compression compression = options.compression();
        if (compression == null) {
            return null;
        }
        Role peer = options.role() == Role.SERVER ? Role.CLIENT : Role.SERVER;
        return new MessageInflater(!compression.agreed().noContextTakeover(peer), compression.pool(), content);
    }

    /** Whether the text message that is being delivered is known to be ASCII. */
    boolean isAscii() {
        return content.isAscii();
    }

    /** Called from within the sink: what is compressed is not inflated further for now. */
    void pause() {
        if (inflater != null) {
            inflater.pause();
        }
    }

    /** From now on messages are checked but neither kept nor delivered; control frames still are. */
    void dropMessages() {
        content.drop();
        if (inflater != null) {
            inflater.release();
        }
    }

    /**
     * Where the next bytes of the frame may be put before they are given to {@link #framePayload}.
     *
     * @param most bytes
     * @return from position to limit; null where any buffer is as good
     */
    @Nullable
    ByteBuffer payloadRoom(int most) {
        return Opcode.isControl(frameOpcode) ? null : content.room((int) Math.min(most, frameLeft));
    }

    @Override
    public void frameStarts(boolean fin, int opcode, boolean rsv1, long length) {
        frameOpcode = opcode;
        frameFin = fin;
        frameLeft = length;
        if (!Opcode.isControl(opcode)) {
            startDataFrame(rsv1);
        }
    }

    private void startDataFrame(boolean rsv1) {
        if (frameOpcode != Opcode.CONTINUATION) {
            // RFC 7692 section 6: "the "Per-Message Compressed" bit ... indicates whether the message is compressed".
            decompressing = rsv1 ? inflater : null;
            messageSize = 0;
            fragments = 0;
            content.begin(frameOpcode);
        }
        countFragment();
        if (frameLeft - overhead() > limits.maxFrameSize()) {
            throw ProtocolFailure.tooBig("frame", limits.maxFrameSize());
        }
        // How large a compressed message is shows only when it is inflated; it may even be longer compressed.
        if (decompressing == null) {
            countPlain();
        }
    }

    /** What cannot be compressed gets longer: a message of the size that is allowed must not fail for that. */
    private long overhead() {
        return decompressing == null ? 0 : (frameLeft >> 8) + 64;
    }

    private void countPlain() {
        if (frameLeft > content.maxSize() - messageSize) {
            throw ProtocolFailure.tooBig("message", content.maxSize());
        }
        messageSize += frameLeft;
        content.expect(messageSize, frameFin);
    }

    /** Parts are handed on, so that their number costs nothing; what costs a peer nothing is an empty fragment. */
    private void countFragment() {
        fragments = inParts && frameLeft > 0 ? 0 : fragments + 1;
        if (fragments > limits.maxFragments()) {
            throw new ProtocolFailure(
                    CloseCode.POLICY_VIOLATION, "message of more than " + limits.maxFragments() + " fragments");
        }
    }

    @Override
    public int framePayload(ByteBuffer bytes) {
        int from = bytes.position();
        int offered = bytes.remaining();
        boolean endsFrame = offered == frameLeft;
        int taken = offered;
        if (Opcode.isControl(frameOpcode)) {
            controlPayload(bytes, endsFrame);
        } else if (decompressing != null) {
            decompressing.accept(bytes, endsFrame && frameFin);
            taken = bytes.position() - from;
        } else {
            content.accept(bytes, endsFrame && frameFin);
        }
        frameLeft -= taken;
        return taken;
    }

    private void controlPayload(ByteBuffer bytes, boolean endsFrame) {
        if (endsFrame && control == null) {
            sink.message(frameOpcode, bytes);
            return;
        }
        // All of it fits into the first chunk, which is as long as the payload.
        PayloadBuffer buffer = PayloadBuffer.append(control, bytes, (int) frameLeft, (int) frameLeft, null);
        control = endsFrame ? null : buffer;
        if (endsFrame) {
            sink.message(frameOpcode, buffer.content());
        }
    }
}
