package dev.wsboot.ws.net;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a peer's life: when it was last heard, which ping it owes an answer to, since when it has been sending a
 * message, and what is due next. It knows the time only as it is told. Belongs to the connection's event loop.
 */
final class Liveness {

    /** What is to be done now. */
    enum Due {
        NOTHING,
        PING,
        PING_TIMEOUT,
        IDLE_TIMEOUT,
        MESSAGE_TIMEOUT
    }

    /** What a ping that was not answered waits for. */
    private static final class Awaited {

        /** When the last ping was sent. */
        long pingAt;

        /** When the first of those was sent since which nothing was heard, or {@link Phase#NEVER}. */
        long silentSince = Phase.NEVER;
    }

    private final Heartbeat heartbeat;
    private final Duration messageTimeout;
    private long heardAt;

    /** When the first byte came of the message that is not complete, or {@link Phase#NEVER}. */
    private long messageSince = Phase.NEVER;

    private long nextPingAt;
    private int pings;

    /** Null where the last ping was answered, or there was none. */
    private @Nullable Awaited awaited;

    /**
     * The connection is open now.
     *
     * @param messageTimeout how long one message may take to arrive; zero for any time
     */
    Liveness(Heartbeat heartbeat, Duration messageTimeout, long now) {
        this.heartbeat = heartbeat;
        this.messageTimeout = messageTimeout;
        this.heardAt = now;
        scheduleNextPing(now);
    }

    private void scheduleNextPing(long now) {
        long interval = heartbeat.interval().toNanos();
        if (interval == 0) {
            nextPingAt = Phase.NEVER;
            return;
        }
        double shift = heartbeat.jitter() * (2 * ThreadLocalRandom.current().nextDouble() - 1);
        nextPingAt = now + interval + (long) (interval * shift);
    }

    /** Something arrived: any byte is life, not only a Pong. */
    void heard(long now) {
        heardAt = now;
        if (awaited != null) {
            awaited.silentSince = Phase.NEVER;
        }
    }

    /** Part of a message has arrived. Returns whether that is new and {@link #deadline} has changed. */
    boolean messageBegun(long now) {
        if (messageSince != Phase.NEVER || messageTimeout.isZero()) {
            return false;
        }
        messageSince = now;
        return true;
    }

    void messageComplete() {
        messageSince = Phase.NEVER;
    }

    /** While nothing is read, the peer can neither show that it lives nor complete its message: both times begin anew. */
    void notListening(long now) {
        heard(now);
        if (messageSince != Phase.NEVER) {
            messageSince = now;
        }
    }

    /** When {@link #due} is to be asked next. */
    long deadline() {
        long at = Math.min(nextPingAt, messageDeadline());
        long silentSince = silentSince();
        if (silentSince != Phase.NEVER) {
            at = Math.min(at, silentSince + heartbeat.timeout().toNanos());
        }
        if (!heartbeat.idleTimeout().isZero()) {
            at = Math.min(at, heardAt + heartbeat.idleTimeout().toNanos());
        }
        return at;
    }

    private long messageDeadline() {
        return messageSince == Phase.NEVER ? Phase.NEVER : messageSince + messageTimeout.toNanos();
    }

    private long silentSince() {
        return awaited == null ? Phase.NEVER : awaited.silentSince;
    }

    Due due(long now) {
        if (messageDeadline() <= now) {
            return Due.MESSAGE_TIMEOUT;
        }
        if (!heartbeat.idleTimeout().isZero()
                && now - heardAt >= heartbeat.idleTimeout().toNanos()) {
            return Due.IDLE_TIMEOUT;
        }
        long silentSince = silentSince();
        if (silentSince != Phase.NEVER
                && now - silentSince >= heartbeat.timeout().toNanos()) {
            return Due.PING_TIMEOUT;
        }
        return now >= nextPingAt ? Due.PING : Due.NOTHING;
    }

    /**
     * A ping is sent.
     *
     * @return its payload, by which its Pong is recognised
     */
    ByteBuffer ping(long now) {
        Awaited answer = awaited == null ? new Awaited() : awaited;
        answer.pingAt = now;
        if (answer.silentSince == Phase.NEVER) {
            answer.silentSince = now;
        }
        awaited = answer;
        scheduleNextPing(now);
        return ByteBuffer.allocate(Long.BYTES).putLong(++pings).flip();
    }

    /** A ping cannot be sent, because the peer does not even take what it was sent before; the next one may. */
    void skipPing(long now) {
        scheduleNextPing(now);
    }

    /**
     * A Pong arrived.
     *
     * @param payload from position to limit; left alone
     * @return how long its ping took, in nanoseconds; -1 where it does not answer the last ping, or not for the first time
     */
    long roundTrip(ByteBuffer payload, long now) {
        if (awaited == null || payload.remaining() != Long.BYTES || payload.getLong(payload.position()) != pings) {
            return -1;
        }
        long pingAt = awaited.pingAt;
        awaited = null;
        return now - pingAt;
    }
}
