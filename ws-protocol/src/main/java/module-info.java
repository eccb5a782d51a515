/** WebSocket (RFC 6455) for Java: the protocol, its handshake, and a TCP listener of its own. */
module dev.wsboot.ws {
    requires static transitive org.jspecify;

    exports dev.wsboot.ws;
    exports dev.wsboot.ws.handshake;
    exports dev.wsboot.ws.net;
    exports dev.wsboot.ws.protocol;
}
