package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlineQueueTest {

    private final DeadlineQueue queue = new DeadlineQueue();
    private final List<Named> expired = new ArrayList<>();

    /** Writes itself down when its time has come. */
    private class Named extends Deadline {

        private final String name;

        Named(String name) {
            this.name = name;
        }

        @Override
        void expired(long now) {
            assertThat(index).as("in the queue while it expires").isEqualTo(DeadlineQueue.ABSENT);
            expired.add(this);
        }

        @Override
        void failed(Throwable error) {
            throw new AssertionError(error);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private void expire(long now) {
        for (Deadline due = queue.takeDue(now); due != null; due = queue.takeDue(now)) {
            due.expired(now);
        }
    }

    private final Named a = new Named("a");
    private final Named b = new Named("b");
    private final Named c = new Named("c");

    @Test
    void expiresInTheOrderOfTimeAndNothingEarly() {
        queue.schedule(b, 20);
        queue.schedule(c, 30);
        queue.schedule(a, 10);

        expire(9);
        assertThat(expired).isEmpty();
        assertThat(queue.untilNext(9)).isEqualTo(1);
        expire(20);
        assertThat(expired).containsExactly(a, b);
        expire(30);
        assertThat(expired).containsExactly(a, b, c);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void movesWhatIsScheduledAgain() {
        queue.schedule(a, 10);
        queue.schedule(b, 20);
        queue.schedule(a, 30);
        queue.schedule(b, 5);

        expire(5);
        assertThat(expired).containsExactly(b);
        expire(29);
        assertThat(expired).containsExactly(b);
        expire(30);
        assertThat(expired).containsExactly(b, a);
    }

    @Test
    void cancelsWhetherItStandsInTheQueueOrNot() {
        queue.cancel(a);
        queue.schedule(a, 1);
        queue.schedule(b, 2);
        queue.cancel(a);
        queue.cancel(a);

        expire(2);

        assertThat(expired).containsExactly(b);
    }

    @Test
    void mayBeScheduledAgainWhileItExpires() {
        Deadline ticking = new Deadline() {
            private int ticks;

            @Override
            void expired(long now) {
                if (++ticks < 3) {
                    queue.schedule(this, now + 5);
                }
            }

            @Override
            void failed(Throwable error) {}
        };
        queue.schedule(ticking, 1);

        expire(1);
        assertThat(queue.untilNext(1)).isEqualTo(5);
        expire(6);
        expire(11);

        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void worksWhereTheClockOverflows() {
        queue.schedule(a, Long.MIN_VALUE + 5);
        queue.schedule(b, Long.MAX_VALUE - 5);

        expire(Long.MAX_VALUE - 5);
        assertThat(expired).containsExactly(b);
        assertThat(queue.untilNext(Long.MAX_VALUE - 5)).isEqualTo(11);
        expire(Long.MIN_VALUE + 5);
        assertThat(expired).containsExactly(b, a);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void doesTheSameAsAPriorityQueue(long seed) {
        Random random = new Random(seed);
        List<Named> all = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            all.add(new Named("deadline " + i));
        }
        Map<Named, Long> times = new HashMap<>();
        PriorityQueue<Named> reference = new PriorityQueue<>(Comparator.comparing(times::get));
        long now = random.nextInt();
        for (int step = 0; step < 5_000; step++) {
            Named one = all.get(random.nextInt(all.size()));
            int choice = random.nextInt(10);
            if (choice < 6) {
                long at = now + random.nextInt(1_000) - 100;
                reference.remove(one);
                times.put(one, at);
                reference.add(one);
                queue.schedule(one, at);
            } else if (choice < 8) {
                reference.remove(one);
                queue.cancel(one);
            } else {
                now += random.nextInt(100);
                expireBoth(reference, times, now);
            }
            assertThat(queue.isEmpty()).isEqualTo(reference.isEmpty());
            if (!reference.isEmpty()) {
                assertThat(queue.untilNext(now)).isEqualTo(times.get(reference.peek()) - now);
            }
        }
    }

    private void expireBoth(PriorityQueue<Named> reference, Map<Named, Long> times, long now) {
        List<Named> due = new ArrayList<>();
        while (!reference.isEmpty() && times.get(reference.peek()) <= now) {
            due.add(reference.poll());
        }
        expired.clear();
        expire(now);
        // Equal times may come in any order.
        assertThat(expired).containsExactlyInAnyOrderElementsOf(due);
        assertThat(expired).isSortedAccordingTo(Comparator.comparing(times::get));
    }
}
