package dev.wsboot.ws.spring;

import dev.wsboot.ws.net.WsServer;

/**
 * Has the last word about the server before it starts. Every bean of this type is called, in order, each time that the
 * server is started, after the properties and the endpoints were applied.
 */
@FunctionalInterface
public interface WsServerCustomizer {

    /**
     * Changes what is to be changed, or adds endpoints.
     *
     * @param builder the server to be. Its observer is what feeds topics, sessions, metrics and the log, so make another
     *     one a bean of type {@link dev.wsboot.ws.WsObserver} instead of setting it here
     */
    void customize(WsServer.Builder builder);
}
