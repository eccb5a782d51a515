package dev.wsboot.ws.benchmarks.soak;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.WsHandler;
import dev.wsboot.ws.WsSession;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The client's end of one session whose messages are echoed: each has to come back as it was, and in its turn. */
class Conversation implements WsHandler {

    private static final int PATIENCE_SECONDS = 30;

    final Messages messages;
    private final CompletableFuture<CloseEvent> closed = new CompletableFuture<>();
    private final Tally tally;
    private final WireTally wire;
    private int seen;

    /**
     * Begins when it is connected.
     *
     * @param wire where its messages count
     */
    Conversation(Messages messages, Tally tally, WireTally wire) {
        this.messages = messages;
        this.tally = tally;
        this.wire = wire;
    }

    /** Sends one of the messages, text or binary. */
    final void send(WsSession session, int number) {
        byte[] message = messages.make(number);
        boolean taken = number % 2 == 0
                ? session.sendBinary(ByteBuffer.wrap(message))
                : session.sendText(new String(message, StandardCharsets.ISO_8859_1));
        if (!taken) {
            throw new IllegalStateException("message " + number + " was not taken: " + closed.getNow(null));
        }
    }

    @Override
    public void onText(WsSession session, String text) {
        onBinary(session, ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Override
    public synchronized void onBinary(WsSession session, ByteBuffer data) {
        if (!messages.isMessage(seen, data)) {
            IllegalStateException failure =
                    new IllegalStateException("something else came in place of message " + seen);
            tally.failures.add(failure);
            throw failure;
        }
        seen++;
        wire.messages.increment();
        notifyAll();
    }

    /** How many have come back. */
    final synchronized int seen() {
        return seen;
    }

    @Override
    public synchronized void onClose(WsSession session, CloseEvent close) {
        closed.complete(close);
        notifyAll();
    }

    /** Waits until so many have come back. */
    final synchronized void await(int count) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (seen < count) {
            long left = deadline - System.nanoTime();
            if (closed.isDone() || left <= 0) {
                throw new IllegalStateException(
                        "message " + seen + " of " + count + " is missing: " + closed.getNow(null));
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    /** Waits for its end, which has to be in order and behind all messages. */
    final void awaitEnd() throws Exception {
        CloseEvent close = closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (!close.clean() || close.cause() != Cause.CLOSE_FRAME || seen() != messages.count) {
            throw new IllegalStateException("not closed in order behind " + seen() + " messages: " + close);
        }
        wire.cycles.increment();
    }
}
