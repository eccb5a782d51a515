package dev.wsboot.ws.net;

import dev.wsboot.ws.CloseEvent;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;

/**
 * Brings a session's events to its handler, serially and in order. Called on the event loop; payloads are valid only
 * during the call.
 */
interface HandlerCalls {

    /** Brings them on the loop, or, where the server has an executor, there. */
    static HandlerCalls of(Callbacks callbacks, Connection connection, SessionOptions options) {
        EventLoop loop = connection.loop();
        Executor executor = options.executor();
        if (executor == null) {
            return new InlineCalls(loop, callbacks);
        }
        SerialExecutor.Bound bound = new SerialExecutor.Bound() {
            @Override
            public void reached() {
                connection.pause(Connection.HANDLER_BUSY);
            }

            @Override
            public void cleared() {
                loop.execute(LoopTask.of(() -> connection.resume(Connection.HANDLER_BUSY)));
            }
        };
        // What waits here may all be answered at once, when the peer already takes no more, and those answers must fit.
        int maxBytes =
                (int) Math.max(1, Math.min(options.messageLimits().maxMessageSize(), options.sendQueueSize() / 2));
        SerialExecutor serial =
                new SerialExecutor(executor, loop.callStarts()::add, options.handlerQueue(), maxBytes, bound);
        return new SerialCalls(loop, callbacks, serial);
    }

    void open();

    /**
     * A text message.
     *
     * @param ascii whether it is known to be ASCII
     */
    void text(ByteBuffer utf8, boolean ascii);

    void binary(ByteBuffer data);

    void part(boolean text, ByteBuffer part, boolean last);

    void ping(ByteBuffer payload);

    void pong(ByteBuffer payload);

    /** Does something on the loop once the callbacks so far are done and what they send is on its way. */
    void afterThem(Runnable work);

    /** The last one. */
    void close(CloseEvent event);
}
