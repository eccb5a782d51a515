package dev.wsboot.ws.net;

import dev.wsboot.ws.WsObserver;
import dev.wsboot.ws.protocol.DeflateOptions;
import dev.wsboot.ws.protocol.MessageLimits;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What the builders of servers and clients are told of their sessions, with the defaults of both; they pass it on, and their
 * Javadoc says what it means.
 */
final class SessionSettings {

    private MessageLimits messageLimits = MessageLimits.DEFAULT;
    private Duration messageTimeout = Duration.ofSeconds(60);
    private RateLimit rateLimit = RateLimit.NONE;
    private int maxPendingPongs = 64;
    private @Nullable DeflateOptions compression = DeflateOptions.DEFAULT;
    private Heartbeat heartbeat = Heartbeat.DEFAULT;
    private int sendQueueSize = 1 << 20;
    private int sendQueueMessages = 16_384;
    private SendQueuePolicy sendQueuePolicy = SendQueuePolicy.CLOSE;
    private Duration stallTimeout = Duration.ofSeconds(10);
    private Duration closeTimeout = Duration.ofSeconds(5);
    private @Nullable Executor executor;
    private int handlerQueue = 256;
    private WsObserver observer = WsObserver.NONE;

    void messageLimits(MessageLimits limits) {
        this.messageLimits = Objects.requireNonNull(limits);
    }

    void messageTimeout(Duration timeout) {
        this.messageTimeout = Durations.requireNotNegative(timeout, "messageTimeout");
    }

    void rateLimit(RateLimit limit) {
        this.rateLimit = Objects.requireNonNull(limit);
    }

    void maxPendingPongs(int pongs) {
        this.maxPendingPongs = requirePositive(pongs, "maxPendingPongs");
    }

    void compression(@Nullable DeflateOptions options) {
        this.compression = options;
    }

    void heartbeat(Heartbeat heartbeat) {
        this.heartbeat = Objects.requireNonNull(heartbeat);
    }

    void sendQueue(int maxBytes, Duration stallTimeout) {
        this.sendQueueSize = requirePositive(maxBytes, "maxBytes");
        this.stallTimeout = Durations.requirePositive(stallTimeout, "stallTimeout");
    }

    void sendQueueMessages(int maxMessages) {
        this.sendQueueMessages = requirePositive(maxMessages, "maxMessages");
    }

    void sendQueuePolicy(SendQueuePolicy policy) {
        this.sendQueuePolicy = Objects.requireNonNull(policy);
    }

    void closeTimeout(Duration timeout) {
        this.closeTimeout = Durations.requirePositive(timeout, "closeTimeout");
    }

    void executor(@Nullable Executor executor) {
        this.executor = executor;
    }

    void handlerQueue(int maxCallbacks) {
        this.handlerQueue = requirePositive(maxCallbacks, "maxCallbacks");
    }

    void observer(WsObserver observer) {
        this.observer = Objects.requireNonNull(observer);
    }

    /** What was set, for the sessions that are kept there. */
    SessionOptions options(SessionRegistry sessions) {
        return options(sessions, null);
    }

    /** The same for those of a server, of which the addresses matter. */
    SessionOptions options(SessionRegistry sessions, @Nullable AddressRates addressRates) {
        return new SessionOptions(
                messageLimits,
                false,
                messageTimeout,
                rateLimit,
                addressRates,
                maxPendingPongs,
                compression,
                heartbeat,
                sendQueueSize,
                sendQueueMessages,
                sendQueuePolicy,
                stallTimeout,
                closeTimeout,
                executor,
                handlerQueue,
                SafeObserver.of(observer),
                sessions);
    }

    static int requirePositive(int value, String name) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be positive, but is " + value);
        }
        return value;
    }
}
