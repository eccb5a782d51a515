package dev.wsboot.ws.benchmarks;

import dev.wsboot.ws.protocol.ProtocolEvents;
import dev.wsboot.ws.protocol.ProtocolFailure;
import java.nio.ByteBuffer;

/** Counts messages; what is no message must not come. */
class NoEvents implements ProtocolEvents {

    long messages;

    @Override
    public void onText(ByteBuffer payload, boolean ascii) {
        messages++;
    }

    @Override
    public void onBinary(ByteBuffer payload) {
        messages++;
    }

    @Override
    public void onPing(ByteBuffer payload) {
        throw new IllegalStateException("a Ping");
    }

    @Override
    public void onPong(ByteBuffer payload) {
        throw new IllegalStateException("a Pong");
    }

    @Override
    public void onClose(int code, String reason) {
        throw new IllegalStateException("a Close frame");
    }

    @Override
    public void onFailure(ProtocolFailure failure) {
        throw new IllegalStateException(failure);
    }
}
