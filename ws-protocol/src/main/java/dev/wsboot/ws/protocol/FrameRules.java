package dev.wsboot.ws.protocol;

/** Every rule that a frame's header must obey, as pure functions. Nothing is allocated before they have passed. */
final class FrameRules {

    static final int FIN = 0x80;
    static final int RSV = 0x70;
    static final int RSV1 = 0x40;
    static final int MASK = 0x80;
    static final int MAX_CONTROL_PAYLOAD = 125;
    static final int LENGTH_16 = 126;
    static final int LENGTH_64 = 127;

    private FrameRules() {}

    /**
     * Checks what the first two bytes say.
     *
     * @param b0 FIN, RSV1-3 and opcode
     * @param b1 MASK and the 7-bit length
     * @param receiver the role of the side that received them
     * @param allowedRsv the RSV bits that a negotiated extension gave a meaning
     * @param insideMessage whether a fragmented message is still to be finished
     */
    static void check(int b0, int b1, Role receiver, int allowedRsv, boolean insideMessage) {
        int opcode = b0 & 0x0F;
        boolean fin = (b0 & FIN) != 0;
        boolean masked = (b1 & MASK) != 0;
        // Section 5.2: "If a nonzero value is received and none of the negotiated extensions defines the meaning of
        // such a nonzero value, the receiving endpoint MUST _Fail the WebSocket Connection_."
        if ((b0 & RSV & ~allowedRsv) != 0) {
            throw ProtocolFailure.protocolError("reserved bit set");
        }
        // Section 5.2: "If an unknown opcode is received, the receiving endpoint MUST _Fail the WebSocket Connection_."
        if (!Opcode.isKnown(opcode)) {
            throw ProtocolFailure.protocolError("unknown opcode " + opcode);
        }
        // Section 5.1: "The server MUST close the connection upon receiving a frame that is not masked."
        if (receiver == Role.SERVER && !masked) {
            throw ProtocolFailure.protocolError("frame of a client is not masked");
        }
        // Section 5.1: "A client MUST close a connection if it detects a masked frame."
        if (receiver == Role.CLIENT && masked) {
            throw ProtocolFailure.protocolError("frame of a server is masked");
        }
        if (Opcode.isControl(opcode)) {
            checkControl(b0, b1 & 0x7F, fin);
        } else {
            checkFragmentation(b0, opcode, insideMessage);
        }
    }

    private static void checkControl(int b0, int length7, boolean fin) {
        // Section 5.5: "All control frames MUST have a payload length of 125 bytes or less and MUST NOT be fragmented."
        if (!fin) {
            throw ProtocolFailure.protocolError("fragmented control frame");
        }
        if (length7 > MAX_CONTROL_PAYLOAD) {
            throw ProtocolFailure.protocolError("control frame longer than 125 bytes");
        }
        // RFC 7692 section 6.1: "An endpoint MUST NOT set the 'Per-Message Compressed' bit of control frames".
        if ((b0 & RSV) != 0) {
            throw ProtocolFailure.protocolError("reserved bit set on a control frame");
        }
    }

    private static void checkFragmentation(int b0, int opcode, boolean insideMessage) {
        // Section 5.4: "A fragmented message consists of a single frame with the FIN bit clear and an opcode other than
        // 0, followed by zero or more frames with the FIN bit clear and the opcode set to 0, and terminated by a single
        // frame with the FIN bit set and an opcode of 0."
        if (opcode == Opcode.CONTINUATION && !insideMessage) {
            throw ProtocolFailure.protocolError("continuation without a message");
        }
        // Section 5.4: "The fragments of one message MUST NOT be interleaved between the fragments of another message".
        if (opcode != Opcode.CONTINUATION && insideMessage) {
            throw ProtocolFailure.protocolError("new message inside a fragmented one");
        }
        // RFC 7692 section 6.1: "... and non-first fragments of a data message".
        if (opcode == Opcode.CONTINUATION && (b0 & RSV) != 0) {
            throw ProtocolFailure.protocolError("reserved bit set on a continuation");
        }
    }

    /**
     * Checks the length.
     *
     * @param length7 the 7-bit length
     * @param length the whole length, which is the same where that is at most 125
     */
    static void checkLength(int length7, long length) {
        // Section 5.2: "the most significant bit MUST be 0".
        if (length < 0) {
            throw ProtocolFailure.protocolError("length with its most significant bit set");
        }
        // Section 5.2: "in all cases, the minimal number of bytes MUST be used to encode the length".
        if ((length7 == LENGTH_16 && length <= MAX_CONTROL_PAYLOAD) || (length7 == LENGTH_64 && length <= 0xFFFF)) {
            throw ProtocolFailure.protocolError("length not encoded in the fewest bytes");
        }
    }
}
