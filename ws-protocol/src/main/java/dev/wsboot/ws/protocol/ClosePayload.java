package dev.wsboot.ws.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The payload of a Close frame (RFC 6455 section 5.5.1): nothing, or a code and a reason in UTF-8. */
record ClosePayload(int code, String reason) {

    private static final int MAX_REASON = FrameRules.MAX_CONTROL_PAYLOAD - Short.BYTES;

    /**
     * Reads a payload that was received.
     *
     * @param payload from position to limit
     * @throws ProtocolFailure if it is not well formed
     */
    static ClosePayload parse(ByteBuffer payload) {
        if (!payload.hasRemaining()) {
            // Section 7.1.5: "If this Close control frame contains no status code, _The WebSocket Connection Close
            // Code_ is considered to be 1005."
            return new ClosePayload(CloseCode.NO_STATUS, "");
        }
        // Section 5.5.1: "If there is a body, the first two bytes of the body MUST be a 2-byte unsigned integer".
        if (payload.remaining() == 1) {
            throw ProtocolFailure.protocolError("Close frame with half a code");
        }
        int code = payload.getShort() & 0xFFFF;
        if (!CloseCode.isReceivable(code)) {
            throw ProtocolFailure.protocolError("Close frame with the code " + code);
        }
        // Section 5.5.1: "Following the 2-byte integer, the body MAY contain UTF-8-encoded data".
        Utf8Validator utf8 = new Utf8Validator();
        if (!utf8.accept(payload) || !utf8.isComplete()) {
            throw new ProtocolFailure(CloseCode.INVALID_PAYLOAD, "reason is not valid UTF-8");
        }
        return new ClosePayload(code, StandardCharsets.UTF_8.decode(payload).toString());
    }

    /** The payload to be sent; the reason is cut at a character's end where it is too long. */
    byte[] encode() {
        if (code == CloseCode.NO_STATUS) {
            return new byte[0];
        }
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(text.length, MAX_REASON);
        while (length < text.length && (text[length] & 0xC0) == 0x80) {
            length--;
        }
        return ByteBuffer.allocate(Short.BYTES + length)
                .putShort((short) code)
                .put(text, 0, length)
                .array();
    }
}
