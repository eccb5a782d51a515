package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.WsSession;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Trying again, on a clock that stands still, with a die that always shows the most. */
class KeptConnectionTest {

    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60));

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    private record Try(CompletableFuture<WsSession> result, SessionLife life) {}

    private final FakeClock clock = new FakeClock();
    private final FakePoller poller = new FakePoller(clock);
    private final EventLoop loop = new EventLoop(poller, clock);
    private final List<Try> tries = new ArrayList<>();
    private final List<Long> bounds = new ArrayList<>();
    private final KeptConnection kept = new KeptConnection(
            loop,
            this::connect,
            BACKOFF,
            new KeptConnection.Chance(
                    bound -> {
                        bounds.add(Duration.ofNanos(bound).toSeconds());
                        return bound - 1;
                    },
                    () -> Instant.EPOCH));
    private RuntimeException bug;

    KeptConnectionTest() {
        loop.own();
        loop.refreshTime();
    }

    private CompletableFuture<WsSession> connect(SessionLife life) {
        if (bug != null) {
            throw bug;
        }
        CompletableFuture<WsSession> result = new CompletableFuture<>();
        tries.add(new Try(result, life));
        return result;
    }

    private void run() {
        loop.turn();
        loop.turn();
    }

    private void pass(Duration time) {
        clock.advance(time);
        run();
    }

    private Try lastTry() {
        return tries.get(tries.size() - 1);
    }

    private void fail(Exception error) {
        lastTry().result().completeExceptionally(error);
        run();
    }

    /** A session that was really opened, by a server in memory. */
    private TestClient succeed() {
        TestClient client = new TestClient();
        client.life = lastTry().life();
        client.open();
        lastTry().result().complete(client.session());
        run();
        return client;
    }

    @Test
    void connectsAtOnce() {
        kept.begin();
        run();
        assertThat(tries).hasSize(1);
        assertThat(kept.session()).isNull();
        TestClient client = succeed();

        assertThat(kept.session()).isSameAs(client.session());
        assertThat(kept.ended()).isNotDone();
        pass(Duration.ofDays(1));
        assertThat(tries).hasSize(1);
    }

    @Test
    void waitsLongerWithEachFailure() {
        kept.begin();
        run();
        for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            int before = tries.size();
            fail(new IOException("refused"));
            pass(Duration.ofSeconds(seconds).minusNanos(2));
            assertThat(tries).hasSize(before);
            pass(Duration.ofNanos(1));
            assertThat(tries).hasSize(before + 1);
        }
        assertThat(bounds).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
    }

    @Test
    void connectsAgainWhereTheSessionEnded() {
        kept.begin();
        run();
        succeed().ends();
        assertThat(kept.session()).isNull();
        run();
        assertThat(tries).hasSize(1);
        pass(Duration.ofSeconds(1));

        assertThat(tries).hasSize(2);
        assertThat(kept.session()).isNull();
    }

    @Test
    void aConnectionThatHeldBeginsAnew() {
        kept.begin();
        run();
        fail(new IOException());
        pass(Duration.ofSeconds(1));
        TestClient client = succeed();
        pass(BACKOFF.max());
        client.ends();
        run();

        assertThat(bounds).containsExactly(1L, 1L);
    }

    @Test
    void aConnectionThatDidNotHoldIsAFailureToo() {
        kept.begin();
        run();
        fail(new IOException());
        pass(Duration.ofSeconds(1));
        TestClient client = succeed();
        pass(BACKOFF.max().minusNanos(1));
        client.ends();
        run();

        assertThat(bounds).containsExactly(1L, 2L);
    }

    @Test
    void waitsForAsLongAsTheServerSays() {
        kept.begin();
        run();
        fail(Refusals.status(503, "Retry-After: 100"));
        pass(Duration.ofSeconds(101).minusNanos(2));
        assertThat(tries).hasSize(1);
        pass(Duration.ofNanos(1));

        assertThat(tries).hasSize(2);
    }

    @Test
    void endsWhereTheServerRefusesForGood() {
        kept.begin();
        run();
        Exception refusal = Refusals.status(401);
        fail(refusal);

        assertThat(kept.ended()).isCompletedExceptionally();
        assertThat(kept.ended().handle((nothing, error) -> error).join()).isSameAs(refusal);
        pass(Duration.ofDays(1));
        assertThat(tries).hasSize(1);
    }

    @Test
    void nobodyEndsItByItsFuture() {
        kept.begin();
        kept.ended().complete(null);
        run();

        assertThat(kept.ended()).isNotDone();
        assertThat(tries).hasSize(1);
    }

    @Test
    void closingEndsTheSession() {
        kept.begin();
        run();
        TestClient client = succeed();
        kept.close();
        client.run().expect(Frames.close(1000, ""));
        assertThat(kept.session()).isNull();
        client.sendsFrames(Frames.close(1000, "")).ends();

        assertThat(kept.ended()).isCompletedWithValue(null);
        pass(Duration.ofDays(1));
        assertThat(tries).hasSize(1);
    }

    @Test
    void stoppingLeavesTheSessionToTheClient() {
        kept.begin();
        run();
        TestClient client = succeed();
        kept.stopTrying();
        client.run().expect();

        assertThat(kept.ended()).isCompletedWithValue(null);
    }

    @Test
    void closingGivesUpAConnectionInTheMaking() {
        kept.begin();
        run();
        kept.close();
        run();

        assertThat(lastTry().result()).isCancelled();
        pass(Duration.ofDays(1));
        assertThat(tries).hasSize(1);
    }

    @Test
    void closingEndsTheWaiting() {
        kept.begin();
        run();
        fail(new IOException());
        kept.close();
        run();
        assertThat(poller.timeout).as("next deadline").isEqualTo(Poller.FOREVER);
        pass(Duration.ofDays(1));

        assertThat(tries).hasSize(1);
    }

    @Test
    void closingBeforeItBeganConnectsNever() {
        kept.close();
        kept.begin();
        run();

        assertThat(tries).isEmpty();
        kept.close();
    }

    @Test
    void aBugIsTold() {
        kept.begin();
        run();
        fail(new IOException());
        bug = new IllegalStateException("bug");
        pass(Duration.ofSeconds(1));

        assertThat(kept.ended().handle((nothing, error) -> error).join()).isSameAs(bug);
        errors.expect("what was due failed");
    }

    @Test
    void endsWhereTheFirstTryCannotBeMade() {
        bug = new IllegalStateException("no default SSLContext");
        kept.begin();
        run();

        assertThat(kept.ended().handle((nothing, error) -> error).join()).isSameAs(bug);
        errors.expect("what was due failed");
    }
}
