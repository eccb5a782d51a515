/**
 * The transport. Public are the two entry points, {@link dev.wsboot.ws.net.WsServer} and {@link dev.wsboot.ws.net.WsClient},
 * with what they take and hand out.
 */
@NullMarked
package dev.wsboot.ws.net;

import org.jspecify.annotations.NullMarked;
