package dev.wsboot.ws.spring;

import dev.wsboot.ws.WsSession;

/**
 * Decides who may have what is published to a topic. Every bean of this type is asked, in order, and all have to agree;
 * where there is none, whoever the application subscribes may have it. An application that has a {@link WsTopics} bean of its own has to
 * ask by itself.
 *
 * <p>It is asked once for a subscription. Who takes a right away later calls {@link WsTopics#unsubscribe}, which does nothing to a
 * subscription that is still being asked about: what an authorizer decides must hold until {@link WsTopics#subscribe} returns.
 */
@FunctionalInterface
public interface WsTopicAuthorizer {

    /**
     * Decides about one subscription. Called on the thread that calls {@link WsTopics#subscribe}, with nothing held, so it
     * may block where that thread may, and use {@link WsTopics} itself.
     *
     * @param session an open session that does not have the topic. Its attributes have what the
     *     {@link dev.wsboot.ws.WsUpgradeCheck} found out about the user
     * @param topic a name, which may be a stranger's: neither blank nor longer than is allowed, but any text besides
     * @return whether this authorizer agrees. If not, the caller gets a {@link SubscriptionRefusedException}; an exception
     *     goes to the caller as it is. Either way nothing is subscribed
     */
    boolean maySubscribe(WsSession session, String topic);
}
