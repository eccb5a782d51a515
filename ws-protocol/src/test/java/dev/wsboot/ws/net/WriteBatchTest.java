package dev.wsboot.ws.net;

import static dev.wsboot.ws.net.OutboundProbe.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WriteBatchTest {

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    private final FakeClock clock = new FakeClock();
    private final EventLoop loop = new EventLoop(new FakePoller(), clock);
    private final WriteBatch batch = loop.writeBatch();

    private OutboundProbe line() {
        return new OutboundProbe(loop);
    }

    /** A connection that had a turn, in which it sent so many bytes. */
    private OutboundProbe lineWith(int b, int size) {
        OutboundProbe line = line();
        line.send(b, size);
        line.outbound.flushSoon();
        return line;
    }

    @Test
    void whatSeveralConnectionsSendIsWrittenWhenItsTimeHasCome() {
        OutboundProbe first = lineWith(1, 3);
        OutboundProbe second = lineWith(2, WriteBatch.MOST_BYTES);
        OutboundProbe third = lineWith(3, 1);
        assertThat(Stream.of(first, second, third)).allMatch(line -> line.transport.writes.isEmpty());

        batch.write();

        first.expect(bytes(1, 3));
        second.expect(bytes(2, WriteBatch.MOST_BYTES));
        third.expect(bytes(3, 1));
    }

    @Test
    void whatWasWrittenIsNotWrittenAgain() {
        OutboundProbe line = lineWith(1, 3);
        batch.write();
        OutboundProbe other = lineWith(2, 5);
        batch.write();
        batch.write();

        assertThat(line.transport.writes).containsExactly(3);
        assertThat(other.transport.writes).containsExactly(5);
        line.expect(bytes(1, 3));
        other.expect(bytes(2, 5));
    }

    @Test
    void isDueWhereItIsFull() {
        for (int i = 1; i < WriteBatch.CONNECTIONS; i++) {
            lineWith(i, 1);
        }
        assertThat(batch.isDue(loop.now())).isFalse();

        lineWith(0, 1);

        assertThat(batch.isDue(loop.now())).isTrue();
    }

    @Test
    void whoComesWhenItIsFullMakesItWrite() {
        List<OutboundProbe> lines = new ArrayList<>();
        for (int i = 0; i < WriteBatch.CONNECTIONS; i++) {
            lines.add(lineWith(i, WriteBatch.MOST_BYTES));
        }
        OutboundProbe last = lineWith(100, 7);

        for (int i = 0; i < lines.size(); i++) {
            lines.get(i).expect(bytes(i, WriteBatch.MOST_BYTES));
        }
        assertThat(last.transport.writes).isEmpty();
        batch.write();
        last.expect(bytes(100, 7));
    }

    @Test
    void isDueWhenTheFirstHasWaitedForLong() {
        long start = loop.now();
        lineWith(1, 1);
        clock.advance(Duration.ofNanos(WriteBatch.LONGEST - 1));
        loop.refreshTime();
        lineWith(2, 1);

        assertThat(batch.isDue(loop.now())).isFalse();
        assertThat(batch.isDue(start + WriteBatch.LONGEST)).isTrue();
        batch.write();
        assertThat(batch.isDue(start + WriteBatch.LONGEST)).as("empty").isFalse();
        lineWith(3, 1);
        assertThat(batch.isDue(start + WriteBatch.LONGEST)).as("begun anew").isFalse();
    }

    @Test
    void knowsHowMuchOfEachIsHere() {
        OutboundProbe first = lineWith(1, 3);
        OutboundProbe second = lineWith(2, 5);

        assertThat(batch.size(first.outbound)).isEqualTo(3);
        assertThat(batch.size(second.outbound)).isEqualTo(5);
    }

    private static void addTo(WriteBatch other, OutboundProbe line) {
        other.add(line.outbound, ByteBuffer.wrap(bytes(1, 1)), 0);
    }

    @Test
    void aTurnIsChargedWithWhatItLeavesAndNotWithWhatItWritesForOthers() {
        AtomicLong time = new AtomicLong();
        WriteBatch slow = new WriteBatch(() -> time.getAndAdd(2_000));
        addTo(slow, line());
        addTo(slow, line());
        assertThat(slow.turnCorrection()).as("nothing is known yet").isZero();
        slow.write();
        assertThat(slow.turnCorrection()).isEqualTo(-2_000);

        addTo(slow, line());

        assertThat(slow.turnCorrection()).isEqualTo(-2_000 + 1_000);
    }

    /** Or one wait for a CPU would make sixteen give way for long. */
    @Test
    void butNotWithMoreThanASmallWriteTakes() {
        AtomicLong time = new AtomicLong();
        WriteBatch slow = new WriteBatch(() -> time.getAndAdd(5_000_000));
        addTo(slow, line());
        slow.write();
        long before = slow.turnCorrection();
        addTo(slow, line());

        assertThat(slow.turnCorrection() - before).isEqualTo(WriteBatch.LONGEST_SHARE);
    }

    /** As a log handler may do that sends what it is told. */
    @Test
    void mayBeWrittenWithinItsOwnWriting() {
        OutboundProbe[] behind = new OutboundProbe[1];
        MemoryTransport transport = new MemoryTransport();
        Outbound outbound = new Outbound(loop, transport, new Outbound.Listener() {
            @Override
            public void blockedChanged(boolean blocked) {
                behind[0].send(5, 1);
            }

            @Override
            public void writeFailed(IOException error) {}
        });
        transport.take(1);
        outbound.reserve(2).put(bytes(3, 2));
        outbound.commit();
        outbound.flushSoon();
        behind[0] = lineWith(4, 5);
        batch.write();
        loop.turn();

        behind[0].expect(bytes(4, 5), bytes(5, 1));
        assertThat(transport.writes).containsExactly(1);
    }

    @Test
    void whatTheOperatingSystemDoesNotTakeWaits() {
        OutboundProbe line = line();
        line.transport.take(2);
        line.send(1, 5);
        line.outbound.flushSoon();
        OutboundProbe other = lineWith(2, 5);
        batch.write();

        line.expect(bytes(1, 2));
        line.expectEvents("blocked");
        assertThat(line.outbound.queued()).isEqualTo(3);
        other.expect(bytes(2, 5));
    }

    @Test
    void whoCannotBeWrittenToFailsAlone() {
        OutboundProbe before = lineWith(1, 5);
        OutboundProbe broken = lineWith(2, 5);
        OutboundProbe buggy = lineWith(3, 5);
        OutboundProbe behind = lineWith(4, 5);
        broken.transport.failWrites();
        buggy.transport.failWritesWith(new IllegalStateException("a bug"));
        batch.write();

        before.expect(bytes(1, 5));
        broken.expectEvents("failed: broken pipe");
        buggy.expectEvents("failed: java.lang.IllegalStateException: a bug");
        behind.expect(bytes(4, 5));
        errors.expect("writing failed: java.lang.IllegalStateException: a bug");
    }

    private OutboundProbe lineWithoutMemory() {
        OutboundProbe line = lineWith(7, 5);
        line.transport.take(1);
        line.whenBlocked = new OutOfMemoryError("a test");
        return line;
    }

    private OutboundProbe lineWithoutMemoryEvenToFail() {
        OutboundProbe line = lineWithoutMemory();
        line.whenFailed = new OutOfMemoryError("still");
        return line;
    }

    @Test
    void whateverElseFailsFailsThisConnectionAndNoOther() {
        OutboundProbe poor = lineWithoutMemory();
        OutboundProbe behind = lineWith(4, 5);
        batch.write();

        assertThat(poor.outbound.queued()).isZero();
        behind.expect(bytes(4, 5));
        errors.expect("writing failed: java.lang.OutOfMemoryError: a test");
    }

    /** The loop goes on with its next turn then, in which it does not wait: see {@link EventLoopTest}. */
    @Test
    void whereNotEvenThatIsPossibleTheNextWriteGoesOnWithTheOthers() {
        OutboundProbe before = lineWith(1, 5);
        OutboundProbe poor = lineWithoutMemoryEvenToFail();
        OutboundProbe behind = lineWith(4, 5);
        assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(batch::write);

        OutboundProbe later = lineWith(5, 5);
        behind.expect(bytes(4, 5));
        batch.write();

        later.expect(bytes(5, 5));
        assertThat(before.transport.writes).containsExactly(5);
        assertThat(poor.transport.writes).containsExactly(1);
        errors.expect("writing failed: java.lang.OutOfMemoryError: a test");
    }

    @Test
    void thatTheLastOfThemFailsLikeThisLosesNothing() {
        OutboundProbe before = lineWith(1, 5);
        lineWithoutMemoryEvenToFail();
        assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(batch::write);
        batch.write();

        assertThat(batch.isDue(loop.now() + WriteBatch.LONGEST)).as("empty").isFalse();
        assertThat(before.transport.writes).containsExactly(5);
        errors.expect("writing failed: java.lang.OutOfMemoryError: a test");
    }
}
