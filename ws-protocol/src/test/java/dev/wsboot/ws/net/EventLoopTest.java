package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EventLoopTest {

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    private final FakeClock clock = new FakeClock();
    private final FakePoller poller = new FakePoller(clock);
    private final EventLoop loop = new EventLoop(poller, clock);
    private final List<String> events = new ArrayList<>();

    private void execute(String name) {
        loop.execute(LoopTask.of(() -> events.add(name)));
    }

    private static void onOtherThread(Runnable work) {
        Thread thread = new Thread(work);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Calls back while the loop waits. */
    private Poller waiting(Runnable meanwhile, AtomicInteger wakeups) {
        return new Poller() {
            @Override
            public void poll(long timeoutNanos) {
                meanwhile.run();
            }

            @Override
            public WriteBatch writeBatch() {
                return new WriteBatch(clock);
            }

            @Override
            public void wakeup() {
                wakeups.incrementAndGet();
            }

            @Override
            public void close() {}
        };
    }

    @Test
    void runsTasksInTheirOrder() {
        execute("a");
        execute("b");
        loop.turn();

        assertThat(events).containsExactly("a", "b");
    }

    @Test
    void runsTasksThatTasksAddInTheNextTurnAndDoesNotWaitBefore() {
        loop.execute(LoopTask.of(() -> execute("from a task")));
        loop.turn();
        assertThat(events).isEmpty();

        loop.turn();

        assertThat(events).containsExactly("from a task");
        assertThat(poller.timeout).isZero();
    }

    @Test
    void survivesATaskThatFails() {
        loop.execute(LoopTask.of(() -> {
            throw new IllegalStateException("a bug");
        }));
        loop.execute(LoopTask.of(() -> {
            throw new OutOfMemoryError("a test");
        }));
        execute("behind");

        loop.turn();

        assertThat(events).containsExactly("behind");
        errors.expect("a task failed: java.lang.IllegalStateException: a bug");
        errors.expect("a task failed: java.lang.OutOfMemoryError: a test");
    }

    @Test
    void survivesADeadlineThatFails() {
        loop.schedule(deadline("bad", true), loop.now() + 1);
        loop.schedule(deadline("good", false), loop.now() + 2);
        clock.advance(Duration.ofNanos(2));

        loop.turn();
        loop.turn();

        assertThat(events).containsExactly("bad", "bad failed", "good");
        errors.expect("a bug");
    }

    @Test
    void survivesATurnThatHasNoMemory() {
        AtomicInteger turns = new AtomicInteger();
        EventLoop[] poor = new EventLoop[1];
        poor[0] = new EventLoop(
                waiting(
                        () -> {
                            if (turns.incrementAndGet() == 1) {
                                throw new OutOfMemoryError("a test");
                            }
                            poor[0].stop();
                        },
                        new AtomicInteger()),
                clock);

        poor[0].run();

        assertThat(turns).hasValue(2);
        errors.expect("out of memory: java.lang.OutOfMemoryError: a test");
    }

    /** They might wait for as long as nobody is ready. */
    @Test
    void answersAreWrittenBehindThePollAlsoWhereItHasNoMemory() {
        OutboundProbe[] line = new OutboundProbe[1];
        EventLoop poor = new EventLoop(
                waiting(
                        () -> {
                            line[0].send(1, 3);
                            line[0].outbound.flushSoon();
                            throw new OutOfMemoryError("a test");
                        },
                        new AtomicInteger()),
                clock);
        line[0] = new OutboundProbe(poor);

        assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(poor::turn);

        line[0].expect(OutboundProbe.bytes(1, 3));
    }

    /** Where even to fail takes memory that is not there, what is left is for the next turn, which must not wait. */
    @Test
    void doesNotWaitWhileSomethingIsLeftToBeWritten() {
        OutboundProbe poor = new OutboundProbe(loop);
        OutboundProbe behind = new OutboundProbe(loop);
        poor.transport.failWrites();
        poor.whenFailed = new OutOfMemoryError("a test");
        poor.send(1, 1);
        poor.outbound.flushSoon();
        behind.send(2, 3);
        behind.outbound.flushSoon();
        loop.refreshTime();
        assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(loop::turn);
        assertThat(behind.transport.writes).isEmpty();

        loop.turn();

        assertThat(poller.timeout).isZero();
        behind.expect(OutboundProbe.bytes(2, 3));
        loop.turn();
        assertThat(poller.timeout).isEqualTo(Poller.FOREVER);
        errors.expect("writing failed: java.lang.OutOfMemoryError: a test");
    }

    @Test
    void answersAreWrittenBeforeTasksRun() {
        OutboundProbe line = new OutboundProbe(loop);
        line.send(1, 3);
        line.outbound.flushSoon();
        loop.execute(LoopTask.of(() -> events.add("written: " + line.transport.writes)));
        loop.turn();

        assertThat(events).containsExactly("written: [3]");
    }

    private Deadline deadline(String name, boolean fails) {
        return new Deadline() {
            @Override
            void expired(long now) {
                events.add(name);
                if (fails) {
                    throw new IllegalStateException("a bug");
                }
            }

            @Override
            void failed(Throwable error) {
                events.add(name + " failed");
            }
        };
    }

    @Test
    void survivesAPollerThatFails() {
        EventLoop failing = new EventLoop(
                new Poller() {
                    @Override
                    public void poll(long timeoutNanos) throws IOException {
                        throw new IOException("no more descriptors");
                    }

                    @Override
                    public WriteBatch writeBatch() {
                        return new WriteBatch(clock);
                    }

                    @Override
                    public void wakeup() {}

                    @Override
                    public void close() {}
                },
                clock);
        failing.execute(LoopTask.of(() -> events.add("task")));

        failing.turn();

        assertThat(events).containsExactly("task");
        errors.expect("waiting for readiness failed");
    }

    private void dueNow(Runnable work) {
        loop.schedule(
                new Deadline() {
                    @Override
                    void expired(long now) {
                        work.run();
                    }

                    @Override
                    void failed(Throwable error) {}
                },
                loop.now());
    }

    @Test
    void whoIsReadyHasATurnBetweenManyThatAreDue() {
        for (int i = 0; i < 3; i++) {
            dueNow(() -> {
                events.add("due");
                clock.advance(Duration.ofNanos(TurnOrder.SLICE / 2));
            });
        }
        loop.turn();
        assertThat(events).hasSize(2);

        loop.turn();
        assertThat(poller.timeout).isNotPositive();
        assertThat(events).hasSize(3);
    }

    @Test
    void whoIsReadyHasATurnBetweenManyThatAreClosed() {
        for (int i = 0; i < EventLoop.MOST_BLOCKED_CLOSED + 1; i++) {
            dueNow(() -> {
                events.add("closed");
                loop.blockedClosed();
            });
        }
        loop.turn();
        assertThat(events).hasSize(EventLoop.MOST_BLOCKED_CLOSED);

        loop.turn();
        assertThat(poller.timeout).isNotPositive();
        assertThat(events).hasSize(EventLoop.MOST_BLOCKED_CLOSED + 1);
    }

    private void executeFor(String name, long nanos) {
        loop.execute(LoopTask.of(() -> {
            events.add(name);
            clock.advance(Duration.ofNanos(nanos));
        }));
    }

    @Test
    void whoIsReadyHasATurnBetweenManyTasksWhichKeepTheirOrder() {
        executeFor("a", TurnOrder.SLICE / 2);
        executeFor("b", TurnOrder.SLICE / 2);
        executeFor("c", 1);
        loop.turn();
        assertThat(events).containsExactly("a", "b");

        execute("d");
        loop.turn();
        assertThat(poller.timeout).isZero();
        loop.turn();
        assertThat(events).containsExactly("a", "b", "c", "d");
    }

    private void sendFor(OutboundProbe line, int b, long nanos) {
        loop.execute(LoopTask.of(() -> {
            line.add(b, 3);
            clock.advance(Duration.ofNanos(nanos));
        }));
    }

    @Test
    void whatTasksOfOneTimeSendLeavesInOneWrite() {
        OutboundProbe line = new OutboundProbe(loop);
        for (int i = 0; i < 3; i++) {
            sendFor(line, i, TurnOrder.SLICE);
        }
        loop.turn();
        loop.turn();
        assertThat(line.transport.writes).isEmpty();

        sendFor(line, 3, TurnOrder.SLICE);
        loop.turn();
        assertThat(line.transport.writes).containsExactly(3 * 5);
        loop.turn();
        assertThat(line.transport.writes).containsExactly(3 * 5, 5);
    }

    @Test
    void whatTasksSendDoesNotWaitForLong() {
        OutboundProbe line = new OutboundProbe(loop);
        sendFor(line, 1, EventLoop.LONGEST_CORKED - 1);
        sendFor(line, 2, TurnOrder.SLICE);
        executeFor("left", 0);
        loop.turn();
        assertThat(line.transport.writes).isEmpty();

        clock.advance(Duration.ofNanos(1));
        loop.turn();
        assertThat(events).isEmpty();
        assertThat(line.transport.writes).containsExactly(2 * 5);
    }

    @Test
    void whatTheyHaveNotSentByThenWaitsAnew() {
        OutboundProbe line = new OutboundProbe(loop);
        sendFor(line, 1, EventLoop.LONGEST_CORKED);
        sendFor(line, 2, TurnOrder.SLICE);
        sendFor(line, 3, TurnOrder.SLICE);
        loop.turn();
        assertThat(line.transport.writes).containsExactly(5);

        loop.turn();
        assertThat(line.transport.writes).containsExactly(5);
        loop.turn();
        assertThat(line.transport.writes).containsExactly(5, 2 * 5);
    }

    @Test
    void whatTasksHaveSentLeavesBeforeTheEnd() {
        OutboundProbe line = new OutboundProbe(loop);
        loop.execute(LoopTask.of(loop::stop));
        sendFor(line, 1, TurnOrder.SLICE);
        executeFor("left", 0);
        loop.run();

        assertThat(line.transport.writes).containsExactly(5);
    }

    @Test
    void tasksThatAreLeftAreRefusedAtTheEnd() {
        loop.execute(LoopTask.of(() -> {
            loop.stop();
            clock.advance(Duration.ofNanos(TurnOrder.SLICE));
        }));
        loop.execute(LoopTask.of(() -> events.add("run"), () -> events.add("refused")));
        loop.run();

        assertThat(events).containsExactly("refused");
    }

    @Test
    void longTasksLeaveTheDeadlinesTheirTime() {
        executeFor("long", 10 * TurnOrder.SLICE);
        loop.schedule(deadline("a", false), loop.now());
        loop.schedule(deadline("b", false), loop.now());
        loop.turn();

        assertThat(events).containsExactly("long", "a", "b");
    }

    @Test
    void waitsForTheEarliestDeadline() {
        loop.turn();
        assertThat(poller.timeout).isEqualTo(Poller.FOREVER);

        Deadline deadline = deadline("due", false);
        loop.schedule(deadline, loop.now() + 1_000);
        clock.advance(Duration.ofNanos(400));
        loop.turn();
        assertThat(poller.timeout).isEqualTo(600);
        assertThat(events).isEmpty();

        clock.advance(Duration.ofNanos(600));
        loop.turn();
        assertThat(events).containsExactly("due");

        loop.schedule(deadline, loop.now() + 1_000);
        loop.cancel(deadline);
        loop.turn();
        assertThat(poller.timeout).isEqualTo(Poller.FOREVER);
    }

    @Test
    void takesTheTimeAnewWhenItStoppedWaiting() {
        long before = loop.now();
        clock.advance(Duration.ofSeconds(1));
        assertThat(loop.now()).isEqualTo(before);

        loop.turn();

        assertThat(loop.now()).isEqualTo(before + 1_000_000_000);
    }

    @Test
    void isWokenOnceForManyTasksWhileItWaits() {
        AtomicInteger wakeups = new AtomicInteger();
        EventLoop[] sleeping = new EventLoop[1];
        sleeping[0] = new EventLoop(
                waiting(
                        () -> {
                            for (int i = 0; i < 3; i++) {
                                onOtherThread(() -> sleeping[0].execute(LoopTask.of(() -> events.add("task"))));
                            }
                        },
                        wakeups),
                clock);
        sleeping[0].own();

        sleeping[0].turn();

        assertThat(wakeups).hasValue(1);
        assertThat(events).containsExactly("task", "task", "task");
    }

    @Test
    void isNotWokenWhileItWorks() {
        loop.own();
        loop.execute(LoopTask.of(() -> onOtherThread(() -> execute("from another thread"))));
        loop.turn();
        loop.turn();

        assertThat(poller.wakeups).isZero();
        assertThat(events).containsExactly("from another thread");
    }

    @Test
    void isNotWokenByItself() {
        AtomicInteger wakeups = new AtomicInteger();
        EventLoop[] sleeping = new EventLoop[1];
        sleeping[0] = new EventLoop(
                waiting(() -> sleeping[0].execute(LoopTask.of(() -> events.add("task"))), wakeups), clock);
        sleeping[0].own();

        sleeping[0].turn();

        assertThat(wakeups).hasValue(0);
        assertThat(events).containsExactly("task");
    }

    @Test
    void knowsItsThread() {
        assertThat(loop.inLoop()).isFalse();
        loop.own();
        assertThat(loop.inLoop()).isTrue();
        onOtherThread(() -> events.add("in loop: " + loop.inLoop()));
        assertThat(events).containsExactly("in loop: false");
    }

    @Test
    void runsUntilItIsStoppedAndClosesThePoller() {
        loop.execute(LoopTask.of(loop::stop));
        execute("in the same turn");

        loop.run();

        assertThat(events).containsExactly("in the same turn");
        assertThat(poller.closed).isTrue();
    }

    /** Somebody may wait for what a task does. */
    @Test
    void refusesWhatItDoesNotRunAnyMore() {
        List<String> log = new ArrayList<>();
        loop.execute(LoopTask.of(() -> {
            loop.stop();
            loop.execute(LoopTask.of(() -> log.add("run"), () -> log.add("left over")));
            loop.execute(LoopTask.of(() -> log.add("run")));
        }));
        loop.run();
        loop.execute(LoopTask.of(() -> log.add("run"), () -> log.add("too late")));

        assertThat(log).containsExactly("left over", "too late");
    }

    @Test
    void payloadsInTheReadBufferAreSeenReadOnlyAndBigEndian() {
        ByteBuffer payload = loop.readBuffer().put(new byte[] {0, 1, 2, 3, 4}).flip();
        payload.position(1).limit(4);

        ByteBuffer view = loop.readOnly(payload);

        assertThat(Frames.hex(view)).isEqualTo("010203");
        assertThatExceptionOfType(ReadOnlyBufferException.class).isThrownBy(() -> view.put((byte) 9));
        view.order(ByteOrder.LITTLE_ENDIAN).position(4);
        assertThat(Frames.hex(loop.readOnly(payload))).isEqualTo("010203");
        assertThat(loop.readOnly(payload).order()).isEqualTo(ByteOrder.BIG_ENDIAN);
    }

    @Test
    void payloadsOfTheirOwnAreSeenReadOnlyToo() {
        ByteBuffer view = loop.readOnly(ByteBuffer.wrap(new byte[] {1, 2}));

        assertThat(Frames.hex(view)).isEqualTo("0102");
        assertThat(view.isReadOnly()).isTrue();
    }
}
