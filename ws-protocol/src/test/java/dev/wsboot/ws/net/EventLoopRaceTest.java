package dev.wsboot.ws.net;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("race")
class EventLoopRaceTest {

    /** Where the wake-up is lost, all threads wait, which fails too. */
    @Test
    void aLoopThatWaitsIsWokenByWhoeverAddsATask() {
        Race.inManyOrders(() -> {
            EventLoop loop = new EventLoop(new RacePoller(), () -> 0);
            AtomicInteger left = new AtomicInteger(2);
            LoopTask[] tasks = new LoopTask[2];
            for (int i = 0; i < tasks.length; i++) {
                tasks[i] = LoopTask.of(() -> {
                    if (left.decrementAndGet() == 0) {
                        loop.stop();
                    }
                });
            }
            Race.between(loop::run, () -> loop.execute(tasks[0]), () -> loop.execute(tasks[1]));

            Race.check(left.get() == 0, "each task is run once");
        });
    }

    @Test
    void aLoopThatEndsRunsATaskOrRefusesIt() {
        Race.inManyOrders(() -> {
            EventLoop loop = new EventLoop(new RacePoller(), () -> 0);
            AtomicInteger told = new AtomicInteger();
            Race.between(
                    loop::run,
                    () -> loop.execute(LoopTask.of(loop::stop)),
                    () -> loop.execute(LoopTask.of(told::incrementAndGet, told::incrementAndGet)));

            Race.check(told.get() == 1, "told " + told.get() + " times");
        });
    }
}
