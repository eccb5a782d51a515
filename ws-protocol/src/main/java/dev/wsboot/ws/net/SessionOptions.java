package dev.wsboot.ws.net;

import dev.wsboot.ws.WsObserver;
import dev.wsboot.ws.protocol.DeflateOptions;
import dev.wsboot.ws.protocol.MessageLimits;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What all sessions of a server, or of a client, have in common. Immutable.
 *
 * @param inParts whether messages are delivered in parts, as they arrive
 * @param messageTimeout how long one message may take to arrive; zero for any time
 * @param rateLimit how fast a peer may send
 * @param addressRates how fast the peers of one address may send; null for any rate
 * @param maxPendingPongs Pongs that may wait for a peer that takes nothing, without that for its latest Ping
 * @param deflate how messages are compressed; null never compresses
 * @param sendQueueSize bytes that may wait for one peer
 * @param sendQueueMessages messages that may, where they are not encoded yet
 * @param sendQueuePolicy what becomes of a message that does not fit
 * @param stallTimeout how long a peer may take nothing of what waits for it
 * @param closeTimeout how long a peer has to answer a Close frame, and the callbacks before one to be done
 * @param executor runs the callbacks; null runs them on the event loops
 * @param handlerQueue callbacks of one session that may wait for the executor before reading stops
 */
record SessionOptions(
        MessageLimits messageLimits,
        boolean inParts,
        Duration messageTimeout,
        RateLimit rateLimit,
        @Nullable AddressRates addressRates,
        int maxPendingPongs,
        @Nullable DeflateOptions deflate,
        Heartbeat heartbeat,
        int sendQueueSize,
        int sendQueueMessages,
        SendQueuePolicy sendQueuePolicy,
        Duration stallTimeout,
        Duration closeTimeout,
        @Nullable Executor executor,
        int handlerQueue,
        WsObserver observer,
        SessionRegistry sessions) {

    /** Not less because of a small send queue: a read costs a system call. */
    private static final int LEAST_READ = 32 * 1024;

    /**
     * How many bytes are read at a time. What of them is not handled when reading pauses is kept, so a peer that takes nothing makes
     * this side hold no more of them than may wait for it.
     */
    int mostRead() {
        return Math.max(LEAST_READ, Math.min(sendQueueSize, EventLoop.READ_BUFFER));
    }

    /** The same with what one endpoint, or one request, wants otherwise. */
    SessionOptions with(@Nullable MessageLimits partLimits, @Nullable SendQueuePolicy policy) {
        if (partLimits == null && policy == null) {
            return this;
        }
        return new SessionOptions(
                partLimits == null ? messageLimits : partLimits,
                partLimits != null,
                // A message in parts may take any time.
                partLimits == null ? messageTimeout : Duration.ZERO,
                rateLimit,
                addressRates,
                maxPendingPongs,
                deflate,
                heartbeat,
                sendQueueSize,
                sendQueueMessages,
                policy == null ? sendQueuePolicy : policy,
                stallTimeout,
                closeTimeout,
                executor,
                handlerQueue,
                observer,
                sessions);
    }
}
