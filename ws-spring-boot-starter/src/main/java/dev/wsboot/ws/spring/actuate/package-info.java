/**
 * What operators see: what is here watches the server as a {@link dev.wsboot.ws.WsObserver}, or reads what the topics count,
 * and is added by being a bean. Nothing here is needed for messages to flow.
 */
@NullMarked
package dev.wsboot.ws.spring.actuate;

import org.jspecify.annotations.NullMarked;
