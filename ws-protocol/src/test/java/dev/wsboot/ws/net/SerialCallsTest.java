package dev.wsboot.ws.net;

import static dev.wsboot.ws.net.Frames.binary;
import static dev.wsboot.ws.net.Frames.close;
import static dev.wsboot.ws.net.Frames.frame;
import static dev.wsboot.ws.net.Frames.ping;
import static dev.wsboot.ws.net.Frames.pong;
import static dev.wsboot.ws.net.Frames.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.CloseEvent.Initiator;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Callbacks on an executor. */
class SerialCallsTest {

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    private final TestServer server = new TestServer();
    private final Queue<Runnable> submitted = new ArrayDeque<>();

    private Peer open() {
        server.executor = submitted::add;
        Peer peer = server.connect().upgrades("/ws");
        peer.receives();
        return peer;
    }

    private void runCallbacks() {
        while (!submitted.isEmpty()) {
            submitted.remove().run();
        }
    }

    @Test
    void payloadsAreStillThereWhenTheLoopHasReadOn() {
        Peer peer = open();
        peer.sends(text("first"), binary("0102"), ping("ping"), pong("pong"));
        peer.sends(text("other"), binary("FFFF"), ping("PING"), pong("PONG"));
        peer.sends(close(1000, "")).ends();
        assertThat(server.handler.events).isEmpty();

        runCallbacks();
        server.run();
        runCallbacks();

        server.handler.expect(
                "open",
                "text first",
                "binary 0102",
                "ping " + Frames.ascii("ping"),
                "pong " + Frames.ascii("pong"),
                "text other",
                "binary FFFF",
                "ping " + Frames.ascii("PING"),
                "pong " + Frames.ascii("PONG"),
                "close");
        server.assertOver(peer, new CloseEvent(1000, "", Initiator.REMOTE, Cause.CLOSE_FRAME, true));
    }

    @Test
    void textInAsciiAndNot() {
        Peer peer = open();
        peer.sends(
                text("in ASCII, and long enough"), frame(0x81, Frames.hex("caf\u00E9 and cr\u00E8me".getBytes(UTF_8))));
        runCallbacks();

        server.handler.expect("open", "text in ASCII, and long enough", "text caf\u00E9 and cr\u00E8me");
    }

    @Test
    void aSessionCountsUntilItsLastCallbackIsDone() throws InterruptedException {
        Peer peer = open();
        runCallbacks();
        peer.sends(close(1000, "")).ends();
        server.census.close();
        assertThat(peer.connection.isClosed()).isTrue();
        assertThat(server.census.awaitEmpty(0)).isFalse();

        runCallbacks();

        assertThat(server.census.awaitEmpty(0)).isTrue();
    }

    @Test
    void anExecutorThatRunsAtOnceKeepsCallbacksApart() {
        server.executor = Runnable::run;
        server.sendQueueSize = 100;
        server.handler.does((session, what) -> {
            while (what.startsWith("text") && session.sendBinary(ByteBuffer.allocate(30_000))) {
                assertThat(session.isOpen()).isTrue();
            }
        });
        Peer peer = server.connect().upgrades("/ws");
        peer.receives();
        peer.transport.take(0);
        peer.sends(text("fill"), text("late"));
        server.advance(TestServer.STALL_TIMEOUT);

        // The second text was there already when the first callback ended the session.
        server.handler.expect("open", "text fill", "text late", "close");
        String reason = "too slow: the send queue is full";
        server.assertOver(peer, new CloseEvent(1008, reason, Initiator.LOCAL, Cause.SEND_QUEUE_OVERFLOW, false));
    }

    @Test
    void aHandlerThatFailsEndsTheSessionFromItsOwnThread() throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        server.executor = pool;
        server.handler.does((session, what) -> {
            if (what.startsWith("text")) {
                throw new IllegalStateException("secret");
            }
        });
        Peer peer = server.connect().upgrades("/ws");
        peer.receives();
        peer.sends(text("boom"));
        pool.submit(() -> {}).get();
        server.run();
        peer.expect(close(1011, "")).ends();
        pool.shutdown();
        assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();

        server.handler.expect("open", "text boom", "close");
        server.assertOver(peer, new CloseEvent(1011, "", Initiator.LOCAL, Cause.HANDLER_ERROR, false));
        errors.expect("closing with 1011");
    }

    @Test
    void everySessionHasItsCloseThoughTheExecutorIsGone() {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        pool.shutdown();
        server.executor = pool;
        Peer peer = server.connect().upgrades("/ws");
        peer.sends(text("a")).ends();

        server.handler.expect("open", "text a", "close");
        server.assertOver(peer, new CloseEvent(1006, "", Initiator.NONE, Cause.EOF_WITHOUT_CLOSE, false));
    }
}
