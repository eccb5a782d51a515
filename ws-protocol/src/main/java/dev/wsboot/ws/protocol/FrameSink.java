package dev.wsboot.ws.protocol;

import java.nio.ByteBuffer;

/** Takes frames from {@link FrameParser}, piece by piece as they arrive. */
interface FrameSink {

    /**
     * A header that obeys {@link FrameRules}.
     *
     * @param fin whether this frame ends its message
     * @param opcode one of {@link Opcode}
     * @param rsv1 whether the bit is set that permessage-deflate gave a meaning
     * @param length bytes of payload to come
     */
    void frameStarts(boolean fin, int opcode, boolean rsv1, long length);

    /**
     * The next bytes of the payload, unmasked. Called once with none of them for an empty payload.
     *
     * @param bytes the piece is what lies from position to limit; it is valid only during the call
     * @return how many were taken; fewer than there are only where the parser was paused meanwhile
     */
    int framePayload(ByteBuffer bytes);
}
