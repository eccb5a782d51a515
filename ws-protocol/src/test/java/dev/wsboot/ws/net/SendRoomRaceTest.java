package dev.wsboot.ws.net;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("race")
class SendRoomRaceTest {

    /** Where nobody is told, all threads wait, which fails too. */
    @Test
    void whoeverWaitsIsToldOfWhatHasChanged() {
        Race.inManyOrders(() -> {
            EventLoop loop = new EventLoop(new RacePoller(), () -> 0);
            SendRoom room = new SendRoom(loop);
            AtomicInteger free = new AtomicInteger();
            AtomicInteger waiting = new AtomicInteger(2);
            Runnable sender = () -> {
                room.await(() -> free.getAndUpdate(count -> Math.max(0, count - 1)) > 0);
                if (waiting.decrementAndGet() == 0) {
                    loop.execute(LoopTask.of(loop::stop));
                }
            };
            loop.execute(LoopTask.of(() -> {
                free.incrementAndGet();
                room.changed();
                // In another turn, for which somebody waits by now, or does not.
                loop.execute(LoopTask.of(() -> {
                    free.incrementAndGet();
                    room.changed();
                }));
            }));
            Race.between(loop::run, sender, sender);
        });
    }
}
