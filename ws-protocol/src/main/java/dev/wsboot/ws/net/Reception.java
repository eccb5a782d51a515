package dev.wsboot.ws.net;

import dev.wsboot.ws.handshake.HandshakeRefusal;
import org.jspecify.annotations.Nullable;

/** Whether a server takes new sessions. For any thread. */
final class Reception {

    private volatile @Nullable HandshakeRefusal refusal;

    /** Takes none any more. */
    void close(int retryAfterSeconds) {
        refusal = HandshakeRefusal.serviceUnavailable(retryAfterSeconds);
    }

    /** What every request is answered with; null while sessions are taken. */
    @Nullable
    HandshakeRefusal refusal() {
        return refusal;
    }
}
