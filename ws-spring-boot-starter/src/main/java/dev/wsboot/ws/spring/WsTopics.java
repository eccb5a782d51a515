package dev.wsboot.ws.spring;

import dev.wsboot.ws.WsSession;

/**
 * Sends messages to whoever subscribed to a topic. A bean to inject; every method may be called from any thread and none
 * blocks, unless a {@link WsTopicAuthorizer} does.
 *
 * <p>A topic has a name, which is any text but a blank one, and exists while it has a subscriber. A session that ends leaves
 * its topics by itself.
 */
public interface WsTopics {

    /**
     * Lets a session have what is published from now on. Does nothing where it is subscribed already, or closing.
     *
     * @param session an open session
     * @param topic the name. It is never taken for a pattern or an expression; whether this user may have that topic, every
     *     {@link WsTopicAuthorizer} is asked
     * @throws SubscriptionRefusedException if one of them does not agree, or the session has as many topics as it may have,
     *     or the name is longer than it may be, or blank
     */
    void subscribe(WsSession session, String topic);

    /**
     * Ends what {@link #subscribe} began. Does nothing where the session is not subscribed.
     *
     * @param session the session
     * @param topic the topic
     */
    void unsubscribe(WsSession session, String topic);

    /**
     * Sends a message to all subscribers. It is encoded once, however many there are, and not at all where there are none.
     * What one thread publishes arrives in order.
     *
     * @param topic the topic
     * @param message a {@link String} is sent as text, {@code byte[]} and {@link java.nio.ByteBuffer} as binary, a
     *     {@link dev.wsboot.ws.PreparedMessage} as it is, anything else as JSON
     */
    void publish(String topic, Object message);
}
