package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ArrivalRateTest {

    private static final long MILLI = Duration.ofMillis(1).toNanos();

    private long now = -5 * MILLI;

    private ArrivalRate rate(RateLimit limit) {
        return Objects.requireNonNull(ArrivalRate.of(limit, now));
    }

    /** How many messages of that size are taken at once. */
    private int taken(ArrivalRate rate, int bytes) {
        int taken = 0;
        while (taken < 1000 && rate.take(1, bytes, now)) {
            taken++;
        }
        return taken;
    }

    @Test
    void isNoneWhereNothingIsLimited() {
        assertThat(ArrivalRate.of(RateLimit.NONE, now)).isNull();
        assertThat(ArrivalRate.of(RateLimit.perSecond(0, 1), now)).isNotNull();
        assertThat(ArrivalRate.of(RateLimit.perSecond(1, 0), now)).isNotNull();
    }

    @Test
    void takesABurstAndThenWhatTheTimeAllows() {
        ArrivalRate rate = rate(RateLimit.perSecond(10, 0).withBurst(Duration.ofSeconds(2)));
        assertThat(taken(rate, 1_000_000)).isEqualTo(20);
        now += 100 * MILLI - 1;
        assertThat(taken(rate, 0)).isZero();
        now += 1;
        assertThat(taken(rate, 0)).isEqualTo(1);
        now += 350 * MILLI;
        assertThat(taken(rate, 0)).isEqualTo(3);
    }

    @Test
    void aLongCalmGivesOneBurst() {
        ArrivalRate rate = rate(RateLimit.perSecond(10, 0));
        assertThat(taken(rate, 0)).isEqualTo(10);
        now += 3_600_000 * MILLI;
        assertThat(taken(rate, 0)).isEqualTo(10);
    }

    @Test
    void bytesHaveABucketOfTheirOwn() {
        ArrivalRate rate = rate(RateLimit.perSecond(100, 1000));
        assertThat(taken(rate, 250)).isEqualTo(4);
        now += 500 * MILLI;
        assertThat(taken(rate, 250)).isEqualTo(2);
    }

    @Test
    void whatComesTooEarlyTakesNothing() {
        ArrivalRate rate = rate(RateLimit.perSecond(1, 0));
        assertThat(taken(rate, 0)).isEqualTo(1);
        for (int i = 0; i < 1000; i++) {
            assertThat(rate.take(1, 0, now)).isFalse();
        }
        now += 1000 * MILLI;

        assertThat(taken(rate, 0)).isEqualTo(1);
    }

    @Test
    void aMessageLargerThanTheBurstIsTakenAfterACalmAndPaidForByTheNext() {
        ArrivalRate rate = rate(RateLimit.perSecond(0, 1000));
        assertThat(rate.take(1, 5000, now)).isTrue();
        now += 4000 * MILLI;
        assertThat(rate.take(1, 1, now)).isFalse();
        now += 1 * MILLI;
        assertThat(rate.take(1, 1, now)).isTrue();
    }

    @Test
    void aBurstShorterThanTheTimeOfOneMessageStillTakesOneAtATime() {
        ArrivalRate rate = rate(RateLimit.perSecond(5, 0).withBurst(Duration.ofMillis(100)));
        assertThat(taken(rate, 0)).isEqualTo(1);
        now += 200 * MILLI;
        assertThat(taken(rate, 0)).isEqualTo(1);
    }

    @Test
    void partsAreOneMessage() {
        ArrivalRate rate = rate(RateLimit.perSecond(1, 0));
        for (int i = 0; i < 1000; i++) {
            assertThat(rate.take(0, 1, now)).isTrue();
        }
        assertThat(rate.take(1, 1, now)).isTrue();
        assertThat(rate.take(1, 1, now)).isFalse();
    }
}
