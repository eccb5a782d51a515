package dev.wsboot.ws.spring.server;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.MessageType;
import dev.wsboot.ws.WsLimit;
import dev.wsboot.ws.WsObserver;
import dev.wsboot.ws.WsSession;
import java.time.Duration;
import java.util.List;

/**
 * Two observers where the engine wants one. The second is told even if the first throws, so that a mistake in one of the
 * application's own never keeps topics or metrics from hearing what happened.
 *
 * @param first is told first
 * @param second is told after it
 */
public record ObserverChain(WsObserver first, WsObserver second) implements WsObserver {

    /**
     * Makes one of many.
     *
     * @param observers told in this order
     * @return tells them all
     */
    public static WsObserver of(List<WsObserver> observers) {
        return observers.stream().reduce(ObserverChain::new).orElse(WsObserver.NONE);
    }

    @Override
    public void endpointServed(String endpoint) {
        try {
            first.endpointServed(endpoint);
        } finally {
            second.endpointServed(endpoint);
        }
    }

    @Override
    public void handshakeRefused(int status, String why) {
        try {
            first.handshakeRefused(status, why);
        } finally {
            second.handshakeRefused(status, why);
        }
    }

    @Override
    public void limitReached(WsLimit limit) {
        try {
            first.limitReached(limit);
        } finally {
            second.limitReached(limit);
        }
    }

    @Override
    public void sessionOpened(WsSession session) {
        try {
            first.sessionOpened(session);
        } finally {
            second.sessionOpened(session);
        }
    }

    @Override
    public void messageReceived(WsSession session, MessageType type, long bytes) {
        try {
            first.messageReceived(session, type, bytes);
        } finally {
            second.messageReceived(session, type, bytes);
        }
    }

    @Override
    public void messageSent(WsSession session, MessageType type, long bytes) {
        try {
            first.messageSent(session, type, bytes);
        } finally {
            second.messageSent(session, type, bytes);
        }
    }

    @Override
    public void messageDropped(WsSession session, MessageType type, long bytes) {
        try {
            first.messageDropped(session, type, bytes);
        } finally {
            second.messageDropped(session, type, bytes);
        }
    }

    @Override
    public void pingAnswered(WsSession session, Duration roundTrip) {
        try {
            first.pingAnswered(session, roundTrip);
        } finally {
            second.pingAnswered(session, roundTrip);
        }
    }

    @Override
    public void sessionClosed(WsSession session, CloseEvent close, Duration lifetime) {
        try {
            first.sessionClosed(session, close, lifetime);
        } finally {
            second.sessionClosed(session, close, lifetime);
        }
    }
}
