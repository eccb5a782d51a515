package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SerialExecutorTest {

    private final List<String> events = new ArrayList<>();
    private final Queue<Runnable> submitted = new ArrayDeque<>();

    private final SerialExecutor.Bound recorder = new SerialExecutor.Bound() {
        @Override
        public void reached() {
            events.add("reached");
        }

        @Override
        public void cleared() {
            events.add("cleared");
        }
    };

    private SerialExecutor serial(Executor executor, int maxCalls, int maxBytes) {
        return new SerialExecutor(executor, SerialExecutor::start, maxCalls, maxBytes, recorder);
    }

    private void runOne() {
        submitted.remove().run();
    }

    private Runnable call(Object name) {
        return () -> events.add(String.valueOf(name));
    }

    @Nested
    class OnAnExecutorThatTheTestRuns {

        @Test
        void callsWaitForTheExecutorAndComeInOrder() {
            SerialExecutor serial = serial(submitted::add, 100, 100);
            serial.execute(call("a"), 0);
            serial.execute(call("b"), 0);
            assertThat(events).isEmpty();
            assertThat(submitted).as("threads asked for").hasSize(1);

            runOne();

            assertThat(events).containsExactly("a", "b");
            assertThat(submitted).isEmpty();
        }

        @Test
        void asksForAThreadAgainWhenItWasIdle() {
            SerialExecutor serial = serial(submitted::add, 100, 100);
            serial.execute(call("a"), 0);
            runOne();
            serial.execute(call("b"), 0);
            runOne();

            assertThat(events).containsExactly("a", "b");
        }

        @Test
        void givesTheThreadBackAfterABatch() {
            SerialExecutor serial = serial(submitted::add, 100, 100);
            for (int i = 0; i < 40; i++) {
                serial.execute(call(i), 0);
            }
            runOne();
            assertThat(events).hasSize(16);
            assertThat(submitted).hasSize(1);
            runOne();
            assertThat(events).hasSize(32);
            runOne();

            assertThat(events).hasSize(40).startsWith("0", "1").endsWith("38", "39");
            assertThat(submitted).isEmpty();
        }

        @Test
        void aCallThatComesWhileOneRunsIsRunBehindIt() {
            SerialExecutor serial = serial(submitted::add, 100, 100);
            serial.execute(
                    () -> {
                        events.add("a begins");
                        serial.execute(call("b"), 0);
                        events.add("a ends");
                    },
                    0);
            runOne();

            assertThat(events).containsExactly("a begins", "a ends", "b");
            assertThat(submitted).isEmpty();
        }
    }

    @Nested
    class Bound {

        @Test
        void isReachedByCallsAndClearedAtHalf() {
            SerialExecutor serial = serial(submitted::add, 32, 1_000);
            for (int i = 0; i < 31; i++) {
                serial.execute(() -> {}, 0);
            }
            assertThat(events).isEmpty();
            serial.execute(() -> {}, 0);
            assertThat(events).containsExactly("reached");
            serial.execute(() -> {}, 0);
            assertThat(events).containsExactly("reached", "reached");

            runOne();
            assertThat(events).as("17 of 32 still wait").hasSize(2);
            runOne();

            assertThat(events).containsExactly("reached", "reached", "cleared");
        }

        @Test
        void isReachedByBytes() {
            SerialExecutor serial = serial(submitted::add, 1_000, 100);
            serial.execute(() -> {}, 99);
            assertThat(events).isEmpty();
            serial.execute(() -> {}, 1);
            assertThat(events).containsExactly("reached");
            runOne();

            assertThat(events).containsExactly("reached", "cleared");
        }

        @Test
        void ofOneCallIsClearedBehindEach() {
            SerialExecutor serial = serial(submitted::add, 1, 100);
            serial.execute(call("a"), 0);
            runOne();
            serial.execute(call("b"), 0);
            runOne();

            assertThat(events).containsExactly("reached", "a", "cleared", "reached", "b", "cleared");
        }

        @Test
        void isClearedThoughTheQueueWasEmptiedBeforeItWasSeen() {
            Queue<Runnable> tasks = new ArrayDeque<>();
            SerialExecutor.Bound emptying = new SerialExecutor.Bound() {
                @Override
                public void reached() {
                    // The executor's thread is just then faster than the loop's.
                    tasks.remove().run();
                    events.add("reached");
                }

                @Override
                public void cleared() {
                    events.add("cleared");
                }
            };
            SerialExecutor serial = new SerialExecutor(tasks::add, SerialExecutor::start, 2, 100, emptying);
            serial.execute(call("a"), 0);
            serial.execute(call("b"), 0);

            assertThat(events).containsExactly("a", "b", "reached", "cleared");
        }
    }

    @Nested
    class OnAnExecutorThat {

        @Test
        void runsEverythingAtOnce() {
            SerialExecutor serial = serial(Runnable::run, 1, 100);
            serial.execute(call("a"), 0);
            serial.execute(call("b"), 0);

            assertThat(events).containsExactly("reached", "a", "cleared", "reached", "b", "cleared");
        }

        @Test
        void refusesEverythingRunsItAllTheSame() {
            SerialExecutor serial = serial(
                    task -> {
                        throw new RejectedExecutionException("shut down");
                    },
                    100,
                    100);
            serial.execute(call("a"), 0);
            serial.execute(call("b"), 0);

            assertThat(events).containsExactly("a", "b");
        }

        @Test
        void refusesWhatIsLeftRunsItAllTheSame() {
            boolean[] shutDown = {false};
            SerialExecutor serial = serial(
                    task -> {
                        if (shutDown[0]) {
                            throw new RejectedExecutionException("shut down");
                        }
                        submitted.add(task);
                    },
                    5_000,
                    100);
            for (int i = 0; i < 4_000; i++) {
                serial.execute(call(i), 0);
            }
            shutDown[0] = true;
            runOne();

            assertThat(events).hasSize(4_000).endsWith("3999");
        }
    }

    /** Whoever adds pauses at the bound as a connection does: this is what may hang where a clearing is lost. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64})
    void isSerialAndOrderedAndLosesNoClearingOnARealPool(int maxCalls) throws Exception {
        int total = 30_000;
        ExecutorService pool = Executors.newFixedThreadPool(4);
        Semaphore cleared = new Semaphore(0);
        AtomicInteger reached = new AtomicInteger();
        SerialExecutor.Bound bound = new SerialExecutor.Bound() {
            @Override
            public void reached() {
                reached.incrementAndGet();
            }

            @Override
            public void cleared() {
                cleared.release();
            }
        };
        SerialExecutor serial = new SerialExecutor(pool, SerialExecutor::start, maxCalls, 10_000, bound);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger next = new AtomicInteger();
        AtomicInteger broken = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(total);
        Random random = new Random(maxCalls);
        try {
            for (int i = 0; i < total; i++) {
                int number = i;
                int before = reached.get();
                serial.execute(
                        () -> {
                            if (inside.incrementAndGet() != 1 || next.getAndIncrement() != number) {
                                broken.incrementAndGet();
                            }
                            if (ThreadLocalRandom.current().nextInt(100) == 0) {
                                Thread.yield();
                            }
                            inside.decrementAndGet();
                            done.countDown();
                        },
                        random.nextInt(100));
                if (reached.get() != before) {
                    assertThat(cleared.tryAcquire(20, TimeUnit.SECONDS))
                            .as("cleared")
                            .isTrue();
                    cleared.drainPermits();
                }
            }
            assertThat(done.await(20, TimeUnit.SECONDS)).as("all ran").isTrue();
        } finally {
            pool.shutdownNow();
        }
        assertThat(broken).hasValue(0);
    }
}
