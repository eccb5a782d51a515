package dev.wsboot.ws.benchmarks.siege;

/**
 * When the messages of all clients are due: one after the other, at equal distances, each client once an interval. By
 * {@link System#nanoTime()}.
 */
final class Schedule {

    private final int clients;
    private final long interval;
    private long origin;
    private long pausedAt;

    /**
     * Begins.
     *
     * @param interval nanoseconds
     */
    Schedule(int clients, long interval, long now) {
        this.clients = clients;
        this.interval = interval;
        this.origin = now;
    }

    /** When a client sends the message of this number. */
    long dueAt(int client, long number) {
        return origin + number * interval + client * interval / clients;
    }

    /** Nothing is due until it goes on. */
    void pause(long now) {
        pausedAt = now;
    }

    /** Goes on as if the pause had not been. */
    void resume(long now) {
        origin += now - pausedAt;
    }
}
