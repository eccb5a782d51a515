package dev.wsboot.ws.net;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Everywhere that a server listens, on one event loop: all of them are opened, or none is. */
final class Listeners {

    private final List<Listener> all = new ArrayList<>();

    private Listeners() {}

    /**
     * Binds, and accepts as soon as the loop runs.
     *
     * @param acceptors gives who takes each new connection, on the loop
     * @param failed is run there each time that accepting fails
     * @throws ListenException if an address cannot be had
     */
    static Listeners open(
            List<ListenOptions> places,
            int backlog,
            EventLoop loop,
            NioPoller poller,
            Function<ListenOptions, Consumer<SocketChannel>> acceptors,
            Runnable failed)
            throws IOException {
        Listeners listeners = new Listeners();
        try {
            for (ListenOptions place : places) {
                listeners.all.add(Listener.open(place, backlog, loop, poller, acceptors.apply(place), failed));
            }
            return listeners;
        } catch (IOException | RuntimeException e) {
            listeners.close();
            throw e;
        }
    }

    /** Where they listen, in the order in which they were asked for. */
    List<SocketAddress> addresses() throws IOException {
        List<SocketAddress> addresses = new ArrayList<>();
        for (Listener listener : all) {
            addresses.add(listener.address());
        }
        return List.copyOf(addresses);
    }

    /** Accepts no more; on the loop, or before it runs. */
    void close() {
        all.forEach(Listener::close);
    }
}
