package dev.wsboot.ws.net;

import org.jspecify.annotations.Nullable;

/**
 * How fast a peer sends, held against a {@link RateLimit}: a token bucket for messages and one for bytes. Belongs to one thread at a
 * time.
 */
final class ArrivalRate {

    private static final double SECOND = 1e9;

    private final long burst;
    private final Bucket messages;
    private final Bucket bytes;

    private ArrivalRate(RateLimit limit, long now) {
        this.burst = limit.burst().toNanos();
        this.messages = new Bucket(limit.messagesPerSecond(), now);
        this.bytes = new Bucket(limit.bytesPerSecond(), now);
    }

    /** Null where nothing is limited. */
    static @Nullable ArrivalRate of(RateLimit limit, long now) {
        return limit.messagesPerSecond() == 0 && limit.bytesPerSecond() == 0 ? null : new ArrivalRate(limit, now);
    }

    /**
     * A message has come, or a part of one. What is more than a whole bucket is taken from a full one.
     *
     * @param count 1, or 0 for a part that does not end its message
     * @return whether it was taken; false where it comes too early
     */
    boolean take(int count, long size, long now) {
        boolean taken = messages.has(count, now, burst) && bytes.has(size, now, burst);
        if (taken) {
            messages.take(count, now);
            bytes.take(size, now);
        }
        return taken;
    }

    /** When both are full again. */
    long fullAt() {
        return Math.max(messages.fullAt, bytes.fullAt);
    }

    /** Tokens, kept as the time at which there will be as many again as there may be. */
    private static final class Bucket {

        private final long perSecond;
        private long fullAt;

        /** A full one. */
        Bucket(long perSecond, long now) {
            this.perSecond = perSecond;
            this.fullAt = now;
        }

        boolean has(long tokens, long now, long burst) {
            return fullAt - now <= 0 || after(tokens, now) - now <= burst;
        }

        void take(long tokens, long now) {
            fullAt = after(tokens, now);
        }

        private long after(long tokens, long now) {
            return perSecond == 0 ? now : Math.max(fullAt, now) + (long) (tokens * SECOND / perSecond);
        }
    }
}
