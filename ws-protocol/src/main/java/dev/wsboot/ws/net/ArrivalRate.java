package dev.wsboot.ws.net;

import org.jspecify.annotations.Nullable;

/**
 * How fast a peer sends, held against a {@link RateLimit}: a token bucket for messages and one for bytes, each kept as the time
 * at which it will be full again. Belongs to the connection's event loop.
 */
final class ArrivalRate {

    private static final double SECOND = 1e9;

    private final RateLimit limit;
    private long messagesFullAt;
    private long bytesFullAt;

    private ArrivalRate(RateLimit limit, long now) {
        this.limit = limit;
        this.messagesFullAt = now;
        this.bytesFullAt = now;
    }

    /** Null where nothing is limited. */
    static @Nullable ArrivalRate of(RateLimit limit, long now) {
        return limit.messagesPerSecond() == 0 && limit.bytesPerSecond() == 0 ? null : new ArrivalRate(limit, now);
    }

    /**
     * A message has come, or a part of one. What is more than a whole bucket is taken from a full one.
     *
     * @param count 1, or 0 for a part that does not end its message
     * @return whether it comes too early; it takes nothing from the buckets then
     */
    boolean isExceededBy(int count, long bytes, long now) {
        long messages = after(messagesFullAt, count, limit.messagesPerSecond(), now);
        long payload = after(bytesFullAt, bytes, limit.bytesPerSecond(), now);
        long burst = limit.burst().toNanos();
        if ((messages - now > burst && messagesFullAt - now > 0) || (payload - now > burst && bytesFullAt - now > 0)) {
            return true;
        }
        messagesFullAt = messages;
        bytesFullAt = payload;
        return false;
    }

    /** When a bucket is full again after so much was taken. */
    private static long after(long fullAt, long taken, long perSecond, long now) {
        if (perSecond == 0) {
            return now;
        }
        return Math.max(fullAt, now) + (long) (taken * SECOND / perSecond);
    }
}
