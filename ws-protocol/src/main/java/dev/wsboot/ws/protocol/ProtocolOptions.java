package dev.wsboot.ws.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What makes one connection's protocol.
 *
 * @param role the role of this side
 * @param limits what the peer may make this side hold
 * @param inParts whether messages are delivered in parts, as they arrive, and are never collected; then
 *     {@link ProtocolEvents#onPart} is called instead of {@code onText} and {@code onBinary}
 * @param compression null where permessage-deflate was not negotiated
 * @param slab where large binary messages are collected, shared by the connections of one thread; null collects them on the
 *     heap
 */
public record ProtocolOptions(
        Role role,
        MessageLimits limits,
        boolean inParts,
        @Nullable Compression compression,
        @Nullable PayloadSlab slab) {

    /**
     * Whole messages, not compressed.
     *
     * @param role the role of this side
     * @param limits what the peer may make this side hold
     * @return the options
     */
    public static ProtocolOptions of(Role role, MessageLimits limits) {
        return new ProtocolOptions(role, limits, false, null, null);
    }
}
