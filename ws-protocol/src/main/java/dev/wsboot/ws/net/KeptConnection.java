package dev.wsboot.ws.net;

import dev.wsboot.ws.WsSession;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is opened anew whenever it ended or could not be opened, until {@link #close()}. Each time it is a
 * session of its own: what was sent at the end of the one before may be lost, and the server knows nothing of it any more,
 * so log in and subscribe in {@link dev.wsboot.ws.WsHandler#onOpen}.
 *
 * <p>Every method may be called from any thread.
 */
public final class KeptConnection implements AutoCloseable {

    /** Opens one connection. */
    interface Connector {

        CompletableFuture<WsSession> connect(SessionLife life);
    }

    /**
     * What is not the same every time.
     *
     * @param below a random number from 0 to its argument, exclusive
     */
    record Chance(LongUnaryOperator below, Supplier<Instant> wallClock) {}

    private final EventLoop loop;
    private final Connector connector;
    private final Backoff backoff;
    private final Chance chance;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final NextTry nextTry = new NextTry();

    private volatile @Nullable CompletableFuture<WsSession> connecting;
    private volatile @Nullable WsSession session;

    /** Tries since the last one that was worth it. The loop's. */
    private int failures;

    KeptConnection(EventLoop loop, Connector connector, Backoff backoff, Chance chance) {
        this.loop = loop;
        this.connector = connector;
        this.backoff = backoff;
        this.chance = chance;
    }

    /**
     * The session that is open now.
     *
     * @return null while there is none
     */
    public @Nullable WsSession session() {
        WsSession current = session;
        return current != null && current.isOpen() ? current : null;
    }

    /**
     * Tells when no more connections are opened.
     *
     * @return completes normally behind {@link #close()} or the end of the client; fails with the
     *     {@link dev.wsboot.ws.handshake.UpgradeRejectedException} that trying again could not mend: a redirection, or a
     *     status 4xx other than 408, 425 and 429. What depends on it may run on an event loop, and must not block
     */
    public CompletableFuture<Void> ended() {
        // Not a copy, which would wrap the exception.
        CompletableFuture<Void> view = new CompletableFuture<>();
        CompletionStage<Void> end = ended;
        end.whenComplete((nothing, error) -> {
            if (error == null) {
                view.complete(null);
            } else {
                view.completeExceptionally(error);
            }
        });
        return view;
    }

    /** Closes the session with 1000, where there is one, and opens no other. */
    @Override
    public void close() {
        stopTrying();
        WsSession current = session;
        if (current != null) {
            current.close();
        }
    }

    /** Leaves an open session alone; any thread. */
    void stopTrying() {
        if (ended.complete(null)) {
            loop.execute(LoopTask.of(() -> loop.cancel(nextTry)));
            giveUpConnecting();
        }
    }

    private void giveUpConnecting() {
        CompletableFuture<WsSession> current = connecting;
        if (current != null) {
            current.cancel(false);
        }
    }

    /** Tries for the first time; any thread. */
    void begin() {
        // As each later try, so that what it throws is told in the same way.
        loop.execute(LoopTask.of(() -> loop.schedule(nextTry, loop.now())));
    }

    private void connect() {
        if (ended.isDone()) {
            return;
        }
        CompletableFuture<WsSession> attempt = connector.connect(new Life());
        connecting = attempt;
        if (ended.isDone()) {
            attempt.cancel(false);
        }
        CompletionStage<WsSession> outcome = attempt;
        outcome.whenComplete((opened, error) -> {
            if (error != null) {
                loop.execute(LoopTask.of(() -> failed(error)));
            }
        });
    }

    private void failed(Throwable error) {
        if (RetryAfter.isWorthIt(error)) {
            connectLater(RetryAfter.of(error, chance.wallClock().get()));
        } else {
            ended.completeExceptionally(error);
        }
    }

    private void connectLater(Duration atLeast) {
        if (!ended.isDone()) {
            long random = chance.below().applyAsLong(backoff.boundNanos(failures));
            failures++;
            loop.schedule(nextTry, loop.now() + atLeast.toNanos() + random);
        }
    }

    private void lost(long lifetime) {
        if (lifetime >= backoff.max().toNanos()) {
            failures = 0;
        }
        connectLater(Duration.ZERO);
    }

    /** What becomes of one connection. */
    private final class Life implements SessionLife {

        private long openedAt;

        @Override
        public void opened(WsSession opened) {
            session = opened;
            loop.execute(LoopTask.of(() -> openedAt = loop.now()));
        }

        @Override
        public void over() {
            session = null;
            loop.execute(LoopTask.of(() -> lost(loop.now() - openedAt)));
        }
    }

    private final class NextTry extends Deadline {

        @Override
        void expired(long now) {
            connect();
        }

        @Override
        void failed(Throwable error) {
            ended.completeExceptionally(error);
        }
    }
}
