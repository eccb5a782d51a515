package dev.wsboot.ws.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What reads messages, shared by the connections of one thread that have the same options: a connection that does nothing
 * holds no reader. It borrows one when bytes arrive, and gives it back where they end between two messages, unless
 * compression refers from one message to the next. Belongs to one thread.
 */
public final class MessageReaders {

    private final ProtocolOptions options;

    /** One is enough: who is in the middle of a message has its own. */
    private @Nullable MessageReader spare;

    /**
     * No reader yet.
     *
     * @param options those of all the connections
     */
    public MessageReaders(ProtocolOptions options) {
        this.options = options;
    }

    ProtocolOptions options() {
        return options;
    }

    MessageReader lendTo(WebSocketProtocol protocol) {
        MessageReader reader = spare == null ? new MessageReader(options) : spare;
        spare = null;
        reader.lendTo(protocol);
        return reader;
    }

    /** Ends a loan, where the reader is {@link MessageReader#isFree free}. */
    void giveBack(MessageReader reader) {
        reader.lendTo(null);
        spare = reader;
    }
}
