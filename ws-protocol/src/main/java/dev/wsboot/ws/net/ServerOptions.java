package dev.wsboot.ws.net;

import dev.wsboot.ws.handshake.HandshakeLimits;
import dev.wsboot.ws.handshake.OriginRule;
import dev.wsboot.ws.handshake.TrustedProxies;
import java.time.Duration;

/**
 * What all connections of a server have in common. Immutable, but for whether anybody is taken.
 *
 * @param handshakeTimeout how long a client has for its request
 * @param reception whether new sessions are taken
 * @param proxies whose word about the client is taken
 * @param session what holds once the handshake is done
 */
record ServerOptions(
        Router router,
        OriginRule originRule,
        HandshakeLimits handshakeLimits,
        Duration handshakeTimeout,
        Reception reception,
        TrustedProxies proxies,
        SessionOptions session) {}
