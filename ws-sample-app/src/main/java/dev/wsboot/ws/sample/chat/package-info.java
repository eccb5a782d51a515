/**
 * A chat with rooms: {@link dev.wsboot.ws.sample.chat.ChatEndpoint} talks to the browsers, one
 * {@link dev.wsboot.ws.sample.chat.ChatRoom} knows who is here and what was said.
 */
@NullMarked
package dev.wsboot.ws.sample.chat;

import org.jspecify.annotations.NullMarked;
