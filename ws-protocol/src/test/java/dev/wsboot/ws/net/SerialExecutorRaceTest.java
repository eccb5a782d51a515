package dev.wsboot.ws.net;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("race")
class SerialExecutorRaceTest {

    /** A connection that is paused, and whoever resumes it. */
    private static final class Pause implements SerialExecutor.Bound {

        volatile boolean paused;

        @Override
        public void reached() {
            paused = true;
        }

        @Override
        public void cleared() {
            paused = false;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void callsAreSerialAndInOrderAndABoundThatWasReachedIsCleared(int maxCalls) {
        Race.inManyOrders(() -> {
            Race.Threads threads = new Race.Threads();
            Pause pause = new Pause();
            SerialExecutor serial = new SerialExecutor(threads, SerialExecutor::start, maxCalls, 100, pause);
            AtomicInteger inside = new AtomicInteger();
            AtomicInteger next = new AtomicInteger();
            for (int i = 0; i < 3; i++) {
                int number = i;
                serial.execute(
                        () -> {
                            Race.check(inside.incrementAndGet() == 1, "one at a time");
                            Race.check(next.getAndIncrement() == number, "in order");
                            inside.decrementAndGet();
                        },
                        0);
            }
            threads.join();

            Race.check(next.get() == 3, "each call is run");
            Race.check(serial.isIdle(), "nothing waits");
            Race.check(!pause.paused, "reading goes on");
        });
    }
}
