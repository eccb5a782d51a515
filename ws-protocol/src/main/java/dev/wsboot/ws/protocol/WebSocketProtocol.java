package dev.wsboot.ws.protocol;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket connection after its handshake (RFC 6455 sections 5 to 7), as a pure state machine: bytes go in, events
 * and bytes come out. It does no I/O, knows no thread and no time, and any split of the input gives the same events.
 *
 * <p>It belongs to one thread at a time. What it does not do by itself is to send: the caller answers
 * {@link ProtocolEvents#onPing} by {@link #writePong}, {@link ProtocolEvents#onClose} by {@link #writeCloseReply} and
 * {@link ProtocolEvents#onFailure} by {@link #writeClose}, because only the caller knows whether the wire takes bytes.
 *
 * @see ConnectionState the states of the closing handshake
 */
public final class WebSocketProtocol {

    private final Role role;
    private final ProtocolEvents events;
    private final FrameWriter writer;
    private final MessageAssembler assembler;
    private final FrameParser parser;

    /** The parser, until the connection has ended; then it is replaced by what discards. */
    private Consumer<ByteBuffer> input;

    private ConnectionState state = ConnectionState.OPEN;
    private @Nullable ClosePayload received;

    /**
     * A connection that is open.
     *
     * @param role the role of this side
     * @param limits what the peer may make this side hold
     * @param writer encodes for the same role
     * @param events told what arrived
     */
    public WebSocketProtocol(Role role, MessageLimits limits, FrameWriter writer, ProtocolEvents events) {
        this.role = role;
        this.events = events;
        this.writer = writer;
        this.assembler = new MessageAssembler(limits, this::onMessage);
        this.parser = new FrameParser(role, assembler);
        this.input = parser::receive;
    }

    /**
     * How far the closing handshake has come.
     *
     * @return the state after everything that was received and written so far
     */
    public ConnectionState state() {
        return state;
    }

    /**
     * Takes what arrived.
     *
     * @param in big-endian. It is unmasked in place and consumed wholly, unless {@link #pause} is called meanwhile:
     *     then what is left is to be given again
     * @throws RuntimeException if an event threw it, which fails the connection
     */
    public void receive(ByteBuffer in) {
        try {
            input.accept(in);
        } catch (ProtocolFailure failure) {
            fail();
            events.onFailure(failure);
        } catch (RuntimeException e) {
            // An event threw in the middle of a frame, so the parser has lost its place in the input.
            fail();
            throw e;
        }
        if (state == ConnectionState.CLOSED || state == ConnectionState.CLOSE_RECEIVED) {
            discard(in);
        }
    }

    /** Called from within an event: makes {@link #receive} return before the next frame. */
    public void pause() {
        parser.pause();
    }

    /**
     * Fails the connection (RFC 6455 section 7.1.7): everything that still arrives is dropped, the peer's Close frame
     * included. A Close frame may still be written.
     */
    public void fail() {
        if (state == ConnectionState.CLOSE_SENT) {
            state = ConnectionState.CLOSED;
        } else if (state == ConnectionState.OPEN) {
            state = ConnectionState.CLOSE_RECEIVED;
        }
        stopReading();
    }

    /**
     * Writes a text message as one frame.
     *
     * @param text a lone surrogate in it becomes {@code ?}
     * @param out has room for {@link FrameWriter#maxTextFrameSize}
     * @return bytes of payload
     * @throws IllegalStateException if the state does not allow it
     */
    public int writeText(String text, ByteBuffer out) {
        requireCanSend();
        return writer.writeText(text, out);
    }

    /**
     * Writes a text message as one frame.
     *
     * @param utf8 valid UTF-8, from position to limit; left alone
     * @param out has room for {@link FrameWriter#frameSize}
     * @throws IllegalStateException if the state does not allow it
     */
    public void writeText(ByteBuffer utf8, ByteBuffer out) {
        requireCanSend();
        writer.writeText(utf8, out);
    }

    /**
     * Writes a binary message as one frame.
     *
     * @param payload from position to limit; left alone
     * @param out has room for {@link FrameWriter#frameSize}
     * @throws IllegalStateException if the state does not allow it
     */
    public void writeBinary(ByteBuffer payload, ByteBuffer out) {
        requireCanSend();
        writer.writeBinary(payload, out);
    }

    /** Section 5.5.1: "The application MUST NOT send any more data frames after sending a Close frame." */
    private void requireCanSend() {
        if (!state.canSend()) {
            throw new IllegalStateException("nothing but Close may be sent in state " + state);
        }
    }

    /**
     * Writes a Ping.
     *
     * @param payload at most 125 bytes, from position to limit; left alone
     * @param out has room for {@link FrameWriter#frameSize}
     * @throws IllegalStateException if the state does not allow it
     */
    public void writePing(ByteBuffer payload, ByteBuffer out) {
        writeControl(Opcode.PING, payload, out);
    }

    /**
     * Writes a Pong.
     *
     * @param payload at most 125 bytes, from position to limit; left alone
     * @param out has room for {@link FrameWriter#frameSize}
     * @throws IllegalStateException if the state does not allow it
     */
    public void writePong(ByteBuffer payload, ByteBuffer out) {
        writeControl(Opcode.PONG, payload, out);
    }

    private void writeControl(int opcode, ByteBuffer payload, ByteBuffer out) {
        requireCanSend();
        if (payload.remaining() > FrameRules.MAX_CONTROL_PAYLOAD) {
            throw new IllegalArgumentException("a control frame takes at most 125 bytes, not " + payload.remaining());
        }
        writer.write(opcode, payload, out);
    }

    /**
     * Writes a Close frame, after which nothing may be sent.
     *
     * @param code a code that {@link CloseCode#isSendable may be sent}, or {@link CloseCode#NO_STATUS} for a frame
     *     without code and reason
     * @param reason is cut to what fits, at a character's end
     * @param out has room for a control frame of 125 bytes
     * @throws IllegalArgumentException if the code must not be sent
     * @throws IllegalStateException if a Close frame was sent before
     */
    public void writeClose(int code, String reason, ByteBuffer out) {
        if (code != CloseCode.NO_STATUS && !CloseCode.isSendable(code, role)) {
            throw new IllegalArgumentException("the code " + code + " must not be sent");
        }
        writeClose(new ClosePayload(code, reason), out);
    }

    /**
     * Answers the peer's Close frame.
     *
     * @param out has room for a control frame of 125 bytes
     * @throws IllegalStateException if none was received, or a Close frame was sent before
     */
    public void writeCloseReply(ByteBuffer out) {
        if (received == null) {
            throw new IllegalStateException("no Close frame was received");
        }
        // Section 5.5.1: "When sending a Close frame in response, the endpoint typically echos the status code it
        // received."
        writeClose(new ClosePayload(received.code(), ""), out);
    }

    private void writeClose(ClosePayload payload, ByteBuffer out) {
        // Section 5.5.1: "If an endpoint receives a Close frame and did not previously send a Close frame, the endpoint
        // MUST send a Close frame in response."
        if (!state.canSendClose()) {
            throw new IllegalStateException("a Close frame was sent before");
        }
        writer.write(Opcode.CLOSE, ByteBuffer.wrap(payload.encode()), out);
        state = state.afterCloseSent();
        assembler.dropMessages();
    }

    private void onMessage(int opcode, ByteBuffer payload) {
        switch (opcode) {
            case Opcode.TEXT -> events.onText(payload);
            case Opcode.BINARY -> events.onBinary(payload);
            case Opcode.PING -> events.onPing(payload);
            case Opcode.PONG -> events.onPong(payload);
            default -> onClose(payload);
        }
    }

    private void onClose(ByteBuffer payload) {
        ClosePayload close = ClosePayload.parse(payload);
        received = close;
        state = state.afterCloseReceived();
        stopReading();
        events.onClose(close.code(), close.reason());
    }

    /** Section 1.4: "a peer discards any further data received." */
    private void stopReading() {
        parser.pause();
        assembler.dropMessages();
        input = WebSocketProtocol::discard;
    }

    private static void discard(ByteBuffer in) {
        in.position(in.limit());
    }
}
