package dev.wsboot.ws.protocol;

import java.nio.ByteBuffer;

/** Takes messages and control frames from {@link MessageAssembler}. */
interface MessageSink {

    /**
     * A whole data message, or a control frame.
     *
     * @param opcode the opcode of its first frame
     * @param payload from position to limit, valid only during the call; valid UTF-8 where the opcode is TEXT
     */
    void message(int opcode, ByteBuffer payload);

    /**
     * A part of a data message, where messages are not collected.
     *
     * @param opcode the opcode of its first frame
     * @param payload from position to limit, valid only during the call; never empty but for the last
     * @param last whether the message ends with it
     */
    void part(int opcode, ByteBuffer payload, boolean last);
}
