package dev.wsboot.ws.spring.server;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.WsObserver;
import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.spring.WsSessions;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** Keeps the open sessions by id. */
public final class OpenSessions implements WsSessions, WsObserver {

    private final ConcurrentMap<String, WsSession> byId = new ConcurrentHashMap<>();

    /** For the auto-configuration. */
    public OpenSessions() {}

    @Override
    public @Nullable WsSession find(String id) {
        return byId.get(id);
    }

    @Override
    public Collection<WsSession> all() {
        return List.copyOf(byId.values());
    }

    @Override
    public boolean close(String id, int code, String reason) {
        WsSession session = byId.get(id);
        if (session == null) {
            return false;
        }
        session.close(code, reason);
        return true;
    }

    @Override
    public void sessionOpened(WsSession session) {
        byId.put(session.id(), session);
    }

    @Override
    public void sessionClosed(WsSession session, CloseEvent close, Duration lifetime) {
        byId.remove(session.id());
    }
}
