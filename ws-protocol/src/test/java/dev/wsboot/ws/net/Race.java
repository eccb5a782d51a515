package dev.wsboot.ws.net;

import java.util.concurrent.Executor;
import org.jetbrains.lincheck.Lincheck;

/**
 * Threads whose steps Lincheck puts into one order after another. It takes each step as seen by everybody at once, so it finds
 * orders that nobody thought of, and no missing fences.
 */
final class Race {

    /** How many are tried; {@code -Drace.orders} for another number. */
    static final int ORDERS = Integer.getInteger("race.orders", 300);

    private Race() {}

    /** Runs a race in many orders, and fails with the steps of the first that failed, or in which everybody waits. */
    static void inManyOrders(Runnable race) {
        Lincheck.runConcurrentTest(ORDERS, race);
    }

    /** Does something here, and other things each on a thread of its own; returns when all are done. */
    static void between(Runnable here, Runnable... elsewhere) {
        Thread[] threads = new Thread[elsewhere.length];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(elsewhere[i]);
            threads[i].start();
        }
        here.run();
        for (Thread thread : threads) {
            join(thread);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What AssertJ does for an assertion would be steps of the race, too. */
    static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    /** Has a new thread for everything that is to be run. */
    static final class Threads implements Executor {

        private final Thread[] started = new Thread[10];
        private int count;

        @Override
        public void execute(Runnable work) {
            Thread thread = new Thread(work);
            synchronized (this) {
                started[count++] = thread;
            }
            thread.start();
        }

        /** Waits until everything is done, also what that has brought. */
        void join() {
            for (int i = 0; i < count(); i++) {
                Race.join(started[i]);
            }
        }

        private synchronized int count() {
            return count;
        }
    }
}
