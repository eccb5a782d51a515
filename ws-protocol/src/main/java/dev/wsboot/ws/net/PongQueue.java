package dev.wsboot.ws.net;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Which of a peer's Pings are answered, so that a flood of them cannot become a flood of Pongs that wait. RFC 6455 section 5.5.3: "If
 * an endpoint receives a Ping frame and has not yet sent Pong frame(s) in response to previous Ping frame(s), the endpoint MAY
 * elect to send a Pong frame for only the most recently processed Ping frame." Belongs to the connection's event loop.
 */
final class PongQueue {

    private final int most;

    /** Pongs that the operating system may not have taken yet. */
    private int pending;

    /** The payload of the latest Ping that has no Pong yet. */
    private @Nullable ByteBuffer latest;

    /**
     * Nothing is to be answered.
     *
     * @param most Pongs that may wait, without that for the latest Ping
     */
    PongQueue(int most) {
        this.most = most;
    }

    /** Whether the next Ping may have to wait. */
    boolean areMany() {
        return pending >= most;
    }

    /**
     * A Ping has come.
     *
     * @param payload from position to limit; left alone
     * @return whether to answer it now; otherwise it takes the place of the one before that waits for {@link #drained}
     */
    boolean answersNow(ByteBuffer payload) {
        if (!areMany()) {
            pending++;
            return true;
        }
        latest = MessageSender.copyOf(payload);
        return false;
    }

    /**
     * The operating system took all that was sent.
     *
     * @return the payload of the latest Ping where that is to be answered still; null where it is not
     */
    @Nullable
    ByteBuffer drained() {
        ByteBuffer payload = latest;
        latest = null;
        pending = payload == null ? 0 : 1;
        return payload;
    }
}
