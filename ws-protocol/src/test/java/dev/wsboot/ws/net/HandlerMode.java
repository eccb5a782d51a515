package dev.wsboot.ws.net;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Where callbacks run. */
enum HandlerMode {
    INLINE,
    EXECUTOR;

    private static final ExecutorService POOL = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "handler");
        thread.setDaemon(true);
        return thread;
    });

    /** A server on any free port whose callbacks run so. */
    WsServer.Builder server() {
        return WsServer.builder().port(0).executor(this == EXECUTOR ? POOL : null);
    }
}
