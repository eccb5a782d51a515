package dev.wsboot.ws;

import dev.wsboot.ws.handshake.HandshakeRefusal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link WsUpgradeCheck} decided.
 *
 * @param refusal the HTTP answer of a refusal; null accepts
 * @param headers added to the 101 response where it accepts
 * @param attributes put into {@link WsSession#attributes()} before {@link WsHandler#onOpen} where it accepts
 */
public record UpgradeDecision(
        @Nullable HandshakeRefusal refusal, Map<String, String> headers, Map<String, Object> attributes) {

    private static final UpgradeDecision ACCEPTED = new UpgradeDecision(null, Map.of(), Map.of());

    /**
     * Copies the maps.
     *
     * @param refusal null accepts
     * @param headers added to the response
     * @param attributes put into the session
     */
    public UpgradeDecision {
        headers = Map.copyOf(headers);
        attributes = Map.copyOf(attributes);
    }

    /**
     * Accepts.
     *
     * @return the plain acceptance
     */
    public static UpgradeDecision accept() {
        return ACCEPTED;
    }

    /**
     * Accepts, and remembers what the check learned.
     *
     * @param attributes for {@link WsSession#attributes()}
     * @return the acceptance
     */
    public static UpgradeDecision accept(Map<String, Object> attributes) {
        return new UpgradeDecision(null, Map.of(), attributes);
    }

    /**
     * Refuses.
     *
     * @param refusal status, headers and body of the HTTP answer
     * @return the refusal
     */
    public static UpgradeDecision refuse(HandshakeRefusal refusal) {
        return new UpgradeDecision(refusal, Map.of(), Map.of());
    }
}
