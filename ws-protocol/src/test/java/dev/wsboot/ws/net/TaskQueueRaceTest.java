package dev.wsboot.ws.net;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("race")
class TaskQueueRaceTest {

    /** A task that knows whether the queue took it. */
    private static final class Numbered extends LoopTask {

        final int number;
        boolean added;

        Numbered(int number) {
            this.number = number;
        }

        @Override
        public void run() {}
    }

    @Test
    void whatIsAddedIsTakenOnceAndInOrderAndWhatIsNotIsRefused() {
        Race.inManyOrders(() -> {
            TaskQueue queue = new TaskQueue();
            Numbered[] tasks = {new Numbered(0), new Numbered(1), new Numbered(2), new Numbered(3)};
            List<Numbered> taken = new ArrayList<>();
            Race.between(
                    () -> {
                        addTo(taken, queue.takeAll());
                        addTo(taken, queue.close());
                    },
                    () -> {
                        tasks[0].added = queue.add(tasks[0]);
                        tasks[1].added = queue.add(tasks[1]);
                    },
                    () -> {
                        tasks[2].added = queue.add(tasks[2]);
                        tasks[3].added = queue.add(tasks[3]);
                    });

            for (Numbered task : tasks) {
                int at = taken.indexOf(task);
                Race.check(task.added == at >= 0, "what is added is taken, and nothing else");
                Race.check(at == taken.lastIndexOf(task), "once");
            }
            for (int i = 0; i < tasks.length; i += 2) {
                Race.check(tasks[i].added || !tasks[i + 1].added, "a closed queue stays closed");
                Race.check(
                        !tasks[i + 1].added || taken.indexOf(tasks[i]) < taken.indexOf(tasks[i + 1]),
                        "in the order of its thread");
            }
        });
    }

    private static void addTo(List<Numbered> taken, LoopTask oldest) {
        for (LoopTask task = oldest; task != null; task = task.next) {
            taken.add((Numbered) task);
        }
    }
}
