package dev.wsboot.ws.net;

/** Has no connections, and waits until it is woken. */
final class RacePoller implements Poller {

    private boolean woken;

    @Override
    public synchronized void poll(long timeoutNanos) {
        try {
            while (timeoutNanos == FOREVER && !woken) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        woken = false;
    }

    @Override
    public WriteBatch writeBatch() {
        return new WriteBatch(() -> 0);
    }

    @Override
    public synchronized void wakeup() {
        woken = true;
        notifyAll();
    }

    @Override
    public void close() {}
}
