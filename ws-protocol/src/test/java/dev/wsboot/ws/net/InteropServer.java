package dev.wsboot.ws.net;

import java.io.Closeable;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A server that is not ours: it echoes messages, and closes with the code 4000 and the reason "asked" where it gets the
 * text "close".
 */
abstract class InteropServer implements Closeable {

    /** Whose. */
    enum Kind {
        OURS {
            @Override
            InteropServer start() throws Exception {
                return new OurServer();
            }
        },
        JAVA_WEBSOCKET {
            @Override
            InteropServer start() throws Exception {
                return new JavaWebSocketServer();
            }
        },
        NETTY {
            @Override
            InteropServer start() throws Exception {
                return new NettyServer();
            }
        };

        abstract InteropServer start() throws Exception;
    }

    /** The codes and reasons with which clients have closed, such as {@code 1000 bye}. */
    final BlockingQueue<String> closed = new LinkedBlockingQueue<>();

    abstract int port();

    @Override
    public abstract void close();

    String awaitClosed() throws InterruptedException {
        String next = closed.poll(15, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nobody has closed");
        }
        return next;
    }
}
