package dev.wsboot.ws.net;

import dev.wsboot.ws.WsLimit;
import dev.wsboot.ws.handshake.HandshakeRefusal;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How many TCP connections a server has at a time, in all and from one address. Of those beyond a limit a few are told so,
 * by HTTP; a flood of them is closed at once, so that to refuse costs next to nothing. For any thread.
 */
final class Admission {

    /** How many may well be in the middle of being told that they are refused. */
    static final int MOST_TOLD = 64;

    private final int most;
    private final int mostFromOne;
    private final int mostTold;
    private final Predicate<InetAddress> proxies;
    private final AtomicInteger admitted = new AtomicInteger();
    private final AtomicInteger told = new AtomicInteger();
    private final ConcurrentMap<Long, Integer> fromOne = new ConcurrentHashMap<>();

    /** Everybody's, where nothing is limited. */
    private final Place uncounted = new Place();

    /**
     * Nobody is there yet.
     *
     * @param most connections in all; 0 for any number
     * @param mostFromOne connections from one address; 0 for any number
     * @param mostTold of those beyond a limit, how many are told so at a time
     * @param proxies which addresses stand for others, and are not counted as one
     */
    Admission(int most, int mostFromOne, int mostTold, Predicate<InetAddress> proxies) {
        this.most = most;
        this.mostFromOne = mostFromOne;
        this.mostTold = mostTold;
        this.proxies = proxies;
    }

    /** What a connection is granted; to be run when it is closed. Belongs to one thread at a time. */
    final class Place implements Runnable {

        private @Nullable AtomicInteger countedIn;
        private @Nullable Long network;
        private @Nullable WsLimit exceeded;

        /** The limit that the connection would exceed; null where it is admitted. */
        @Nullable
        WsLimit exceeded() {
            return exceeded;
        }

        /** Whether it is to be talked to; otherwise it is to be closed at once. */
        boolean answered() {
            return exceeded == null || countedIn != null;
        }

        /** What it is to be answered; null where it is admitted. */
        @Nullable
        HandshakeRefusal refusal() {
            if (exceeded == null) {
                return null;
            }
            return exceeded == WsLimit.CONNECTIONS_PER_ADDRESS
                    ? HandshakeRefusal.tooManyRequests(HandshakePhase.RETRY_AFTER_SECONDS)
                    : HandshakeRefusal.serviceUnavailable(HandshakePhase.RETRY_AFTER_SECONDS);
        }

        /**
         * Counts the connection for the address that it comes from, once that is known. Whoever was refused remains so.
         *
         * @return whether that was one too many
         */
        boolean comesFrom(InetAddress address) {
            if (mostFromOne == 0 || network != null || exceeded != null || proxies.test(address)) {
                return false;
            }
            Long from = network(address);
            if (takeFrom(from)) {
                network = from;
                return false;
            }
            leave();
            refuse(WsLimit.CONNECTIONS_PER_ADDRESS);
            return true;
        }

        private void refuse(WsLimit limit) {
            exceeded = limit;
            countedIn = mostTold > 0 && take(told, mostTold) ? told : null;
        }

        /** As {@link #leave}: no connection needs an object of its own for that. */
        @Override
        public void run() {
            leave();
        }

        /** Gives the place back. */
        void leave() {
            if (network != null) {
                fromOne.computeIfPresent(network, (any, count) -> count == 1 ? null : count - 1);
                network = null;
            }
            if (countedIn != null) {
                countedIn.decrementAndGet();
                countedIn = null;
            }
        }
    }

    /**
     * Another connection was accepted.
     *
     * @param from null where it came by no network, and is not counted by address
     */
    Place enter(@Nullable InetAddress from) {
        if (most == 0 && mostFromOne == 0) {
            return uncounted;
        }
        Place place = new Place();
        if (take(admitted, most)) {
            place.countedIn = admitted;
            if (from != null) {
                place.comesFrom(from);
            }
        } else {
            place.refuse(WsLimit.CONNECTIONS);
        }
        return place;
    }

    /** Counts one more, unless there are as many as may be. Who is refused does not count for a moment, or others were refused too. */
    private static boolean take(AtomicInteger count, int limit) {
        int before;
        do {
            before = count.get();
            if (limit > 0 && before >= limit) {
                return false;
            }
        } while (!count.compareAndSet(before, before + 1));
        return true;
    }

    /** The same for one address. */
    private boolean takeFrom(Long network) {
        boolean[] taken = new boolean[1];
        fromOne.compute(network, (any, count) -> {
            int before = count == null ? 0 : count;
            taken[0] = before < mostFromOne;
            return taken[0] ? before + 1 : before;
        });
        return taken[0];
    }

    /**
     * Whom an address stands for. One subscriber of IPv6 has at least the 2^64 addresses of a subnet (RFC 4291 section 2.5.4),
     * so its first half is what tells them apart; behind an IPv4 address there may be many, but it is all that is known.
     */
    static Long network(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        // They do not meet: IANA has given nobody a subnet that begins with 32 zeros.
        return bytes.remaining() == Integer.BYTES ? 0xFFFF_FFFFL & bytes.getInt() : bytes.getLong();
    }

    /** Addresses that are counted at the moment. */
    int counted() {
        return fromOne.size();
    }
}
