package dev.wsboot.ws.net;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/**
 * Tells the sessions of one event loop that the server goes: one after another, evenly spread over a time, so that their clients do not
 * come back all at once. Belongs to its loop.
 */
final class Farewells extends Deadline {

    /** How soon, at the earliest, it is looked again after whoever was in the middle of a message. */
    private static final Duration REST = Duration.ofMillis(10);

    private final EventLoop loop;
    private final Supplier<List<Connection>> connections;
    private final Deque<Connection> untold = new ArrayDeque<>();
    private int closeCode;
    private Runnable done = () -> {};
    private boolean hurried;

    /** When the next one is told. */
    private long next;

    private long end;

    /**
     * Nobody is told yet.
     *
     * @param connections gives those of the loop, on it
     */
    Farewells(EventLoop loop, Supplier<List<Connection>> connections) {
        this.loop = loop;
        this.connections = connections;
    }

    /**
     * Begins, once. Who is in its handshake is not told: it will be refused.
     *
     * @param window the last one is told when it is about to end
     * @param whenDone is run when everybody is told
     */
    void begin(Duration window, int code, Runnable whenDone) {
        connections.get().stream().filter(Connection::hasSession).forEach(untold::add);
        closeCode = code;
        done = whenDone;
        next = loop.now();
        end = hurried ? next : next + window.toNanos();
        expired(next);
    }

    /** Tells everybody now, also where it has not begun. */
    void hurry() {
        hurried = true;
        if (!untold.isEmpty()) {
            next = loop.now();
            end = next;
            expired(next);
        }
    }

    @Override
    void expired(long now) {
        while (!untold.isEmpty() && next - now <= 0) {
            Connection one = untold.remove();
            boolean waits = one.isSendingInParts() && next - end < 0;
            if (waits) {
                untold.add(one);
            }
            long step = (end - next) / (untold.size() + 1);
            next = waits ? Math.min(end, next + Math.max(step, REST.toNanos())) : next + step;
            if (!waits) {
                one.shutdown(closeCode);
            }
        }
        goOn();
    }

    private void goOn() {
        if (untold.isEmpty()) {
            loop.cancel(this);
            done.run();
        } else {
            loop.schedule(this, next);
        }
    }

    /** Who could not be told is cut in the end; the others have their turn. */
    @Override
    void failed(Throwable error) {
        goOn();
    }
}
