package dev.wsboot.ws.net;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.WsHandler;
import dev.wsboot.ws.WsSession;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A client's handler that keeps what comes until somebody asks for it. */
class ClientLog implements WsHandler {

    private static final int TIMEOUT_SECONDS = 15;

    final AtomicInteger opened = new AtomicInteger();
    private final BlockingQueue<Object> messages = new LinkedBlockingQueue<>();
    private final BlockingQueue<Object> closes = new LinkedBlockingQueue<>();

    @Override
    public void onOpen(WsSession session) {
        opened.incrementAndGet();
    }

    @Override
    public void onText(WsSession session, String text) {
        messages.add(text);
    }

    @Override
    public void onBinary(WsSession session, ByteBuffer data) {
        byte[] copy = new byte[data.remaining()];
        data.get(copy);
        messages.add(copy);
    }

    @Override
    public void onClose(WsSession session, CloseEvent close) {
        closes.add(close);
    }

    /** The next message: a String or a byte array. */
    Object awaitMessage() throws InterruptedException {
        return await(messages);
    }

    CloseEvent awaitClose() throws InterruptedException {
        return (CloseEvent) await(closes);
    }

    boolean isQuiet() {
        return opened.get() == 0 && messages.isEmpty() && closes.isEmpty();
    }

    private static Object await(BlockingQueue<Object> queue) throws InterruptedException {
        Object next = queue.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing came");
        }
        return next;
    }
}
