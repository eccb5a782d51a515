package dev.wsboot.ws.net;

import static dev.wsboot.ws.net.Liveness.Due.IDLE_TIMEOUT;
import static dev.wsboot.ws.net.Liveness.Due.MESSAGE_TIMEOUT;
import static dev.wsboot.ws.net.Liveness.Due.NOTHING;
import static dev.wsboot.ws.net.Liveness.Due.PING;
import static dev.wsboot.ws.net.Liveness.Due.PING_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LivenessTest {

    private static final Duration INTERVAL = Duration.ofNanos(1_000);
    private static final Duration TIMEOUT = Duration.ofNanos(300);
    private static final long START = -500;

    private static Liveness liveness(Duration interval, double jitter, Duration idleTimeout) {
        return new Liveness(new Heartbeat(interval, TIMEOUT, jitter, idleTimeout), Duration.ZERO, START);
    }

    private static Liveness pinging() {
        return liveness(INTERVAL, 0, Duration.ZERO);
    }

    @Test
    void nothingIsEverDueWhereItIsOff() {
        Liveness liveness = new Liveness(Heartbeat.OFF, Duration.ZERO, START);

        assertThat(liveness.deadline()).isEqualTo(Phase.NEVER);
        assertThat(liveness.due(Long.MAX_VALUE - 1)).isEqualTo(NOTHING);
    }

    @Nested
    class Pings {

        @Test
        void areDueAtEveryInterval() {
            Liveness liveness = pinging();
            assertThat(liveness.deadline()).isEqualTo(START + 1_000);
            assertThat(liveness.due(START + 999)).isEqualTo(NOTHING);
            assertThat(liveness.due(START + 1_000)).isEqualTo(PING);
            liveness.ping(START + 1_000);
            liveness.heard(START + 1_001);

            assertThat(liveness.deadline()).isEqualTo(START + 2_000);
            assertThat(liveness.due(START + 1_999)).isEqualTo(NOTHING);
            assertThat(liveness.due(START + 2_000)).isEqualTo(PING);
        }

        @Test
        void carryTheirNumber() {
            Liveness liveness = pinging();

            assertThat(Frames.hex(liveness.ping(1))).isEqualTo("0000000000000001");
            assertThat(Frames.hex(liveness.ping(2))).isEqualTo("0000000000000002");
        }

        @Test
        void mayBeSkipped() {
            Liveness liveness = pinging();
            liveness.skipPing(START + 1_000);

            assertThat(liveness.deadline()).isEqualTo(START + 2_000);
            assertThat(liveness.due(START + 1_500)).isEqualTo(NOTHING);
        }

        @ParameterizedTest
        @ValueSource(doubles = {0.1, 0.5, 1})
        void areMovedByChanceWithinTheJitter(double jitter) {
            long earliest = Long.MAX_VALUE;
            long latest = Long.MIN_VALUE;
            for (int i = 0; i < 10_000; i++) {
                long after = liveness(INTERVAL, jitter, Duration.ZERO).deadline() - START;
                earliest = Math.min(earliest, after);
                latest = Math.max(latest, after);
            }

            // That none of 10,000 falls into a fifth of the range has a chance of 10^-969.
            long shift = (long) (1_000 * jitter);
            assertThat(earliest).isBetween(1_000 - shift, 1_000 - shift * 3 / 5);
            assertThat(latest).isBetween(1_000 + shift * 3 / 5, 1_000 + shift);
        }
    }

    @Nested
    class PingTimeouts {

        @Test
        void areDueWhereNothingIsHeard() {
            Liveness liveness = pinging();
            liveness.ping(START + 1_000);

            assertThat(liveness.deadline()).isEqualTo(START + 1_300);
            assertThat(liveness.due(START + 1_299)).isEqualTo(NOTHING);
            assertThat(liveness.due(START + 1_300)).isEqualTo(PING_TIMEOUT);
        }

        @Test
        void areNotDueWhereAnythingIsHeard() {
            Liveness liveness = pinging();
            liveness.ping(START + 1_000);
            liveness.heard(START + 1_299);

            assertThat(liveness.due(START + 1_300)).isEqualTo(NOTHING);
            assertThat(liveness.deadline()).isEqualTo(START + 2_000);
        }

        @Test
        void countFromTheFirstPingThatFoundSilence() {
            Liveness liveness = liveness(Duration.ofNanos(100), 0, Duration.ZERO);
            liveness.ping(START + 100);
            liveness.ping(START + 200);
            liveness.ping(START + 300);

            assertThat(liveness.deadline()).isEqualTo(START + 400);
            assertThat(liveness.due(START + 400)).isEqualTo(PING_TIMEOUT);
        }

        @Test
        void areNotDueBeforeThereWasAPing() {
            assertThat(pinging().due(START + 999)).isEqualTo(NOTHING);
        }
    }

    @Nested
    class IdleTimeouts {

        private final Liveness liveness = liveness(Duration.ZERO, 0, Duration.ofNanos(700));

        @Test
        void areDueWhereNothingIsHeard() {
            assertThat(liveness.deadline()).isEqualTo(START + 700);
            assertThat(liveness.due(START + 699)).isEqualTo(NOTHING);
            assertThat(liveness.due(START + 700)).isEqualTo(IDLE_TIMEOUT);
        }

        @Test
        void beginAnewWithEveryByte() {
            liveness.heard(START + 600);

            assertThat(liveness.deadline()).isEqualTo(START + 1_300);
            assertThat(liveness.due(START + 1_299)).isEqualTo(NOTHING);
        }

        @Test
        void goBeforePings() {
            Liveness both = liveness(INTERVAL, 0, Duration.ofNanos(1_200));
            assertThat(both.deadline()).isEqualTo(START + 1_000);
            both.ping(START + 1_000);
            assertThat(both.deadline()).isEqualTo(START + 1_200);

            assertThat(both.due(START + 1_300)).isEqualTo(IDLE_TIMEOUT);
        }
    }

    @Nested
    class RoundTrips {

        private final Liveness liveness = pinging();

        @Test
        void areKnownForTheLastPingOnly() {
            ByteBuffer first = liveness.ping(10);
            ByteBuffer second = liveness.ping(20);

            assertThat(liveness.roundTrip(first, 25)).isEqualTo(-1);
            assertThat(liveness.roundTrip(second, 27)).isEqualTo(7);
            assertThat(second.remaining()).isEqualTo(8);
        }

        @Test
        void areKnownOnce() {
            ByteBuffer payload = liveness.ping(10);

            assertThat(liveness.roundTrip(payload, 15)).isEqualTo(5);
            assertThat(liveness.roundTrip(payload, 16)).isEqualTo(-1);
        }

        @Test
        void areNotKnownForPongsOfThePeersOwn() {
            assertThat(liveness.roundTrip(ByteBuffer.allocate(8), 1)).isEqualTo(-1);
            liveness.ping(10);

            assertThat(liveness.roundTrip(ByteBuffer.allocate(0), 11)).isEqualTo(-1);
            assertThat(liveness.roundTrip(ByteBuffer.allocate(9), 11)).isEqualTo(-1);
            assertThat(liveness.roundTrip(ByteBuffer.allocate(8), 11)).isEqualTo(-1);
        }

        @Test
        void mayStandAnywhereInABuffer() {
            liveness.ping(10);
            ByteBuffer payload =
                    ByteBuffer.allocate(20).putLong(3, 1).position(3).limit(11);

            assertThat(liveness.roundTrip(payload, 12)).isEqualTo(2);
        }
    }

    @Nested
    class Messages {

        private final Liveness liveness = new Liveness(Heartbeat.OFF, Duration.ofNanos(50), START);

        @Test
        void haveTheirTimeFromTheFirstByte() {
            assertThat(liveness.messageBegun(START + 10)).isTrue();
            assertThat(liveness.messageBegun(START + 40)).isFalse();
            liveness.heard(START + 40);

            assertThat(liveness.deadline()).isEqualTo(START + 60);
            assertThat(liveness.due(START + 59)).isEqualTo(NOTHING);
            assertThat(liveness.due(START + 60)).isEqualTo(MESSAGE_TIMEOUT);
        }

        @Test
        void areDueNoMoreOnceTheyAreComplete() {
            liveness.messageBegun(START + 10);
            liveness.messageComplete();

            assertThat(liveness.deadline()).isEqualTo(Phase.NEVER);
            assertThat(liveness.messageBegun(START + 70)).isTrue();
            assertThat(liveness.deadline()).isEqualTo(START + 120);
        }

        @Test
        void beginAnewWhereNobodyListened() {
            liveness.messageBegun(START + 10);
            liveness.notListening(START + 30);

            assertThat(liveness.deadline()).isEqualTo(START + 80);
        }

        @Test
        void doNotBeginByNotListening() {
            liveness.notListening(START + 30);

            assertThat(liveness.deadline()).isEqualTo(Phase.NEVER);
        }

        @Test
        void mayTakeAnyTimeWhereNoneIsSet() {
            Liveness patient = new Liveness(Heartbeat.OFF, Duration.ZERO, START);

            assertThat(patient.messageBegun(START)).isFalse();
            assertThat(patient.deadline()).isEqualTo(Phase.NEVER);
        }
    }
}
