/**
 * What an application imports.
 *
 * <p>A class with {@link dev.wsboot.ws.spring.WsEndpoint @WsEndpoint} is a bean, and its methods take what happens on the
 * connections of one path:
 *
 * <pre>{@code
 * @WsEndpoint("/chat/{room}")
 * class ChatEndpoint {
 *
 *     private final WsTopics topics;
 *
 *     ChatEndpoint(WsTopics topics) {
 *         this.topics = topics;
 *     }
 *
 *     @OnOpen
 *     void join(WsSession session, @PathParam String room) {
 *         topics.subscribe(session, "chat:" + room);
 *     }
 *
 *     @OnMessage
 *     void say(@PathParam String room, ChatMessage message) {
 *         topics.publish("chat:" + room, message);
 *     }
 *
 *     @OnClose
 *     void left(WsSession session, CloseEvent close) {
 *         log.info("{} left: {}", session.id(), close);
 *     }
 * }
 * }</pre>
 *
 * <p>Methods may have any name and any visibility but private. What they may ask for as arguments stands at each
 * annotation; a {@link dev.wsboot.ws.WsSession} and a {@link dev.wsboot.ws.WsUpgrade} are to be had everywhere, and so is
 * what a {@link dev.wsboot.ws.spring.WsArgumentResolver} of the application's own provides. Mistakes are found when the
 * application starts, not when the first message arrives.
 *
 * <p>{@link dev.wsboot.ws.spring.WsTopics} and {@link dev.wsboot.ws.spring.WsSessions} are beans to inject. Who may subscribe
 * to what, a bean of type {@link dev.wsboot.ws.spring.WsTopicAuthorizer} decides.
 */
@NullMarked
package dev.wsboot.ws.spring;

import org.jspecify.annotations.NullMarked;
