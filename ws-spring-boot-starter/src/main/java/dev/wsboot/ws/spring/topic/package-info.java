/**
 * Named rooms over the engine's fan-out. Applications import nothing from here but inject
 * {@link dev.wsboot.ws.spring.WsTopics}.
 *
 * <p>{@link dev.wsboot.ws.spring.topic.LocalTopics} keeps one {@link dev.wsboot.ws.net.WsGroup} a topic, for as long as the
 * topic has a subscriber, and watches the server to learn which sessions end.
 * {@link dev.wsboot.ws.spring.topic.SubscriptionRules} says what a session may have, and counts what is refused.
 */
@NullMarked
package dev.wsboot.ws.spring.topic;

import org.jspecify.annotations.NullMarked;
