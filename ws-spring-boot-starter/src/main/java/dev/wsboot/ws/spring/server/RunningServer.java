package dev.wsboot.ws.spring.server;

import dev.wsboot.ws.net.TlsOptions;
import dev.wsboot.ws.net.WsGroup;
import dev.wsboot.ws.net.WsServer;
import java.io.IOException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The server while there is one. It comes and goes with the application context's start and stop. */
public final class RunningServer {

    private final Lock starting = new ReentrantLock();
    private volatile @Nullable WsServer server;

    /** For the auto-configuration. */
    public RunningServer() {}

    /**
     * A new group of the server.
     *
     * @return an empty group
     * @throws IllegalStateException if no server is running
     */
    public WsGroup newGroup() {
        WsServer running = server;
        return running != null ? running.newGroup() : awaitStart().newGroup();
    }

    /** A session may be opened, and want to subscribe, a moment before the server's start has returned. */
    private WsServer awaitStart() {
        starting.lock();
        try {
            WsServer running = server;
            if (running == null) {
                throw new IllegalStateException("The WebSocket server is not running");
            }
            return running;
        } finally {
            starting.unlock();
        }
    }

    WsServer start(WsServer.Builder builder) throws IOException {
        starting.lock();
        try {
            WsServer started = builder.start();
            server = started;
            return started;
        } finally {
            starting.unlock();
        }
    }

    /** Stops the server, which stays at hand for its sessions until the last of them has ended. */
    void stop(ShutdownPlan plan) {
        WsServer running = server;
        if (running != null) {
            try {
                running.stop(plan.drain(), plan.timeout());
            } finally {
                server = null;
            }
        }
    }

    /**
     * Uses other certificates from now on, where a server is running; one that is started later asks for its own.
     *
     * @param options for the connections to come
     */
    public void reloadTls(TlsOptions options) {
        WsServer running = server;
        if (running != null) {
            running.reloadTls(options);
        }
    }

    boolean isRunning() {
        return server != null;
    }
}
