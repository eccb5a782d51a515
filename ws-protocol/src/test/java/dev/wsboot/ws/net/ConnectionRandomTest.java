package dev.wsboot.ws.net;

import static dev.wsboot.ws.net.Frames.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that makes reading pause, by chance. */
class ConnectionRandomTest {

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    private final TestServer server = new TestServer();
    private final Queue<Runnable> callbacks = new ArrayDeque<>();

    private Peer openWithExecutor(int handlerQueue) {
        server.executor = callbacks::add;
        server.handlerQueue = handlerQueue;
        Peer peer = server.connect().upgrades("/ws");
        runCallbacks();
        server.run();
        peer.receives();
        server.handler.expect("open");
        return peer;
    }

    private void runCallbacks() {
        while (!callbacks.isEmpty()) {
            callbacks.remove().run();
        }
    }

    /** Until neither the loop nor the executor has anything left to do. */
    private void runAll() {
        do {
            runCallbacks();
            server.run();
        } while (!callbacks.isEmpty());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void nothingIsLostOrReorderedWhateverPauses(long seed) {
        Random random = new Random(seed);
        Peer peer = openWithExecutor(1 + random.nextInt(5));
        StringBuilder answers = new StringBuilder();
        server.handler.does((session, what) -> {
            String answer = what + "#".repeat(random.nextInt(3_000));
            assertThat(session.sendText(answer)).isTrue();
            answers.append(text(answer));
        });
        List<String> expected = new ArrayList<>();
        int sent = 0;
        for (int step = 0; step < 1_000; step++) {
            switch (random.nextInt(6)) {
                case 0, 1 -> {
                    String message = "m" + sent++ + "-".repeat(random.nextInt(200));
                    byte[] frame = Frames.masked(text(message));
                    int split = random.nextInt(frame.length);
                    peer.transport.arrive(Arrays.copyOf(frame, split));
                    server.loop.turn();
                    peer.transport.arrive(Arrays.copyOfRange(frame, split, frame.length));
                    expected.add("text " + message);
                }
                case 2 -> peer.transport.take(random.nextInt(4_000));
                case 3 -> {
                    if (!callbacks.isEmpty()) {
                        callbacks.remove().run();
                    }
                }
                case 4 -> peer.transport.takeEverything();
                default -> server.loop.turn();
            }
        }
        peer.transport.takeEverything();
        runAll();

        server.handler.expect(expected.toArray(String[]::new));
        peer.expect(answers.toString());
        assertThat(server.observer.closes).isEmpty();
    }
}
