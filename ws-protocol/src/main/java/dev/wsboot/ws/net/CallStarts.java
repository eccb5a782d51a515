package dev.wsboot.ws.net;

import java.util.ArrayList;
import java.util.List;

/**
 * The sessions whose callbacks are to start on an executor. An event loop collects those of a turn, and the first thread of the
 * executor hands on the others: to wake one for each session costs more than most callbacks do. On one CPU, 64 connections
 * that echo 64 characters cost a fifth to a quarter less for it, by virtual threads and by a pool. Belongs to the loop.
 */
final class CallStarts {

    /** So many do not wait for the end of a turn, which is long where many connections are ready. */
    private static final int ENOUGH = 64;

    private final List<SerialExecutor> collected = new ArrayList<>();

    /** Whether the sessions that were handed over last still wait for their first thread. */
    private volatile boolean handingOver;

    /** Starts the callbacks of a session at the end of the turn at the latest. */
    void add(SerialExecutor session) {
        if (collected.size() == ENOUGH) {
            startAll();
        }
        collected.add(session);
    }

    boolean isEmpty() {
        return collected.isEmpty();
    }

    /** Starts what was collected; in each turn of the loop, most of which have nothing. */
    void startAll() {
        if (collected.isEmpty()) {
            return;
        }
        if (collected.size() == 1 || handingOver) {
            // Where all threads are busy nobody is woken, and those that wait should not wait in line twice.
            startEach();
            return;
        }
        List<SerialExecutor> sessions = takeCollected();
        handingOver = true;
        sessions.get(0).startBy(() -> handOn(sessions));
    }

    /** Starts what was collected without a detour, so that it comes before whatever the loop gives the executor next. */
    void startEach() {
        takeCollected().forEach(SerialExecutor::start);
    }

    /** Callbacks that run at once, on the loop, may add to them meanwhile. */
    private List<SerialExecutor> takeCollected() {
        List<SerialExecutor> sessions = List.copyOf(collected);
        collected.clear();
        return sessions;
    }

    /** On a thread of the executor. What that has no thread for is run here, when all others are on their way. */
    private void handOn(List<SerialExecutor> sessions) {
        handingOver = false;
        List<SerialExecutor> refused = new ArrayList<>(0);
        for (SerialExecutor session : sessions) {
            if (!session.offer()) {
                refused.add(session);
            }
        }
        refused.forEach(SerialExecutor::run);
    }
}
