package dev.wsboot.ws.protocol;

import java.nio.ByteBuffer;

/**
 * What {@link WebSocketProtocol} found in the bytes that it was given. All methods are called from within
 * {@link WebSocketProtocol#receive}, in the order of the wire, and must not throw.
 *
 * <p>A payload is what lies from position to limit of the buffer. It is valid only during the call, and position, limit
 * and byte order may be changed freely.
 */
public interface ProtocolEvents {

    /**
     * A whole text message.
     *
     * @param payload valid UTF-8
     * @param ascii whether it is known to be ASCII: false where it is not, or where a piece of it had less than eight bytes
     */
    void onText(ByteBuffer payload, boolean ascii);

    /**
     * A whole binary message.
     *
     * @param payload the message
     */
    void onBinary(ByteBuffer payload);

    /**
     * A part of a message. Called instead of {@link #onText} and {@link #onBinary} where the {@link ProtocolOptions} ask
     * for parts, as they arrive.
     *
     * @param text whether it is a text message. Its parts are valid UTF-8 all together: one may end within a character
     * @param payload the part, which is empty for the last one at most
     * @param last whether the message ends with it
     */
    default void onPart(boolean text, ByteBuffer payload, boolean last) {}

    /**
     * A Ping, which is to be answered by a Pong with the same payload (RFC 6455 section 5.5.2), where
     * {@link ConnectionState#canSend()} still allows it.
     *
     * @param payload at most 125 bytes
     */
    void onPing(ByteBuffer payload);

    /**
     * A Pong, asked for or not.
     *
     * @param payload at most 125 bytes
     */
    void onPong(ByteBuffer payload);

    /**
     * The peer's Close frame. If {@link WebSocketProtocol#state()} is then CLOSE_RECEIVED, it is to be answered by
     * {@link WebSocketProtocol#writeCloseReply}. Everything behind it is dropped.
     *
     * @param code the code, {@link CloseCode#NO_STATUS} where the frame had none
     * @param reason the reason, which may be empty
     */
    void onClose(int code, String reason);

    /**
     * The peer broke a rule or exceeded a limit. The connection has failed: everything that still arrives is dropped,
     * and a Close frame with the failure's code is to be sent by {@link WebSocketProtocol#writeClose}, where
     * {@link ConnectionState#canSendClose()} still allows it.
     *
     * @param failure the code and the reason
     */
    void onFailure(ProtocolFailure failure);
}
