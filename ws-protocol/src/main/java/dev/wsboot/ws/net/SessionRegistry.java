package dev.wsboot.ws.net;

import dev.wsboot.ws.WsSession;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The sessions of one server or client, from before their {@code onOpen} until after their {@code onClose}. For any thread. */
final class SessionRegistry {

    private final Set<WsSession> sessions = ConcurrentHashMap.newKeySet();
    private final Census census;
    private final AtomicLong lastId = new AtomicLong();

    SessionRegistry(Census census) {
        this.census = census;
    }

    /** A number that no other session of this server or client has had. */
    long nextId() {
        return lastId.incrementAndGet();
    }

    void add(WsSession session) {
        census.enter();
        sessions.add(session);
    }

    void remove(WsSession session) {
        sessions.remove(session);
        census.leave();
    }

    Collection<WsSession> open() {
        return sessions.stream().filter(WsSession::isOpen).toList();
    }
}
