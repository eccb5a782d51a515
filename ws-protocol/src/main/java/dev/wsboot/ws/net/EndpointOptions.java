package dev.wsboot.ws.net;

import dev.wsboot.ws.UpgradeDecision;
import dev.wsboot.ws.WsUpgradeCheck;
import dev.wsboot.ws.protocol.MessageLimits;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What is particular to one endpoint.
 *
 * @param subprotocols what the endpoint speaks, the preferred one first; empty where it does not care
 * @param upgradeCheck who decides whether a connection may be opened
 * @param partLimits where messages are delivered in parts, how large they may be, in place of the server's limits; null
 *     delivers whole messages
 * @param sendQueuePolicy what becomes of messages that a slow peer leaves no room for, in place of the server's policy; null
 *     leaves that
 */
public record EndpointOptions(
        List<String> subprotocols,
        WsUpgradeCheck upgradeCheck,
        @Nullable MessageLimits partLimits,
        @Nullable SendQueuePolicy sendQueuePolicy) {

    private static final WsUpgradeCheck ACCEPT_ALL =
            upgrade -> CompletableFuture.completedStage(UpgradeDecision.accept());

    /** No subprotocol; everybody may connect who passes the server's rules. */
    public static final EndpointOptions DEFAULT = new EndpointOptions(List.of(), ACCEPT_ALL, null, null);

    /**
     * Copies the list.
     *
     * @param subprotocols the preferred one first
     * @param upgradeCheck decides
     * @param partLimits for messages in parts
     * @param sendQueuePolicy for slow peers
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
        return new EndpointOptions(List.of(names), upgradeCheck, partLimits, sendQueuePolicy);
    }

    /**
     * The same options with another check.
     *
     * @param check decides whether a connection may be opened
     * @return new options
     */
    public EndpointOptions withUpgradeCheck(WsUpgradeCheck check) {
        return new EndpointOptions(subprotocols, check, partLimits, sendQueuePolicy);
    }

    /**
     * The same options with messages that are delivered in parts, as they arrive, to
     * {@link dev.wsboot.ws.WsHandler#onTextPart} and {@link dev.wsboot.ws.WsHandler#onBinaryPart}.
     *
     * @param limits how large they may be, such as {@link MessageLimits#UNBOUNDED_PARTS}; in place of the server's limits
     * @return new options
     */
    public EndpointOptions withParts(MessageLimits limits) {
        return new EndpointOptions(subprotocols, upgradeCheck, limits, sendQueuePolicy);
    }

    /**
     * The same options with another policy for slow peers.
     *
     * @param policy what becomes of messages that a slow peer leaves no room for; in place of the server's policy
     * @return new options
     */
    public EndpointOptions withSendQueuePolicy(SendQueuePolicy policy) {
        return new EndpointOptions(subprotocols, upgradeCheck, partLimits, policy);
    }
}
