package dev.wsboot.ws.net;

import java.net.InetAddress;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How fast the sessions from one address send together, held against a {@link RateLimit}. An address is forgotten when its last
 * session has ended and it may send a whole burst again: to connect anew gains nothing. For any thread.
 */
final class AddressRates {

    private final RateLimit limit;
    private final Predicate<InetAddress> proxies;
    private final ConcurrentMap<Long, Shared> byNetwork = new ConcurrentHashMap<>();

    private AddressRates(RateLimit limit, Predicate<InetAddress> proxies) {
        this.limit = limit;
        this.proxies = proxies;
    }

    /**
     * Null where nothing is limited.
     *
     * @param proxies which addresses stand for others, and are not limited as one
     */
    static @Nullable AddressRates of(RateLimit limit, Predicate<InetAddress> proxies) {
        return ArrivalRate.of(limit, 0) == null ? null : new AddressRates(limit, proxies);
    }

    RateLimit limit() {
        return limit;
    }

    /**
     * A session begins.
     *
     * @return what its address has in common, to {@link Shared#leave} at its end; null where it is not limited
     */
    @Nullable
    Shared enter(InetAddress from, long now) {
        if (proxies.test(from)) {
            return null;
        }
        return byNetwork.compute(Admission.network(from), (network, known) -> {
            Shared shared = known == null ? new Shared(network, now) : known;
            shared.sessions++;
            return shared;
        });
    }

    /** Addresses that are known at the moment. */
    int known() {
        return byNetwork.size();
    }

    /** What the sessions from one address have in common. */
    final class Shared {

        private final Long network;
        private final ArrivalRate rate;

        /** Changed only inside {@code byNetwork.compute}. */
        private int sessions;

        private Shared(Long network, long now) {
            this.network = network;
            this.rate = Objects.requireNonNull(ArrivalRate.of(limit, now));
        }

        /** As {@link ArrivalRate#take}. */
        synchronized boolean take(int count, long size, long now) {
            return rate.take(count, size, now);
        }

        private synchronized long fullAt() {
            return rate.fullAt();
        }

        /** A session has ended; on its loop. */
        void leave(EventLoop loop) {
            byNetwork.computeIfPresent(network, (same, shared) -> {
                sessions--;
                return shared;
            });
            forget(loop);
        }

        /** Forgets the address, now or when it may send a whole burst again, unless a session has begun meanwhile. */
        private void forget(EventLoop loop) {
            boolean[] tooEarly = new boolean[1];
            byNetwork.computeIfPresent(network, (same, known) -> {
                if (known != this || sessions > 0) {
                    return known;
                }
                tooEarly[0] = fullAt() - loop.now() > 0;
                return tooEarly[0] ? known : null;
            });
            if (tooEarly[0]) {
                loop.schedule(new Forgetting(this, loop), fullAt());
            }
        }
    }

    /** Waits until an address may be forgotten. */
    private static final class Forgetting extends Deadline {

        private final Shared shared;
        private final EventLoop loop;

        Forgetting(Shared shared, EventLoop loop) {
            this.shared = shared;
            this.loop = loop;
        }

        @Override
        void expired(long now) {
            shared.forget(loop);
        }

        @Override
        void failed(Throwable error) {
            // An address that stays known costs some bytes.
        }
    }
}
