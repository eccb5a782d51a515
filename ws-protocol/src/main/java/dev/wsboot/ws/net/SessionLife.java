package dev.wsboot.ws.net;

import dev.wsboot.ws.WsSession;

/** Told of the two ends of one session, whatever its handler does. */
interface SessionLife {

    /** Tells nobody. */
    SessionLife UNWATCHED = new SessionLife() {
        @Override
        public void opened(WsSession session) {}

        @Override
        public void over() {}
    };

    /** The session begins; before its first callback, on its loop. */
    void opened(WsSession session);

    /** The session's last callback is done; any thread. */
    void over();
}
