package dev.wsboot.ws.net;

import static dev.wsboot.ws.net.OutboundProbe.bytes;
import static dev.wsboot.ws.net.OutboundProbe.frame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.PreparedMessage;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OutboundTest {

    private static final int BUFFER = EventLoop.WRITE_BUFFER;

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    private final FakeClock clock = new FakeClock();
    private final EventLoop loop = new EventLoop(new FakePoller(), clock);
    private final OutboundProbe line = new OutboundProbe(loop);

    @Nested
    class Corking {

        @Test
        void whatIsSentInOneTurnLeavesInOneWrite() {
            for (int i = 0; i < 100; i++) {
                line.send(i, 3);
                line.add(i, 3);
            }
            assertThat(line.transport.writes).isEmpty();
            assertThat(line.outbound.isEmpty()).isFalse();

            loop.turn();

            assertThat(line.transport.writes).containsExactly(100 * 3 + 100 * 5);
            assertThat(line.outbound.isEmpty()).isTrue();
            line.expectEvents();
        }

        @Test
        void theBufferIsWrittenWhenItIsFullAndTheRestAtTheEndOfTheTurn() {
            line.send(1, BUFFER - 10);
            line.send(2, 11);
            assertThat(line.transport.writes).containsExactly(BUFFER - 10);

            loop.turn();

            assertThat(line.transport.writes).containsExactly(BUFFER - 10, 11);
            line.expect(bytes(1, BUFFER - 10), bytes(2, 11));
        }

        @Test
        void twoConnectionsThatTakeTurnsKeepTheirBytesApart() {
            OutboundProbe other = new OutboundProbe(loop);
            for (int i = 0; i < 3; i++) {
                line.send(1, 4);
                other.send(2, 5);
            }
            loop.turn();

            line.expect(bytes(1, 12));
            other.expect(bytes(2, 15));
        }

        @Test
        void aTurnIsNeverLeftWithoutWriting() {
            line.send(1, 4);
            loop.turn();
            line.send(2, 4);
            loop.turn();

            line.expect(bytes(1, 4), bytes(2, 4));
        }

        @Test
        void flushWritesBeforeTheTurnEnds() {
            line.send(1, 4);
            line.outbound.flush();

            line.expect(bytes(1, 4));
            loop.turn();
            assertThat(line.transport.writes).containsExactly(4);
        }

        @Test
        void aMessageLargerThanTheBufferLeavesInPieces() {
            line.send(1, BUFFER + 5);
            loop.turn();

            assertThat(line.transport.writes).containsExactly(BUFFER, 5);
            line.expect(bytes(1, BUFFER + 5));
        }

        @Test
        void aPreparedMessageThatDoesNotFitAnyMoreGoesBehindWhatWasBefore() {
            line.send(1, BUFFER - 10);
            line.add(2, 100);
            line.send(3, 10);
            loop.turn();

            line.expect(bytes(1, BUFFER - 10), frame(2, 100), bytes(3, 10));
        }
    }

    /** With what other connections send: see {@link WriteBatch}. */
    @Nested
    class LeavingSoon {

        @Test
        void aLittleIsWrittenWithTheOthersAtTheLatestWhenTheTurnOfTheLoopEnds() {
            line.send(1, 3);
            line.send(2, 3);
            line.outbound.flushSoon();
            assertThat(line.transport.writes).isEmpty();
            assertThat(line.outbound.isEmpty()).isFalse();
            assertThat(line.outbound.held()).isEqualTo(6);
            assertThat(loop.writeBuffer().isLentTo(line.outbound)).isFalse();

            loop.turn();

            assertThat(line.transport.writes).containsExactly(6);
            line.expect(bytes(1, 3), bytes(2, 3));
            assertThat(line.outbound.isEmpty()).isTrue();
            assertThat(line.outbound.held()).isZero();
        }

        @Test
        void moreIsWrittenAtOnce() {
            line.send(1, WriteBatch.MOST_BYTES);
            line.send(2, 1);
            line.outbound.flushSoon();

            assertThat(line.transport.writes).containsExactly(WriteBatch.MOST_BYTES + 1);
        }

        @Test
        void andSoIsALargeFrame() {
            line.send(1, WriteBuffer.SMALL_FRAME + 1);
            line.send(2, 1);
            line.outbound.flushSoon();

            assertThat(line.transport.writes).containsExactly(WriteBuffer.SMALL_FRAME + 2);
        }

        @Test
        void whatWaitsIsWrittenAtOnce() {
            line.outbound.add(PreparedMessage.text("hello"));
            line.outbound.flushSoon();

            assertThat(line.transport.writes).containsExactly(7);
        }

        @Test
        void whatComesBehindDoesNotOvertake() {
            line.send(1, 3);
            line.outbound.flushSoon();
            line.send(2, 3);
            line.outbound.flushSoon();
            line.add(3, 3);
            line.outbound.flushSoon();

            line.expect(bytes(1, 3), bytes(2, 3), frame(3, 3));
        }

        @Test
        void norWhatComesBehindInAQueueOfItsOwn() {
            line.transport.take(1);
            line.send(1, 3);
            line.outbound.flushSoon();
            line.add(2, 3);
            line.outbound.flush();
            line.transport.takeEverything();
            line.outbound.writable();

            line.expect(bytes(1, 3), frame(2, 3));
        }

        @Test
        void flushWritesAtOnce() {
            line.send(1, 3);
            line.outbound.flushSoon();
            line.outbound.flush();

            line.expect(bytes(1, 3));
        }

        @Test
        void whoWaitsForItIsToldWhenItIsWritten() {
            CompletableFuture<Void> before = new CompletableFuture<>();
            CompletableFuture<Void> behind = new CompletableFuture<>();
            line.send(1, 3);
            line.outbound.whenWritten(before);
            line.outbound.flushSoon();
            line.outbound.whenWritten(behind);
            loop.writeBatch().write();
            assertThat(before).isNotDone();

            loop.turn();

            assertThat(before).isCompleted();
            assertThat(behind).isCompleted();
        }

        @Test
        void discardDropsIt() {
            OutboundProbe other = new OutboundProbe(loop);
            line.send(1, 3);
            line.outbound.flushSoon();
            other.send(2, 5);
            other.outbound.flushSoon();
            line.outbound.discard();
            assertThat(line.outbound.isEmpty()).isTrue();
            assertThat(line.outbound.held()).isZero();
            loop.turn();

            assertThat(line.transport.writes).isEmpty();
            other.expect(bytes(2, 5));
        }
    }

    @Nested
    class WhereTheOperatingSystemDoesNotTakeAll {

        @Test
        void theRestWaitsAndIsCounted() {
            line.transport.take(3);
            line.send(1, 10);
            loop.turn();

            line.expect(bytes(1, 3));
            line.expectEvents("blocked");
            assertThat(line.outbound.isBlocked()).isTrue();
            assertThat(line.outbound.isEmpty()).isFalse();
            assertThat(line.outbound.queued()).isEqualTo(7);

            line.transport.takeEverything();
            line.outbound.writable();

            line.expect(bytes(1, 7));
            line.expectEvents("unblocked");
            assertThat(line.outbound.queued()).isZero();
            assertThat(line.outbound.isEmpty()).isTrue();
        }

        @Test
        void itIsNotAskedAgainBeforeItSaysSo() {
            line.transport.take(0);
            line.send(1, 10);
            loop.turn();
            line.send(2, 10);
            loop.turn();

            assertThat(line.transport.writes).containsExactly(0);
            assertThat(line.outbound.queued()).isEqualTo(20);
        }

        @Test
        void whatComesLaterStaysBehind() {
            line.transport.take(1);
            line.send(1, 10);
            loop.turn();
            line.add(2, 20);
            line.send(3, 30);
            line.add(4, 2 * BUFFER);
            line.send(5, 2 * BUFFER);
            line.transport.takeEverything();
            line.outbound.writable();

            line.expect(bytes(1, 10), frame(2, 20), bytes(3, 30), frame(4, 2 * BUFFER), bytes(5, 2 * BUFFER));
            assertThat(line.outbound.queued()).isZero();
        }

        @Test
        void aLargeMessageStaysBehindTheRestOfASmallOne() {
            line.transport.take(3);
            line.send(1, 10);
            line.send(2, BUFFER + 1);
            loop.turn();
            line.transport.takeEverything();
            line.outbound.writable();

            line.expect(bytes(1, 10), bytes(2, BUFFER + 1));
        }

        @Test
        void anotherConnectionThatWantsTheBufferDoesNotLoseTheRest() {
            OutboundProbe other = new OutboundProbe(loop);
            line.transport.take(1);
            line.send(1, 5);
            other.send(2, 5);
            line.send(3, 5);
            loop.turn();
            line.transport.takeEverything();
            line.outbound.writable();

            line.expect(bytes(1, 5), bytes(3, 5));
            other.expect(bytes(2, 5));
        }

        @Test
        void everyPieceOfOneByteIsTaken() {
            line.transport.take(0);
            line.send(1, 2);
            line.add(2, 2);
            loop.turn();
            for (int i = 0; i < 6; i++) {
                assertThat(line.outbound.queued()).isEqualTo(6 - i);
                line.transport.take(1);
                line.outbound.writable();
            }

            line.expect(bytes(1, 2), frame(2, 2));
            line.expectEvents("blocked", "unblocked");
        }

        @Test
        void theTimeOfTheLastProgressIsKept() {
            loop.refreshTime();
            line.transport.take(1);
            line.send(1, 10);
            loop.turn();
            long blockedAt = loop.now();
            assertThat(line.outbound.progressAt()).isEqualTo(blockedAt);

            clock.advance(Duration.ofSeconds(1));
            loop.refreshTime();
            line.transport.take(0);
            line.outbound.writable();
            assertThat(line.outbound.progressAt())
                    .as("ready, but nothing was taken")
                    .isEqualTo(blockedAt);

            line.transport.take(1);
            line.outbound.writable();
            assertThat(line.outbound.progressAt()).isEqualTo(loop.now());
        }

        @Test
        void theTimeBeginsWhenItBecomesBlocked() {
            clock.advance(Duration.ofSeconds(5));
            loop.refreshTime();
            line.transport.take(0);
            line.send(1, 10);
            loop.turn();

            assertThat(line.outbound.progressAt()).isEqualTo(loop.now());
        }
    }
}
