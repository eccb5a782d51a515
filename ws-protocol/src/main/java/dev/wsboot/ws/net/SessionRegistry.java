package dev.wsboot.ws.net;

import dev.wsboot.ws.WsSession;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The sessions of one server or client, from before their {@code onOpen} until after their {@code onClose}. For any thread. */
final class SessionRegistry {

    private final Census census;
    private final AtomicLong lastId = new AtomicLong();

    /** The last one of a list that the sessions make of themselves. */
    private @Nullable Session newest;

    SessionRegistry(Census census) {
        this.census = census;
    }

    /** A number that no other session of this server or client has had. */
    long nextId() {
        return lastId.incrementAndGet();
    }

    void add(Session session) {
        census.enter();
        synchronized (this) {
            session.older = newest;
            if (newest != null) {
                newest.newer = session;
            }
            newest = session;
        }
    }

    void remove(Session session) {
        unlink(session);
        census.leave();
    }

    private synchronized void unlink(Session session) {
        Session older = session.older;
        Session newer = session.newer;
        if (older != null) {
            older.newer = newer;
        }
        if (newer != null) {
            newer.older = older;
        } else {
            newest = older;
        }
        session.older = null;
        session.newer = null;
    }

    synchronized Collection<WsSession> open() {
        List<WsSession> open = new ArrayList<>();
        for (Session session = newest; session != null; session = session.older) {
            if (session.isOpen()) {
                open.add(session);
            }
        }
        return Collections.unmodifiableList(open);
    }

    /** A TCP connection that was counted is closed. */
    void connectionClosed() {
        census.leave();
    }
}
