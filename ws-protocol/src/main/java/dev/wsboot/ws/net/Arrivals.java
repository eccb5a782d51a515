package dev.wsboot.ws.net;

import dev.wsboot.ws.WsLimit;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** What a peer sends, held against the limits for itself and for its address. Belongs to the connection's event loop. */
final class Arrivals {

    private final SessionOptions options;
    private final @Nullable ArrivalRate own;
    private final AddressRates.@Nullable Shared ofAddress;

    private Arrivals(SessionOptions options, @Nullable ArrivalRate own, AddressRates.@Nullable Shared ofAddress) {
        this.options = options;
        this.own = own;
        this.ofAddress = ofAddress;
    }

    /** Null where nothing is limited. To be followed by {@link #end}. */
    static @Nullable Arrivals of(SessionOptions options, InetAddress from, long now) {
        AddressRates addresses = options.addressRates();
        ArrivalRate own = ArrivalRate.of(options.rateLimit(), now);
        AddressRates.Shared ofAddress = addresses == null ? null : addresses.enter(from, now);
        return own == null && ofAddress == null ? null : new Arrivals(options, own, ofAddress);
    }

    /**
     * Counts what has come, and tells the observer of the limit that it exceeds.
     *
     * @param count 1, or 0 for a part that does not end its message
     * @return whether that must not be
     */
    boolean areTooMany(int count, long bytes, long now) {
        if (own != null && !own.take(count, bytes, now) && isEnforced(options.rateLimit(), WsLimit.MESSAGE_RATE)) {
            return true;
        }
        AddressRates addresses = options.addressRates();
        return addresses != null
                && ofAddress != null
                && !ofAddress.take(count, bytes, now)
                && isEnforced(addresses.limit(), WsLimit.MESSAGE_RATE_PER_ADDRESS);
    }

    private boolean isEnforced(RateLimit limit, WsLimit reached) {
        options.observer().limitReached(reached);
        return !limit.onlyCounted();
    }

    /** The session has ended; on its loop. */
    void end(EventLoop loop) {
        if (ofAddress != null) {
            ofAddress.leave(loop);
        }
    }
}
