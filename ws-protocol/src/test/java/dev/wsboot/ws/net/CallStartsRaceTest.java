package dev.wsboot.ws.net;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("race")
class CallStartsRaceTest {

    private static final SerialExecutor.Bound NONE = new SerialExecutor.Bound() {
        @Override
        public void reached() {}

        @Override
        public void cleared() {}
    };

    @Test
    void theCallsOfEveryTurnAreStarted() {
        Race.inManyOrders(() -> {
            Race.Threads threads = new Race.Threads();
            CallStarts starts = new CallStarts();
            AtomicInteger done = new AtomicInteger();
            for (int turn = 0; turn < 2; turn++) {
                for (int i = 0; i < 2; i++) {
                    new SerialExecutor(threads, starts::add, 10, 100, NONE).execute(done::incrementAndGet, 0);
                }
                starts.startAll();
            }
            threads.join();

            Race.check(done.get() == 4, "calls done: " + done.get());
        });
    }
}
