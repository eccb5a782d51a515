package dev.wsboot.ws.net;

import dev.wsboot.ws.WsLimit;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How many TCP connections a server has at a time, in all and from one address. Of those beyond a limit a few are told so,
 * by HTTP; a flood of them is closed at once, so that to refuse costs next to nothing. For any thread.
 */
final class Admission {

    /** How many may well be in the middle of being told that they are refused. */
    static final int MOST_TOLD = 64;

    /** Everybody's, where nothing is limited. */
    private static final Place UNCOUNTED = new Place(null, true, () -> {});

    private final int most;
    private final int mostFromOne;
    private final int mostTold;
    private final AtomicInteger admitted = new AtomicInteger();
    private final AtomicInteger told = new AtomicInteger();
    private final ConcurrentMap<Long, Integer> fromOne = new ConcurrentHashMap<>();

    /**
     * Nobody is there yet.
     *
     * @param most connections in all; 0 for any number
     * @param mostFromOne connections from one address; 0 for any number
     * @param mostTold of those beyond a limit, how many are told so at a time
     */
    Admission(int most, int mostFromOne, int mostTold) {
        this.most = most;
        this.mostFromOne = mostFromOne;
        this.mostTold = mostTold;
    }

    /**
     * What a connection is granted.
     *
     * @param exceeded the limit that it would exceed; null where it is admitted
     * @param answered whether it is to be talked to; otherwise it is to be closed at once
     * @param leave gives the place back; to be run once, when the connection is closed
     */
    record Place(@Nullable WsLimit exceeded, boolean answered, Runnable leave) {}

    /**
     * Another connection was accepted.
     *
     * @param from null where it has no address, because it came by a Unix domain socket
     */
    Place enter(@Nullable InetAddress from) {
        if (most == 0 && mostFromOne == 0) {
            return UNCOUNTED;
        }
        if (!take(admitted, most)) {
            return refused(WsLimit.CONNECTIONS);
        }
        if (mostFromOne == 0 || from == null) {
            return new Place(null, true, admitted::decrementAndGet);
        }
        Long network = network(from);
        if (fromOne.merge(network, 1, Integer::sum) > mostFromOne) {
            leave(network);
            return refused(WsLimit.CONNECTIONS_PER_ADDRESS);
        }
        return new Place(null, true, () -> leave(network));
    }

    private void leave(Long network) {
        fromOne.computeIfPresent(network, (any, count) -> count == 1 ? null : count - 1);
        admitted.decrementAndGet();
    }

    private Place refused(WsLimit exceeded) {
        return mostTold > 0 && take(told, mostTold)
                ? new Place(exceeded, true, told::decrementAndGet)
                : new Place(exceeded, false, () -> {});
    }

    /** Counts one more, unless there are as many as may be. */
    private static boolean take(AtomicInteger count, int limit) {
        if (count.incrementAndGet() > limit && limit > 0) {
            count.decrementAndGet();
            return false;
        }
        return true;
    }

    /**
     * Whom an address stands for. One subscriber of IPv6 has at least the 2^64 addresses of a subnet (RFC 4291 section 2.5.4),
     * so its first half is what tells them apart; behind an IPv4 address there may be many, but it is all that is known.
     */
    private static Long network(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        // They do not meet: IANA has given nobody a subnet that begins with 32 zeros.
        return bytes.remaining() == Integer.BYTES ? 0xFFFF_FFFFL & bytes.getInt() : bytes.getLong();
    }

    /** Addresses that are counted at the moment. */
    int counted() {
        return fromOne.size();
    }
}
