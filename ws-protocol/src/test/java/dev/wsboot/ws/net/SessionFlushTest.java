package dev.wsboot.ws.net;

import static dev.wsboot.ws.net.Frames.close;
import static dev.wsboot.ws.net.Frames.frame;
import static dev.wsboot.ws.net.Frames.text;
import static dev.wsboot.ws.net.MessagePumpTest.failureOf;
import static dev.wsboot.ws.net.MessageSenderTest.elsewhere;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.WsSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link WsSession#flush()}: done exactly when the bytes have left, and never left undone. */
class SessionFlushTest {

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    private final TestServer server = new TestServer();
    private final Peer peer = server.open();
    private final WsSession session = peer.session();

    private CompletableFuture<Void> flush() {
        return session.flush().toCompletableFuture();
    }

    private void assertFailed(CompletableFuture<Void> flushed) {
        assertThat(failureOf(flushed)).isInstanceOf(IOException.class);
    }

    @Test
    void withNothingToSendItIsDoneAtOnce() {
        CompletableFuture<Void> flushed = flush();
        server.run();

        assertThat(flushed).isCompletedWithValue(null);
    }

    @Test
    void itIsDoneWhenTheBytesHaveLeft() {
        session.sendText("a");
        CompletableFuture<Void> flushed = flush();
        assertThat(flushed).isNotDone();
        server.run();

        peer.expect(text("a"));
        assertThat(flushed).isCompleted();
    }

    @Test
    void aShortWriteIsNotEnough() {
        peer.transport.take(2);
        session.sendText("a");
        CompletableFuture<Void> flushed = flush();
        server.run();
        assertThat(flushed).isNotDone();
        peer.transport.take(1);
        server.run();

        assertThat(flushed).isCompleted();
    }

    @Test
    void itDoesNotWaitForWhatIsSentLater() {
        peer.transport.take(0);
        session.sendText("a");
        CompletableFuture<Void> first = flush();
        session.sendText("b");
        CompletableFuture<Void> second = flush();
        server.run();
        assertThat(first).isNotDone();
        peer.transport.take(3);
        server.run();
        assertThat(first).isCompleted();
        assertThat(second).isNotDone();
        peer.transport.take(3);
        server.run();

        assertThat(second).isCompleted();
    }

    /** Each byte that leaves, in writes of every size, is counted once, whatever way it goes. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 4096, EventLoop.WRITE_BUFFER, 100_000})
    void everyFlushIsDoneInItsOrder(int atATime) {
        List<Integer> done = new ArrayList<>();
        peer.transport.moveAtATime(atATime);
        int[] sizes = {0, 10, 1000, 70_000, 3};
        int total = 0;
        List<Integer> ends = new ArrayList<>();
        for (int size : sizes) {
            session.sendBinary(ByteBuffer.allocate(size));
            total += frame(0x82, "00".repeat(size)).length() / 2;
            ends.add(total);
            int end = total;
            flush().thenRun(() -> done.add(end));
        }
        int received = 0;
        while (received < total) {
            List<Integer> before = ends.subList(0, done.size());
            assertThat(done).isEqualTo(before);
            server.loop.turn();
            received += peer.receivesBytes().length;
            int reached = received;
            assertThat(done).allMatch(end -> end <= reached);
        }
        server.run();

        assertThat(done).isEqualTo(ends);
    }

    @Test
    void fromAnotherThreadItIsBehindWhatThatHasSent() throws Exception {
        CompletableFuture<Void> flushed = elsewhere(() -> {
            session.sendText("a");
            return flush();
        });
        assertThat(flushed).isNotDone();
        peer.transport.take(1);
        server.run();
        assertThat(flushed).isNotDone();
        peer.transport.takeEverything();
        server.run();

        assertThat(flushed).isCompleted();
        peer.expect(text("a"));
    }

    /** "Everything that was accepted for sending until now". */
    @Test
    void onTheLoopItIsBehindWhatOtherThreadsHaveSent() throws Exception {
        assertThat(elsewhere(() -> session.sendText("a"))).isTrue();
        peer.transport.take(0);
        CompletableFuture<Void> flushed = flush();
        server.run();
        assertThat(flushed).isNotDone();
        peer.transport.takeEverything();
        server.run();

        assertThat(flushed).isCompleted();
    }

    @Test
    void itDoesNotWaitForAMessageInPartsToEnd() {
        session.sendTextPart("a", false);
        session.sendText("waits");
        CompletableFuture<Void> flushed = flush();
        server.run();

        assertThat(flushed).isCompleted();
    }

    @Test
    void whoIsToldMaySendAndFlushAgain() {
        List<String> done = new ArrayList<>();
        session.sendText("a");
        session.flush().thenRun(() -> {
            done.add("a");
            session.sendText("b");
            session.flush().thenRun(() -> done.add("b"));
        });
        server.run();

        assertThat(done).containsExactly("a", "b");
        peer.expect(text("a"), text("b"));
    }

    @Test
    void itFailsWithTheWire() {
        peer.transport.failWrites();
        session.sendText("a");
        CompletableFuture<Void> before = flush();
        server.run();

        assertFailed(before);
        assertFailed(flush());
    }

    @Test
    void itFailsWithAWireThatHeldSomething() {
        peer.transport.take(0);
        session.sendText("a");
        CompletableFuture<Void> blocked = flush();
        server.run();
        peer.transport.failReads();
        peer.transport.failWrites();
        server.run();

        assertFailed(blocked);
    }

    @Test
    void itFailsWhereThePeerTakesNothing() {
        peer.transport.take(0);
        session.sendText("a");
        CompletableFuture<Void> blocked = flush();
        server.run().advance(TestServer.STALL_TIMEOUT);

        assertFailed(blocked);
    }

    @Test
    void itFailsWhenTheSessionHasEnded() throws Exception {
        peer.sends(close(1000, ""));
        assertFailed(flush());
        CompletableFuture<Void> elsewhere = elsewhere(this::flush);
        server.run();
        assertFailed(elsewhere);
        peer.ends();
        assertFailed(flush());
    }

    /** The bytes are on their way, and whether they leave is the truth. */
    @Test
    void whatWasSentBeforeTheEndMayStillLeave() {
        peer.transport.take(0);
        session.sendText("a");
        CompletableFuture<Void> flushed = flush();
        peer.sends(close(1000, ""));
        assertThat(flushed).isNotDone();
        peer.transport.takeEverything();
        server.run();

        peer.expect(text("a"), close(1000, ""));
        assertThat(flushed).isCompleted();
    }

    @Test
    void theCloseFrameCanBeWaitedFor() {
        peer.transport.take(0);
        session.close(4000, "enough");
        CompletableFuture<Void> flushed = flush();
        server.run();
        assertThat(flushed).isNotDone();
        peer.transport.takeEverything();
        server.run();

        assertThat(flushed).isCompleted();
    }
}
