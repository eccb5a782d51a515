package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

class TaskQueueTest {

    private static final int THREADS = 4;
    private static final int TASKS = 20_000;

    private final TaskQueue queue = new TaskQueue();

    /** A task of one of the threads. */
    private static final class Numbered extends LoopTask {

        private final int thread;
        private final int number;

        Numbered(int thread, int number) {
            this.thread = thread;
            this.number = number;
        }

        @Override
        public void run() {}
    }

    @Test
    void emptyQueueGivesNothing() {
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.takeAll()).isNull();
    }

    @Test
    void givesTheOldestFirst() {
        for (int i = 0; i < 3; i++) {
            queue.add(new Numbered(0, i));
        }

        assertThat(queue.isEmpty()).isFalse();
        assertThat(numbersOf(queue.takeAll())).containsExactly(0, 1, 2);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void taskMayBeAddedAgainOnceItWasTaken() {
        Numbered task = new Numbered(0, 7);
        queue.add(new Numbered(0, 6));
        queue.add(task);
        queue.takeAll();

        queue.add(task);

        assertThat(numbersOf(queue.takeAll())).containsExactly(7);
    }

    @Test
    void losesNothingAndKeepsTheOrderOfEveryThread() throws Exception {
        CyclicBarrier start = new CyclicBarrier(THREADS + 1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int thread = i;
            threads.add(new Thread(() -> addAll(thread, start)));
        }
        threads.forEach(Thread::start);
        start.await();

        int[] next = new int[THREADS];
        for (int taken = 0; taken < THREADS * TASKS; ) {
            for (LoopTask task = queue.takeAll(); task != null; task = task.next) {
                Numbered numbered = (Numbered) task;
                assertThat(numbered.number).isEqualTo(next[numbered.thread]++);
                taken++;
            }
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void givesWhatItHasAndTakesNothingMoreWhenItIsClosed() {
        assertThat(queue.add(new Numbered(0, 1))).isTrue();
        assertThat(queue.add(new Numbered(0, 2))).isTrue();
        assertThat(numbersOf(queue.close())).containsExactly(1, 2);

        assertThat(queue.add(new Numbered(0, 3))).isFalse();
    }

    private void addAll(int thread, CyclicBarrier start) {
        try {
            start.await();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        for (int i = 0; i < TASKS; i++) {
            queue.add(new Numbered(thread, i));
        }
    }

    private static List<Integer> numbersOf(LoopTask oldest) {
        List<Integer> numbers = new ArrayList<>();
        for (LoopTask task = oldest; task != null; task = task.next) {
            numbers.add(((Numbered) task).number);
        }
        return numbers;
    }
}
