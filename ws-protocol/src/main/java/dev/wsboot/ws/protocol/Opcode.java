package dev.wsboot.ws.protocol;

/** The opcodes of RFC 6455 section 5.2, as they stand in a frame's first byte. */
final class Opcode {

    static final int CONTINUATION = 0x0;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;

    private Opcode() {}

    /** RFC 6455 section 5.5: "Control frames are identified by opcodes where the most significant bit ... is 1." */
    static boolean isControl(int opcode) {
        return (opcode & 0x8) != 0;
    }

    static boolean isKnown(int opcode) {
        return opcode <= BINARY || (opcode >= CLOSE && opcode <= PONG);
    }
}
