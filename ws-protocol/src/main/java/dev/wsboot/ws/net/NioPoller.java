package dev.wsboot.ws.net;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Readiness by a {@link Selector}. */
final class NioPoller implements Poller, Consumer<SelectionKey> {

    /** What a selection key is attached to. */
    interface Ready {

        /** The channel is ready for what it is interested in. */
        void ready(SelectionKey key) throws IOException;

        /** An exception came out of {@link #ready}: what cannot be handled ends here. */
        void failed(Throwable error);
    }

    private static final System.Logger LOG = System.getLogger("dev.wsboot.ws");

    private final Selector selector;

    NioPoller() throws IOException {
        selector = Selector.open();
    }

    @Override
    public void poll(long timeoutNanos) throws IOException {
        if (timeoutNanos <= 0) {
            selector.selectNow(this);
        } else if (timeoutNanos == FOREVER) {
            selector.select(this);
        } else {
            // Rounded up: a deadline that is waited for a little too short would be waited for again and again.
            selector.select(this, TimeUnit.NANOSECONDS.toMillis(timeoutNanos) + 1);
        }
    }

    /** A channel is ready: called by the selector. */
    @Override
    public void accept(SelectionKey key) {
        Ready ready = (Ready) key.attachment();
        try {
            ready.ready(key);
        } catch (Throwable e) {
            // Out of memory or a bug: it fails this connection, never the loop.
            LoopLog.error("handling a connection failed", e);
            key.cancel();
            ready.failed(e);
        }
    }

    SelectionKey register(SelectableChannel channel, int interest) throws IOException {
        return channel.register(selector, interest);
    }

    /** What is attached to the keys that are still valid. */
    List<Ready> attached() {
        List<Ready> all = new ArrayList<>();
        for (SelectionKey key : selector.keys()) {
            if (key.isValid() && key.attachment() instanceof Ready ready) {
                all.add(ready);
            }
        }
        return all;
    }

    @Override
    public void wakeup() {
        selector.wakeup();
    }

    @Override
    public void close() {
        try {
            selector.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "closing a selector failed", e);
        }
    }
}
