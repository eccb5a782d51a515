/** The transport. Public: {@link dev.wsboot.ws.net.WsServer} and what it hands out. */
@NullMarked
package dev.wsboot.ws.net;

import org.jspecify.annotations.NullMarked;
