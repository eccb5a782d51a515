package dev.wsboot.ws.net;

import dev.wsboot.ws.UpgradeDecision;
import dev.wsboot.ws.WsUpgradeCheck;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What is particular to one endpoint.
 *
 * @param subprotocols what the endpoint speaks, the preferred one first; empty where it does not care
 * @param upgradeCheck who decides whether a connection may be opened
 */
public record EndpointOptions(List<String> subprotocols, WsUpgradeCheck upgradeCheck) {

    private static final WsUpgradeCheck ACCEPT_ALL =
            upgrade -> CompletableFuture.completedStage(UpgradeDecision.accept());

    /** No subprotocol; everybody may connect who passes the server's rules. */
    public static final EndpointOptions DEFAULT = new EndpointOptions(List.of(), ACCEPT_ALL);

    /**
     * Copies the list.
     *
     * @param subprotocols the preferred one first
     * @param upgradeCheck decides
     */
    public EndpointOptions {
        subprotocols = List.copyOf(subprotocols);
    }

    /** Whether everybody may connect, so that there is nobody to wait for. */
    boolean asksNobody() {
        return upgradeCheck == ACCEPT_ALL;
    }

    /**
     * The same options with other subprotocols.
     *
     * @param names the preferred one first
     * @return new options
     */
    public EndpointOptions withSubprotocols(String... names) {
        return new EndpointOptions(List.of(names), upgradeCheck);
    }

    /**
     * The same options with another check.
     *
     * @param check decides whether a connection may be opened
     * @return new options
     */
    public EndpointOptions withUpgradeCheck(WsUpgradeCheck check) {
        return new EndpointOptions(subprotocols, check);
    }
}
