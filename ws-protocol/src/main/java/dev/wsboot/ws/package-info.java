/**
 * What an application implements or calls: {@link dev.wsboot.ws.WsHandler} takes the callbacks of an endpoint,
 * {@link dev.wsboot.ws.WsSession} is one connection, {@link dev.wsboot.ws.CloseEvent} says why it ended. Servers and
 * clients are in {@link dev.wsboot.ws.net}.
 */
@NullMarked
package dev.wsboot.ws;

import org.jspecify.annotations.NullMarked;
