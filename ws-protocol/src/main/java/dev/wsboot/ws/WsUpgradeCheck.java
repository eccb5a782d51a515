package dev.wsboot.ws;

import java.util.concurrent.CompletionStage;

/**
 * Decides whether a connection may be opened: the place for authentication. It is asked after the request was found to be
 * well formed, from an allowed origin and for a known endpoint, and before anything else of the application runs.
 */
@FunctionalInterface
public interface WsUpgradeCheck {

    /**
     * Decides, now or later. Called where the handler's callbacks are called: on the event loop, where it must not
     * block, or on the executor that the server was given.
     *
     * @param upgrade the request
     * @return the decision. A stage that fails, or an exception, refuses with 500; the handshake's deadline goes on
     *     meanwhile
     * @throws Exception refuses with 500
     */
    CompletionStage<UpgradeDecision> check(WsUpgrade upgrade) throws Exception;
}
