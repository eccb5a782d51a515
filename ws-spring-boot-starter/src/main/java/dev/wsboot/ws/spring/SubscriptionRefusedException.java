package dev.wsboot.ws.spring;

import dev.wsboot.ws.Printable;
import dev.wsboot.ws.WsSession;

/**
 * A session may not have a topic that it was to be subscribed to. Nothing was subscribed, and what the session had, it has.
 *
 * <p>An {@link OnError} method that takes it may answer. Where a class with annotated methods has none, the session is closed
 * with 1008, and the message logged on level debug only: most often it is the client that asks for what it may not have. A
 * {@link dev.wsboot.ws.WsHandler} gets it as any other exception.
 */
public class SubscriptionRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String sessionId;
    private final String topic;
    private final Reason reason;

    /**
     * For whoever makes topics.
     *
     * @param session what was to be subscribed
     * @param topic the topic. In the message it is escaped and cut off
     * @param reason the rule that it breaks
     * @param why for the developer, to go on after a colon
     */
    public SubscriptionRefusedException(WsSession session, String topic, Reason reason, String why) {
        super("Session " + session.id() + " may not have the topic \"" + Printable.text(topic) + "\": " + why);
        this.sessionId = session.id();
        this.topic = topic;
        this.reason = reason;
    }

    /**
     * Whose subscription was refused.
     *
     * @return what {@link WsSession#id()} gives
     */
    public String sessionId() {
        return sessionId;
    }

    /**
     * The topic's name.
     *
     * @return as it was asked for, which may be any text of a stranger; {@link Printable#text} makes it safe for a log
     */
    public String topic() {
        return topic;
    }

    /**
     * What to tell the client.
     *
     * @return the rule that was broken
     */
    public Reason reason() {
        return reason;
    }

    /** Why a subscription is refused. */
    public enum Reason {
        /** A {@link WsTopicAuthorizer} does not agree. */
        DENIED,
        /** The session has as many topics as it may have, {@code ws.topics.max-per-session}. */
        TOO_MANY,
        /** The name has more characters than it may have, {@code ws.topics.max-name-length}. */
        NAME_TOO_LONG,
        /** The name is null, empty or blank. */
        NO_NAME
    }
}
