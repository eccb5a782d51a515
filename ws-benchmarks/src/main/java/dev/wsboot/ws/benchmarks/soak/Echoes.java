package dev.wsboot.ws.benchmarks.soak;

import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.net.WsClient;
import dev.wsboot.ws.net.WsRequest;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** One session after the other. Sends messages of all sizes, up to eight at a time, waits for them, and closes: that loses nothing. */
final class Echoes implements Actor {

    private static final int LARGEST = 200_000;
    private static final int PATIENCE_SECONDS = 30;

    private final WsClient client;
    private final WsRequest request;
    private final int mostMessages;
    private final Random random;
    private final Tally tally;
    private final WireTally wire;

    /**
     * Opens nothing yet.
     *
     * @param mostMessages of one session
     * @param seed of sizes and contents
     * @param wire where they count
     */
    Echoes(WsClient client, String uri, int mostMessages, long seed, Tally tally, WireTally wire) {
        this.client = client;
        this.request = WsRequest.to(uri);
        this.mostMessages = mostMessages;
        this.random = new Random(seed);
        this.tally = tally;
        this.wire = wire;
    }

    @Override
    public void act() throws Exception {
        int count = random.nextInt(mostMessages + 1);
        Conversation conversation = new Conversation(new Messages(count, LARGEST, random.nextLong()), tally, wire);
        WsSession session = client.connect(request, conversation).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        for (int i = 0; i < count; i++) {
            conversation.send(session, i);
            if (i % 8 == 7) {
                conversation.await(i + 1);
            }
        }
        conversation.await(count);
        session.close();
        conversation.awaitEnd();
    }
}
