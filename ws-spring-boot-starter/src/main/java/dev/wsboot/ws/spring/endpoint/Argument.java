package dev.wsboot.ws.spring.endpoint;

import dev.wsboot.ws.WsSession;
import org.jspecify.annotations.Nullable;

/** Where one argument of a handler method comes from. */
@FunctionalInterface
interface Argument {

    /**
     * Provides the argument for one call.
     *
     * @param session the session that the method is called for
     * @param subject what it is called with: the text, buffer, part, close event or exception, or the session once more
     */
    @Nullable
    Object resolve(WsSession session, Object subject) throws Exception;
}
