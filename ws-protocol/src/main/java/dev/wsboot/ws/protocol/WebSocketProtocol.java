package dev.wsboot.ws.protocol;

import java.nio.ByteBuffer;
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

    private final ProtocolEvents events;
    private final FrameWriter writer;
    private final MessageReaders readers;

    /** Null between messages. */
    private @Nullable MessageReader reader;

    /** Null while nothing is compressed, and no message leaves in parts. */
    private @Nullable OutgoingMessages outgoing;

    private ConnectionState state = ConnectionState.OPEN;
    private @Nullable ClosePayload received;

    /**
     * A connection that is open and shares nothing with others.
     *
     * @param options role, limits and what was negotiated
     * @param writer encodes for the same role
     * @param events told what arrived
     */
    public WebSocketProtocol(ProtocolOptions options, FrameWriter writer, ProtocolEvents events) {
        this(new MessageReaders(options), writer, events);
    }

    /**
     * A connection that is open.
     *
     * @param readers of the thread that the connection belongs to, made with the connection's options
     * @param writer encodes for the same role
     * @param events told what arrived
     */
    public WebSocketProtocol(MessageReaders readers, FrameWriter writer, ProtocolEvents events) {
        this.events = events;
        this.writer = writer;
        this.readers = readers;
        this.outgoing = readers.options().compression() == null ? null : outgoingMessages();
    }

    private OutgoingMessages outgoingMessages() {
        ProtocolOptions options = readers.options();
        return new OutgoingMessages(options.role(), writer, options.compression());
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
     * Where the next bytes are best read to: in the middle of a large message that is where it is collected, which spares a
     * copy.
     *
     * @param most bytes that are to be read
     * @return a big-endian buffer whose room, from position to limit, is all payload. Once it is filled and flipped, the next
     *     call must be {@link #receive} with it; it may also be left unused. Null where any buffer is as good
     */
    public @Nullable ByteBuffer payloadRoom(int most) {
        return reader == null ? null : reader.payloadRoom(most);
    }

    /**
     * Whether something has begun to arrive that is not complete: a message, or a frame.
     *
     * @return false where the next byte begins a message, or a control frame between two
     */
    public boolean isInMessage() {
        return reader != null && reader.isInMessage();
    }

    /**
     * Takes what arrived.
     *
     * @param in big-endian. It is unmasked in place and consumed wholly, unless {@link #pause} is called meanwhile:
     *     then what is left is to be given again
     * @throws RuntimeException if an event threw it, which fails the connection
     */
    public void receive(ByteBuffer in) {
        if (state.canReceive()) {
            MessageReader current = reader == null ? borrowReader() : reader;
            try {
                current.receive(in);
            } catch (ProtocolFailure failure) {
                fail();
                events.onFailure(failure);
            } catch (RuntimeException e) {
                // An event threw it in the middle of a frame, so the parser has lost its place in the input.
                fail();
                throw e;
            }
            if (current.isFree()) {
                reader = null;
                readers.giveBack(current);
            }
        }
        if (!state.canReceive()) {
            // Section 1.4: "a peer discards any further data received."
            in.position(in.limit());
        }
    }

    private MessageReader borrowReader() {
        MessageReader borrowed = readers.lendTo(this);
        reader = borrowed;
        if (state == ConnectionState.CLOSE_SENT) {
            borrowed.dropMessages();
        }
        return borrowed;
    }

    /** Called from within an event: makes {@link #receive} return before the next frame, or the next part. */
    public void pause() {
        if (reader != null) {
            reader.pause();
        }
    }

    /** Gives back what compression holds. To be called once, when the connection has ended; nothing may follow. */
    public void release() {
        dropMessages();
        if (outgoing != null) {
            outgoing.release();
        }
    }

    private void dropMessages() {
        if (reader != null) {
            reader.dropMessages();
        }
    }

    /**
     * Fails the connection (RFC 6455 section 7.1.7): everything that still arrives is dropped, the peer's Close frame
     * included. A Close frame may still be written, and messages before it.
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
     * @throws IllegalStateException if the state does not allow it, or a message in parts is not finished
     */
    public int writeText(String text, ByteBuffer out) {
        requireCanSendMessage();
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
        requireCanSendMessage();
        // Here and for binary not by a method of the writer in between: HotSpot inlines only so deep (ARCHITECTURE.md).
        writer.write(FrameRules.FIN | Opcode.TEXT, utf8, out);
    }

    /**
     * Writes a binary message as one frame.
     *
     * @param payload from position to limit; left alone
     * @param out has room for {@link FrameWriter#frameSize}
     * @throws IllegalStateException if the state does not allow it
     */
    public void writeBinary(ByteBuffer payload, ByteBuffer out) {
        requireCanSendMessage();
        writer.write(FrameRules.FIN | Opcode.BINARY, payload, out);
    }

    /**
     * Whether a message is to be compressed: it was negotiated, and the options want it.
     *
     * @param text whether it is a text message
     * @param size bytes of its payload
     * @return false where it goes as it is
     */
    public boolean compresses(boolean text, int size) {
        return outgoing != null && outgoing.compresses(text, size);
    }

    /**
     * Compresses a message, which must be written next, by {@link #writeCompressed}: later ones may refer to it.
     *
     * @param payload from position to limit; left alone
     * @return valid until this thread compresses anything else; null where the message is to go as it is, because it would
     *     get no shorter
     * @throws IllegalStateException if the state does not allow to send, or a message in parts is not finished
     */
    public @Nullable ByteBuffer compress(ByteBuffer payload) {
        requireCanSendMessage();
        return outgoing == null ? null : outgoing.compress(payload);
    }

    /**
     * Writes a compressed message as one frame.
     *
     * @param text whether it is a text message
     * @param compressed what {@link #compress} gave
     * @param out has room for {@link FrameWriter#frameSize}
     * @throws IllegalStateException if the state does not allow it, or a message in parts is not finished
     */
    public void writeCompressed(boolean text, ByteBuffer compressed, ByteBuffer out) {
        requireCanSendMessage();
        writer.writeCompressed(text, compressed, out);
    }

    /**
     * Writes the header of a server's message as one frame; what follows on the wire must be its payload. So a large one need
     * not be copied behind its header.
     *
     * @param text whether it is a text message
     * @param compressed whether the payload is what {@link #compress} gave
     * @param length bytes of the payload
     * @param out has room for {@link FrameWriter#MAX_HEADER}
     * @throws IllegalStateException if the state does not allow it, a message in parts is not finished, or this is a client,
     *     whose payload must be masked
     */
    public void writeHeader(boolean text, boolean compressed, int length, ByteBuffer out) {
        requireCanSendMessage();
        int rsv = compressed ? FrameRules.RSV1 : 0;
        writer.writeUnmaskedHeader(FrameRules.FIN | rsv | (text ? Opcode.TEXT : Opcode.BINARY), length, out);
    }

    /**
     * Which connections would make the same bytes of a message, so that one frame serves them all.
     *
     * @return the same number for all of them; 0 where this connection compresses nothing, or refers to earlier messages
     */
    public int sharedVariant() {
        return outgoing == null ? 0 : outgoing.sharedVariant();
    }

    /**
     * Whether a message that was begun in parts is not finished: until then no other message may be written, but control
     * frames may.
     *
     * @return false between messages
     */
    public boolean insideMessage() {
        return outgoing != null && outgoing.insideMessage();
    }

    /**
     * Prepares the next part of a message (RFC 6455 section 5.4), which must be written next, by {@link #writePart}.
     *
     * @param text whether it is a text message; the same for all its parts
     * @param part from position to limit; left alone. A part of a text may end within a character
     * @param last whether the message ends with it
     * @return what is to be written: the part itself, or compressed, and then valid until this thread compresses anything else
     * @throws IllegalStateException if the state does not allow it, or a text is to be continued by binary or the reverse
     */
    public ByteBuffer preparePart(boolean text, ByteBuffer part, boolean last) {
        requireCanSendData();
        return messagesInParts().preparePart(text, part, last);
    }

    /**
     * Writes a part of a message as one frame.
     *
     * @param text as for {@link #preparePart}
     * @param prepared what {@link #preparePart} gave
     * @param last as for {@link #preparePart}
     * @param out has room for {@link FrameWriter#frameSize}
     * @throws IllegalStateException if the state does not allow it
     */
    public void writePart(boolean text, ByteBuffer prepared, boolean last, ByteBuffer out) {
        requireCanSendData();
        messagesInParts().writePart(text, prepared, last, out);
        if (last && readers.options().compression() == null) {
            outgoing = null;
        }
    }

    private OutgoingMessages messagesInParts() {
        OutgoingMessages messages = outgoing == null ? outgoingMessages() : outgoing;
        outgoing = messages;
        return messages;
    }

    /** Section 5.4: "The fragments of one message MUST NOT be interleaved between the fragments of another message". */
    private void requireCanSendMessage() {
        requireCanSendData();
        if (insideMessage()) {
            throw new IllegalStateException("a message that was begun in parts is not finished yet");
        }
    }

    /** Section 5.5.1: "The application MUST NOT send any more data frames after sending a Close frame." */
    private void requireCanSendData() {
        require(state.canSendMessages());
    }

    private void require(boolean allowed) {
        if (!allowed) {
            throw new IllegalStateException("this may not be sent in state " + state);
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
        require(state.canSend());
        if (payload.remaining() > FrameRules.MAX_CONTROL_PAYLOAD) {
            throw new IllegalArgumentException("a control frame takes at most 125 bytes, not " + payload.remaining());
        }
        writer.write(FrameRules.FIN | opcode, payload, out);
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
        if (code != CloseCode.NO_STATUS
                && !CloseCode.isSendable(code, readers.options().role())) {
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
        writer.write(FrameRules.FIN | Opcode.CLOSE, ByteBuffer.wrap(payload.encode()), out);
        state = state.afterCloseSent();
        dropMessages();
    }

    /** A Close frame arrived. */
    void onClose(ByteBuffer payload) {
        ClosePayload close = ClosePayload.parse(payload);
        received = close;
        state = state.afterCloseReceived();
        stopReading();
        events.onClose(close.code(), close.reason());
    }

    private void stopReading() {
        if (reader != null) {
            reader.pause();
            reader.dropMessages();
        }
    }

    /** Told what arrived; for a Close there is {@link #onClose}. */
    ProtocolEvents events() {
        return events;
    }
}
