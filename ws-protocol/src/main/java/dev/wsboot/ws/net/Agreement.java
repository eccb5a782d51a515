package dev.wsboot.ws.net;

import dev.wsboot.ws.WsUpgrade;
import dev.wsboot.ws.protocol.DeflateParameters;
import dev.wsboot.ws.protocol.Role;
import org.jspecify.annotations.Nullable;

/**
 * What came out of an opening handshake.
 *
 * @param role the role of this side
 * @param upgrade the request
 * @param subprotocol null where none was agreed on
 * @param deflate null where messages are not compressed
 */
record Agreement(
        Role role,
        WsUpgrade upgrade,
        @Nullable String subprotocol,
        @Nullable DeflateParameters deflate) {}
