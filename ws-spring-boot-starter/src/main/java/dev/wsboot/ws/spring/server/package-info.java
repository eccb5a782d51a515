/**
 * The listener as a part of the application's life. Applications import nothing from here.
 *
 * <p>{@link dev.wsboot.ws.spring.server.ServerLifecycle} starts the server after the application's beans and stops it before
 * them. In between {@link dev.wsboot.ws.spring.server.RunningServer} holds it for those who need it, and
 * {@link dev.wsboot.ws.spring.server.OpenSessions} knows its sessions. Handlers run on
 * {@link dev.wsboot.ws.spring.server.HandlerThreads}.
 */
@NullMarked
package dev.wsboot.ws.spring.server;

import org.jspecify.annotations.NullMarked;
