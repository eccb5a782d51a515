package dev.wsboot.ws.net;

import dev.wsboot.ws.WsLimit;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A connection may not go on, which was seen before there was a way to say so to the client. It has no stack trace, because a hostile peer
 * decides how often it is thrown.
 */
final class NotAdmittedException extends IOException {

    private static final long serialVersionUID = 1L;

    private final @Nullable WsLimit limit;

    /**
     * Says why.
     *
     * @param reason without bytes of the peer's choosing
     * @param limit the one that was reached; null where it was none
     */
    NotAdmittedException(String reason, @Nullable WsLimit limit) {
        super(reason);
        this.limit = limit;
    }

    @Nullable
    WsLimit limit() {
        return limit;
    }

    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
