package dev.wsboot.ws.spring;

import dev.wsboot.ws.WsSession;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The open sessions of this server. A bean to inject, for use by many threads. */
public interface WsSessions {

    /**
     * Finds a session.
     *
     * @param id what {@link WsSession#id()} gave
     * @return null where there is no such session, or no more
     */
    @Nullable
    WsSession find(String id);

    /**
     * All open sessions.
     *
     * @return a snapshot
     */
    Collection<WsSession> all();

    /**
     * Begins the closing handshake of a session.
     *
     * @param id what {@link WsSession#id()} gave
     * @param code as {@link WsSession#close(int, String)}
     * @param reason as {@link WsSession#close(int, String)}
     * @return whether there was such a session
     * @throws IllegalArgumentException if there is, and {@link WsSession#close(int, String)} refuses code or reason
     */
    boolean close(String id, int code, String reason);
}
