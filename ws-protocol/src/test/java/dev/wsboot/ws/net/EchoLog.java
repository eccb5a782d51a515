package dev.wsboot.ws.net;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.WsHandler;
import dev.wsboot.ws.WsSession;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A handler that echoes, and remembers whom it saw and why they left. */
class EchoLog implements WsHandler {

    private static final int TIMEOUT_SECONDS = 15;

    final BlockingQueue<WsSession> opened = new LinkedBlockingQueue<>();
    final BlockingQueue<CloseEvent> closed = new LinkedBlockingQueue<>();
    final AtomicInteger messages = new AtomicInteger();

    @Override
    public void onOpen(WsSession session) {
        opened.add(session);
    }

    @Override
    public void onText(WsSession session, String text) {
        messages.incrementAndGet();
        session.sendText(text);
    }

    @Override
    public void onBinary(WsSession session, ByteBuffer data) {
        messages.incrementAndGet();
        session.sendBinary(data);
    }

    @Override
    public void onClose(WsSession session, CloseEvent close) {
        closed.add(close);
    }

    /** The next session that was opened. */
    WsSession awaitOpen() throws InterruptedException {
        return await(opened, "no session was opened");
    }

    /** The next end of a session. */
    CloseEvent awaitClose() throws InterruptedException {
        return await(closed, "no session ended");
    }

    private static <T> T await(BlockingQueue<T> queue, String otherwise) throws InterruptedException {
        T value = queue.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        if (value == null) {
            throw new AssertionError(otherwise);
        }
        return value;
    }
}
