package dev.wsboot.ws.protocol;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Makes messages of frames (RFC 6455 section 5.4) and holds them to the limits. A message that arrives in one piece goes
 * on without a copy; any other is collected. Text is validated as it arrives, so that it fails at its first bad byte.
 */
final class MessageAssembler implements FrameSink {

    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private final MessageLimits limits;
    private final MessageSink sink;
    private final Utf8Validator utf8 = new Utf8Validator();
    private boolean dropping;

    // The message that is being collected.
    private int messageOpcode;
    private int messageSize;
    private int fragments;
    private @Nullable PayloadBuffer collected;

    // The frame that is being read.
    private int frameOpcode;
    private boolean frameFin;
    private int frameLength;
    private boolean frameDelivered;
    private @Nullable PayloadBuffer control;

    MessageAssembler(MessageLimits limits, MessageSink sink) {
        this.limits = limits;
        this.sink = sink;
    }

    /** From now on messages are checked but neither kept nor delivered; control frames still are. */
    void dropMessages() {
        dropping = true;
        collected = null;
    }

    @Override
    public void frameStarts(boolean fin, int opcode, long length) {
        if (!Opcode.isControl(opcode)) {
            startDataFrame(opcode, length);
        }
        frameOpcode = opcode;
        frameFin = fin;
        frameLength = (int) length;
        frameDelivered = false;
    }

    private void startDataFrame(int opcode, long length) {
        if (opcode != Opcode.CONTINUATION) {
            messageOpcode = opcode;
            messageSize = 0;
            fragments = 0;
            utf8.reset();
        }
        if (++fragments > limits.maxFragments()) {
            throw new ProtocolFailure(
                    CloseCode.POLICY_VIOLATION, "message of more than " + limits.maxFragments() + " fragments");
        }
        if (length > limits.maxFrameSize()) {
            throw ProtocolFailure.tooBig("frame", limits.maxFrameSize());
        }
        if (length > limits.maxMessageSize() - messageSize) {
            throw ProtocolFailure.tooBig("message", limits.maxMessageSize());
        }
        messageSize += (int) length;
    }

    @Override
    public void framePayload(ByteBuffer bytes) {
        boolean wholeFrame = bytes.remaining() == frameLength;
        if (Opcode.isControl(frameOpcode)) {
            controlPayload(bytes, wholeFrame);
        } else {
            dataPayload(bytes, wholeFrame);
        }
    }

    private void controlPayload(ByteBuffer bytes, boolean wholeFrame) {
        if (wholeFrame) {
            frameDelivered = true;
            sink.message(frameOpcode, bytes);
        } else {
            control = PayloadBuffer.append(control, bytes, frameLength);
        }
    }

    private void dataPayload(ByteBuffer bytes, boolean wholeFrame) {
        // Section 8.1: "When an endpoint is to interpret a byte stream as UTF-8 but finds that the byte stream is not,
        // in
        // fact, a valid UTF-8 stream, that endpoint MUST _Fail the WebSocket Connection_."
        if (messageOpcode == Opcode.TEXT && !utf8.accept(bytes)) {
            throw ProtocolFailure.invalidUtf8();
        }
        if (dropping) {
            return;
        }
        if (wholeFrame && frameFin && fragments == 1) {
            requireCompleteText();
            frameDelivered = true;
            sink.message(messageOpcode, bytes);
        } else {
            collected = PayloadBuffer.append(collected, bytes, frameFin ? messageSize : limits.maxMessageSize());
        }
    }

    @Override
    public void frameEnds() {
        if (frameDelivered) {
            return;
        }
        if (Opcode.isControl(frameOpcode)) {
            ByteBuffer payload = PayloadBuffer.contentOf(control, EMPTY);
            control = null;
            sink.message(frameOpcode, payload);
        } else if (frameFin) {
            requireCompleteText();
            ByteBuffer payload = PayloadBuffer.contentOf(collected, EMPTY);
            collected = null;
            if (!dropping) {
                sink.message(messageOpcode, payload);
            }
        }
    }

    private void requireCompleteText() {
        if (messageOpcode == Opcode.TEXT && !utf8.isComplete()) {
            throw ProtocolFailure.invalidUtf8();
        }
    }
}
