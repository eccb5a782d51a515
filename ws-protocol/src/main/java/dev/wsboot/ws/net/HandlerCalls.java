package dev.wsboot.ws.net;

import dev.wsboot.ws.CloseEvent;
import java.nio.ByteBuffer;

/**
 * Brings a session's events to its handler, serially and in order. Called on the event loop; payloads are valid only
 * during the call.
 */
interface HandlerCalls {

    void open();

    void text(ByteBuffer utf8);

    void binary(ByteBuffer data);

    void ping(ByteBuffer payload);

    void pong(ByteBuffer payload);

    /** The last one. */
    void close(CloseEvent event);
}
