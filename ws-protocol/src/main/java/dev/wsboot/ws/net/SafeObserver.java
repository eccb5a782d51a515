package dev.wsboot.ws.net;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.MessageType;
import dev.wsboot.ws.WsLimit;
import dev.wsboot.ws.WsObserver;
import dev.wsboot.ws.WsSession;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** Keeps an observer's exceptions away from the connections that it observes. */
final class SafeObserver implements WsObserver {

    private static final System.Logger LOG = System.getLogger("dev.wsboot.ws");

    private final WsObserver observer;

    private SafeObserver(WsObserver observer) {
        this.observer = observer;
    }

    static WsObserver of(WsObserver observer) {
        return observer == NONE ? NONE : new SafeObserver(observer);
    }

    @Override
    public void endpointServed(String endpoint) {
        try {
            observer.endpointServed(endpoint);
        } catch (Throwable e) {
            log(e);
        }
    }

    @Override
    public void handshakeRefused(int status, String why) {
        try {
            observer.handshakeRefused(status, why);
        } catch (Throwable e) {
            log(e);
        }
    }

    @Override
    public void limitReached(WsLimit limit) {
        try {
            observer.limitReached(limit);
        } catch (Throwable e) {
            log(e);
        }
    }

    @Override
    public void sessionOpened(WsSession session) {
        try {
            observer.sessionOpened(session);
        } catch (Throwable e) {
            log(e);
        }
    }

    @Override
    public void messageReceived(WsSession session, MessageType type, long bytes) {
        try {
            observer.messageReceived(session, type, bytes);
        } catch (Throwable e) {
            log(e);
        }
    }

    @Override
    public void messageSent(WsSession session, MessageType type, long bytes) {
        try {
            observer.messageSent(session, type, bytes);
        } catch (Throwable e) {
            log(e);
        }
    }

    @Override
    public void messageDropped(WsSession session, MessageType type, long bytes) {
        try {
            observer.messageDropped(session, type, bytes);
        } catch (Throwable e) {
            log(e);
        }
    }

    @Override
    public void pingAnswered(WsSession session, Duration roundTrip) {
        try {
            observer.pingAnswered(session, roundTrip);
        } catch (Throwable e) {
            log(e);
        }
    }

    @Override
    public void sessionClosed(WsSession session, CloseEvent close, Duration lifetime) {
        try {
            observer.sessionClosed(session, close, lifetime);
        } catch (Throwable e) {
            log(e);
        }
    }

    private static void log(Throwable error) {
        LOG.log(Level.WARNING, "an observer failed", error);
    }
}
