package dev.wsboot.ws.net;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.WsHandler;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;

/** Calls a session's handler, one callback at a time; the one place where exceptions of handlers end. */
final class Callbacks {

    private static final System.Logger LOG = System.getLogger("dev.wsboot.ws");

    private final WsHandler handler;
    private final Session session;

    Callbacks(WsHandler handler, Session session) {
        this.handler = handler;
        this.session = session;
    }

    void open() {
        try {
            handler.onOpen(session);
        } catch (Throwable e) {
            failed(e);
        }
    }

    void text(String text) {
        try {
            handler.onText(session, text);
        } catch (Throwable e) {
            failed(e);
        }
    }

    void binary(ByteBuffer data) {
        try {
            handler.onBinary(session, data);
        } catch (Throwable e) {
            failed(e);
        }
    }

    void textPart(String part, boolean last) {
        try {
            handler.onTextPart(session, part, last);
        } catch (Throwable e) {
            failed(e);
        }
    }

    void binaryPart(ByteBuffer part, boolean last) {
        try {
            handler.onBinaryPart(session, part, last);
        } catch (Throwable e) {
            failed(e);
        }
    }

    void ping(ByteBuffer payload) {
        try {
            handler.onPing(session, payload);
        } catch (Throwable e) {
            failed(e);
        }
    }

    void pong(ByteBuffer payload) {
        try {
            handler.onPong(session, payload);
        } catch (Throwable e) {
            failed(e);
        }
    }

    void close(CloseEvent event) {
        try {
            handler.onClose(session, event);
        } catch (Throwable e) {
            LOG.log(Level.ERROR, () -> "onClose of " + session + " failed", e);
        } finally {
            session.released();
        }
    }

    private void failed(Throwable error) {
        Throwable unhandled = error;
        if (error instanceof Exception exception) {
            try {
                handler.onError(session, exception);
                return;
            } catch (Throwable e) {
                unhandled = e;
            }
        }
        LOG.log(Level.ERROR, () -> "the handler of " + session + " failed; closing with 1011", unhandled);
        session.handlerFailed();
    }
}
