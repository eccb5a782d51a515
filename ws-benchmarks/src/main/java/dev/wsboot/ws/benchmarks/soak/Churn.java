package dev.wsboot.ws.benchmarks.soak;

import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.net.WsClient;
import dev.wsboot.ws.net.WsRequest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Many short sessions at once. Each sends its few small messages together when it is open, and closes when the last has come back. All of
 * that happens on the client's event loop: no thread waits for a single message or session, which is what makes it fast.
 */
final class Churn implements Actor {

    private static final int MOST_MESSAGES = 24;
    private static final int PATIENCE_SECONDS = 30;

    private final WsClient client;
    private final WsRequest request;
    private final int together;
    private final Random random;
    private final Tally tally;
    private final WireTally wire;

    /**
     * Opens nothing yet.
     *
     * @param together how many sessions there are at once
     * @param seed of numbers and contents
     * @param wire where they count
     */
    Churn(WsClient client, String uri, int together, long seed, Tally tally, WireTally wire) {
        this.client = client;
        this.request = WsRequest.to(uri);
        this.together = together;
        this.random = new Random(seed);
        this.tally = tally;
        this.wire = wire;
    }

    @Override
    public void act() throws Exception {
        List<Burst> bursts = new ArrayList<>();
        List<Future<WsSession>> sessions = new ArrayList<>();
        for (int i = 0; i < together; i++) {
            Burst burst = new Burst(new Messages(random.nextInt(MOST_MESSAGES + 1), 0, random.nextLong()));
            bursts.add(burst);
            sessions.add(client.connect(request, burst));
        }
        for (int i = 0; i < together; i++) {
            sessions.get(i).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            bursts.get(i).awaitEnd();
        }
    }

    private final class Burst extends Conversation {

        Burst(Messages messages) {
            super(messages, tally, wire);
        }

        @Override
        public void onOpen(WsSession session) {
            for (int i = 0; i < messages.count; i++) {
                send(session, i);
            }
            closeBehindTheLast(session);
        }

        @Override
        public synchronized void onBinary(WsSession session, ByteBuffer data) {
            super.onBinary(session, data);
            closeBehindTheLast(session);
        }

        private void closeBehindTheLast(WsSession session) {
            if (seen() == messages.count) {
                session.close();
            }
        }
    }
}
