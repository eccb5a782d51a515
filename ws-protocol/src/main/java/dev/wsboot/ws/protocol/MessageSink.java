package dev.wsboot.ws.protocol;

import java.nio.ByteBuffer;

/** Takes whole messages and control frames from {@link MessageAssembler}. */
interface MessageSink {

    /**
     * A whole data message, or a control frame.
     *
     * @param opcode the opcode of its first frame
     * @param payload from position to limit, valid only during the call; valid UTF-8 where the opcode is TEXT
     */
    void message(int opcode, ByteBuffer payload);
}
