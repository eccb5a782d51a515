package dev.wsboot.ws.spring.actuate;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.WsObserver;
import dev.wsboot.ws.WsSession;
import java.time.Duration;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * One line for each connection that ended, and for each that was refused, in the logger {@code dev.wsboot.ws.connections}:
 * at INFO where the end was not clean or a handler failed, because that is what somebody will ask about, and at DEBUG
 * otherwise.
 */
public final class ConnectionLog implements WsObserver {

    private static final Log log = LogFactory.getLog("dev.wsboot.ws.connections");

    /** For the auto-configuration. */
    public ConnectionLog() {}

    @Override
    public void handshakeRefused(int status, String why) {
        if (log.isDebugEnabled()) {
            log.debug("Handshake refused with " + status + ": " + why);
        }
    }

    @Override
    public void sessionClosed(WsSession session, CloseEvent close, Duration lifetime) {
        boolean asksForAttention = !close.clean() || close.cause() == CloseEvent.Cause.HANDLER_ERROR;
        if (asksForAttention ? log.isInfoEnabled() : log.isDebugEnabled()) {
            String line = "Session %s from %s on %s ended after %s ms: %s"
                    .formatted(session.id(), session.remoteAddress(), session.endpoint(), lifetime.toMillis(), close);
            if (asksForAttention) {
                log.info(line);
            } else {
                log.debug(line);
            }
        }
    }
}
