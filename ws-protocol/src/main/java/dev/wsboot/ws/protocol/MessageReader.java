package dev.wsboot.ws.protocol;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads one connection, from bytes to messages. Between messages it knows nothing of the connection, so that
 * {@link MessageReaders} can lend it to the next one.
 */
final class MessageReader implements MessageSink {

    private final MessageAssembler assembler;
    private final FrameParser parser;
    private final boolean keepsContext;
    private boolean dropping;
    private @Nullable WebSocketProtocol lentTo;

    MessageReader(ProtocolOptions options) {
        Compression compression = options.compression();
        Role peer = options.role() == Role.SERVER ? Role.CLIENT : Role.SERVER;
        this.keepsContext = compression != null && !compression.agreed().noContextTakeover(peer);
        this.assembler = new MessageAssembler(options, this);
        this.parser = new FrameParser(options.role(), compression == null ? 0 : FrameRules.RSV1, assembler);
    }

    void lendTo(@Nullable WebSocketProtocol protocol) {
        lentTo = protocol;
    }

    /** Takes what arrived, until it is used up or {@link #pause} is called. */
    void receive(ByteBuffer in) {
        parser.receive(in);
    }

    /**
     * Where the next bytes may be put before they are given to {@link #receive}.
     *
     * @param most bytes
     * @return from position to limit; null where any buffer is as good
     */
    @Nullable
    ByteBuffer payloadRoom(int most) {
        return assembler.payloadRoom(most);
    }

    /** Called from within an event. */
    void pause() {
        parser.pause();
        assembler.pause();
    }

    /** From now on messages are checked but neither kept nor delivered. */
    void dropMessages() {
        dropping = true;
        assembler.dropMessages();
    }

    boolean isInMessage() {
        return !parser.isBetweenMessages();
    }

    /** Whether it holds nothing of the connection, and may go on with another one. */
    boolean isFree() {
        return !dropping && !keepsContext && parser.isBetweenMessages();
    }

    @Override
    public void message(int opcode, ByteBuffer payload) {
        WebSocketProtocol protocol = Objects.requireNonNull(lentTo);
        ProtocolEvents events = protocol.events();
        switch (opcode) {
            case Opcode.TEXT -> events.onText(payload, assembler.isAscii());
            case Opcode.BINARY -> events.onBinary(payload);
            case Opcode.PING -> events.onPing(payload);
            case Opcode.PONG -> events.onPong(payload);
            default -> protocol.onClose(payload);
        }
    }

    @Override
    public void part(int opcode, ByteBuffer payload, boolean last) {
        Objects.requireNonNull(lentTo).events().onPart(opcode == Opcode.TEXT, payload, last);
    }
}
