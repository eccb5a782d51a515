package dev.wsboot.ws.net;

import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Readiness of {@link MemoryTransport}s. It never waits, and remembers for how long it should have. */
final class FakePoller implements Poller {

    private record Registration(MemoryTransport transport, NioPoller.Ready ready) {}

    private final List<Registration> registrations = new ArrayList<>();

    /** What came out of {@link NioPoller.Ready#ready} and was given to {@link NioPoller.Ready#failed}. */
    final List<Throwable> failures = new ArrayList<>();

    private final WriteBatch writeBatch;
    private final LongSupplier clock;

    long timeout;
    int wakeups;
    int dispatched;
    boolean closed;

    /** Nothing is ever ready. */
    FakePoller() {
        this(() -> 0);
    }

    /**
     * Nothing is ready.
     *
     * @param clock the loop's
     */
    FakePoller(LongSupplier clock) {
        this.clock = clock;
        this.writeBatch = new WriteBatch(clock);
    }

    void register(MemoryTransport transport, NioPoller.Ready ready) {
        registrations.add(new Registration(transport, ready));
    }

    @Override
    public void poll(long timeoutNanos) {
        timeout = timeoutNanos;
        dispatched = 0;
        registrations.removeIf(registration -> registration.transport.closed > 0);
        for (Registration registration : List.copyOf(registrations)) {
            int readyOps = registration.transport.readyOps();
            if (readyOps != 0) {
                dispatched++;
                dispatch(registration.ready, readyOps);
            }
        }
    }

    private void dispatch(NioPoller.Ready ready, int readyOps) {
        try {
            ready.ready(new Key(readyOps), clock.getAsLong());
        } catch (Throwable e) {
            failures.add(e);
            ready.failed(e);
        }
    }

    @Override
    public WriteBatch writeBatch() {
        return writeBatch;
    }

    @Override
    public void wakeup() {
        wakeups++;
    }

    @Override
    public void close() {
        closed = true;
    }

    /** A key that knows nothing but what is ready. */
    private static final class Key extends SelectionKey {

        private final int readyOps;

        Key(int readyOps) {
            this.readyOps = readyOps;
        }

        @Override
        public int readyOps() {
            return readyOps;
        }

        @Override
        public SelectableChannel channel() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Selector selector() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isValid() {
            return true;
        }

        @Override
        public void cancel() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int interestOps() {
            throw new UnsupportedOperationException();
        }

        @Override
        public SelectionKey interestOps(int ops) {
            throw new UnsupportedOperationException();
        }
    }
}
