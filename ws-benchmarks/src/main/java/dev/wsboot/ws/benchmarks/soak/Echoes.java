package dev.wsboot.ws.benchmarks.soak;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.WsHandler;
import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.net.WsClient;
import dev.wsboot.ws.net.WsRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;

/**
 * Sends messages of all sizes, text and binary, some of them several at a time, and compares what comes back: each has its number, and a
 * checksum that knows whose it is. Then it closes, which loses nothing.
 */
final class Echoes implements Actor {

    private static final int NUMBER_AND_CHECKSUM = 2 * Long.BYTES;
    private static final int LARGEST = 200_000;
    private static final int PATIENCE_SECONDS = 30;

    private final WsClient client;
    private final WsRequest request;
    private final int mostMessages;
    private final Random random;
    private final Tally tally;

    /**
     * Opens nothing yet.
     *
     * @param mostMessages of one session
     * @param seed of sizes and contents
     */
    Echoes(WsClient client, String uri, int mostMessages, long seed, Tally tally) {
        this.client = client;
        this.request = WsRequest.to(uri);
        this.mostMessages = mostMessages;
        this.random = new Random(seed);
        this.tally = tally;
    }

    @Override
    public void act() throws Exception {
        int messages = random.nextInt(mostMessages + 1);
        long owner = random.nextLong();
        Check check = new Check(owner, messages);
        WsSession session = client.connect(request, check).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        for (int i = 0; i < messages; i++) {
            boolean taken = random.nextBoolean()
                    ? session.sendBinary(ByteBuffer.wrap(message(owner, i)))
                    : session.sendText(new String(message(owner, i), StandardCharsets.ISO_8859_1));
            if (!taken) {
                throw new IllegalStateException("message " + i + " was not taken: " + check.closed.getNow(null));
            }
            if (i % 8 == 7) {
                check.await(i + 1);
            }
        }
        check.await(messages);
        session.close();
        CloseEvent close = check.closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (!close.clean() || close.cause() != Cause.CLOSE_FRAME) {
            throw new IllegalStateException("not closed in order: " + close);
        }
        tally.cycles.increment();
    }

    /** Mostly small, as messages are. */
    private byte[] message(long owner, int number) {
        int size = random.nextInt(20) == 0 ? random.nextInt(LARGEST) : random.nextInt(200);
        byte[] content = new byte[size];
        if (random.nextBoolean()) {
            random.nextBytes(content);
        } else {
            Arrays.fill(content, (byte) 'a');
        }
        return ByteBuffer.allocate(NUMBER_AND_CHECKSUM + size)
                .putLong(number)
                .putLong(checksum(owner, number, ByteBuffer.wrap(content)))
                .put(content)
                .array();
    }

    private static long checksum(long owner, long number, ByteBuffer content) {
        CRC32 sum = new CRC32();
        sum.update(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(owner)
                .putLong(number)
                .flip());
        sum.update(content);
        return sum.getValue();
    }

    private final class Check implements WsHandler {

        final CompletableFuture<CloseEvent> closed = new CompletableFuture<>();
        private final long owner;
        private final int messages;
        private int seen;

        Check(long owner, int messages) {
            this.owner = owner;
            this.messages = messages;
        }

        @Override
        public void onText(WsSession session, String text) {
            onBinary(session, ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
        }

        @Override
        public synchronized void onBinary(WsSession session, ByteBuffer data) {
            long number = data.getLong();
            long sum = data.getLong();
            if (number != seen || number >= messages || sum != checksum(owner, number, data)) {
                IllegalStateException failure =
                        new IllegalStateException("message " + number + " came in place of " + seen);
                tally.failures.add(failure);
                throw failure;
            }
            seen++;
            tally.messages.increment();
            notifyAll();
        }

        @Override
        public synchronized void onClose(WsSession session, CloseEvent close) {
            closed.complete(close);
            notifyAll();
        }

        synchronized void await(int count) throws InterruptedException {
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
    }
}
