package dev.wsboot.ws.net;

import static dev.wsboot.ws.net.Frames.binary;
import static dev.wsboot.ws.net.Frames.close;
import static dev.wsboot.ws.net.Frames.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.CloseEvent.Initiator;
import dev.wsboot.ws.PreparedMessage;
import dev.wsboot.ws.WsSession;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What other threads may do with a session. */
class SessionTest {

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    private final TestServer server = new TestServer();
    private Peer peer;
    private WsSession session;

    private void open() {
        peer = server.open();
        session = peer.session();
    }

    /** Runs on a thread that is not the loop's, and waits for it. */
    private static <T> T elsewhere(Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        new Thread(task).start();
        return task.get();
    }

    @Nested
    class Closing {

        /** Autobahn CVE-2020-35678: the other side would log it. */
        @ParameterizedTest
        @ValueSource(strings = {"\r\n", "\n", "\u0000", "\u001b[2J", "\u007f", "\u0085"})
        void refusesAReasonWithAControlCharacter(String part) {
            open();

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> session.close(4000, "a" + part + "b"))
                    .withMessageContaining("the reason has a control character: a\\u00");
            assertThat(session.isOpen()).isTrue();
            server.run();
            peer.expect();
        }
    }

    @Nested
    class FromAnotherThread {

        @Test
        void nothingIsSentBeforeTheLoopHasItsTurn() throws Exception {
            open();
            ByteBuffer data =
                    ByteBuffer.wrap(new byte[] {9, 1, 2, 9}).position(1).limit(3);
            boolean taken = elsewhere(
                    () -> session.sendText("a") && session.sendBinary(data) && session.send(PreparedMessage.text("b")));
            data.put(1, (byte) 5);

            assertThat(taken).isTrue();
            assertThat(session.queuedBytes()).isEqualTo(1 + 2 + 3);
            peer.expect();
            server.run();
            peer.expect(text("a"), binary("0102"), text("b"));
            assertThat(session.queuedBytes()).isZero();
            assertThat(data.position()).isEqualTo(1);
        }

        @Test
        void whatWasSentBeforeACloseLeavesBeforeIt() throws Exception {
            open();
            boolean taken = elsewhere(() -> {
                session.sendText("a");
                session.close(4000, "enough");
                return session.sendText("b");
            });
            assertThat(taken).isFalse();
            assertThat(session.isOpen()).isFalse();
            server.run();

            peer.expect(text("a"), close(4000, "enough"));
        }

        /** The loop has it not seen yet when it shuts down: true means that it leaves all the same. */
        @ParameterizedTest
        @ValueSource(strings = {"a", ""})
        void whatWasAcceptedBeforeAShutdownLeavesBeforeTheCloseFrame(String message) throws Exception {
            open();
            assertThat(elsewhere(() -> session.sendText(message))).isTrue();
            peer.connection.shutdown(1001);
            assertThat(elsewhere(() -> session.sendText("b"))).isFalse();
            server.run();

            peer.expect(text(message), close(1001, "the server is shutting down"));
        }

        @Test
        void whatDoesNotFitIntoTheQueueIsRefusedAndEndsTheSession() throws Exception {
            server.sendQueueSize = 100;
            open();
            boolean fits = elsewhere(
                    () -> session.sendBinary(ByteBuffer.allocate(60)) && session.sendBinary(ByteBuffer.allocate(40)));
            assertThat(fits).isTrue();
            assertThat(elsewhere(() -> session.sendBinary(ByteBuffer.allocate(1))))
                    .isFalse();
            assertThat(session.isOpen()).as("open, so that sending goes on").isFalse();
            assertThat(elsewhere(() -> session.send(PreparedMessage.text("a")))).isFalse();
            server.run();

            String reason = "too slow: the send queue is full";
            peer.expect(binary("00".repeat(60)), binary("00".repeat(40)), close(1008, reason))
                    .ends();
            server.assertOver(peer, new CloseEvent(1008, reason, Initiator.LOCAL, Cause.SEND_QUEUE_OVERFLOW, false));
            assertThat(session.queuedBytes()).isZero();
        }

        @Test
        void aPreparedMessageThatDoesNotFitIsRefusedToo() throws Exception {
            server.sendQueueSize = 100;
            open();
            PreparedMessage message = PreparedMessage.binary(ByteBuffer.allocate(60));

            assertThat(elsewhere(() -> session.send(message))).isTrue();
            assertThat(elsewhere(() -> session.send(message))).isFalse();
        }

        @Test
        void whatTheConnectionHoldsAlreadyCounts() throws Exception {
            server.sendQueueSize = 100;
            open();
            peer.transport.take(0);
            session.sendBinary(ByteBuffer.allocate(90));
            server.run();

            assertThat(elsewhere(() -> session.sendBinary(ByteBuffer.allocate(8))))
                    .isTrue();
            assertThat(elsewhere(() -> session.sendBinary(ByteBuffer.allocate(1))))
                    .isFalse();
        }

        @Test
        void aSingleMessageMayBeLargerThanTheQueue() throws Exception {
            server.sendQueueSize = 100;
            open();

            assertThat(elsewhere(() -> session.sendBinary(ByteBuffer.allocate(100_000))))
                    .isTrue();
            server.run();
            peer.expect(binary("00".repeat(100_000)));
        }

        @Test
        void whatComesTooLateIsDroppedAndNotToldAsSent() throws Exception {
            open();
            elsewhere(() -> session.sendText("late")
                    && session.sendBinary(ByteBuffer.allocate(EventLoop.WRITE_BUFFER + 1))
                    && session.send(PreparedMessage.text("late")));
            peer.transport.endInput();
            server.run();

            server.observer.expect("closed after 0 ms");
            assertThat(session.queuedBytes()).isZero();
            assertThat(elsewhere(() -> session.sendText("later"))).isFalse();
            assertThat(elsewhere(() -> session.sendBinary(ByteBuffer.allocate(1))))
                    .isFalse();
            elsewhere(() -> {
                session.close();
                return null;
            });
            server.assertOver(peer, new CloseEvent(1006, "", Initiator.NONE, Cause.EOF_WITHOUT_CLOSE, false));
        }

        @Test
        void everyThreadKeepsItsOrder() throws Exception {
            server.handler.does((from, what) -> {});
            open();
            List<Thread> threads = new ArrayList<>();
            for (String name : List.of("a", "b", "c")) {
                threads.add(new Thread(() -> {
                    for (int i = 0; i < 500; i++) {
                        assertThat(session.sendText(name + i)).isTrue();
                    }
                }));
            }
            threads.forEach(Thread::start);
            StringBuilder received = new StringBuilder();
            while (threads.stream().anyMatch(Thread::isAlive)) {
                server.loop.turn();
                received.append(peer.receives());
            }
            server.run();
            received.append(peer.receives());

            for (String name : List.of("a", "b", "c")) {
                for (int i = 0, at = 0; i < 500; i++) {
                    at = received.indexOf(text(name + i), at);
                    assertThat(at).as(name + i).isNotNegative();
                }
            }
            assertThat(session.queuedBytes()).isZero();
        }

        @Test
        void aHandlerThatFailsEndsTheSession() throws Exception {
            open();
            elsewhere(() -> {
                ((Session) session).handlerFailed();
                return null;
            });
            assertThat(session.isOpen()).isFalse();
            server.handler.expect();
            server.run();

            peer.expect(close(1011, ""));
        }
    }

    @Test
    void attributesAreMadeOnceAndKept() {
        open();
        session.attributes().put("user", "anna");

        assertThat(session.attributes()).containsEntry("user", "anna");
    }

    @Test
    void knowsWhereItBelongs() {
        open();

        assertThat(session.endpoint()).isEqualTo("/ws");
        assertThat(session.subprotocol()).isNull();
        assertThat(session.id()).isEqualTo("1");
        assertThat(session.isOpen()).isTrue();
    }

    @Test
    void takesNoNull() {
        open();

        assertThatNullPointerException().isThrownBy(() -> session.sendText(null));
        assertThatNullPointerException().isThrownBy(() -> session.send((PreparedMessage) null));
        assertThatNullPointerException().isThrownBy(() -> session.close(1000, null));
        assertThatNullPointerException().isThrownBy(() -> session.close(1000, "", null));
        assertThat(session.isOpen()).isTrue();
    }

    @Test
    void refusesEverythingOnceItIsClosed() {
        open();
        session.close();

        assertThat(session.sendText("a")).isFalse();
        assertThat(session.sendBinary(ByteBuffer.allocate(1))).isFalse();
        assertThat(session.send(PreparedMessage.text("a"))).isFalse();
    }
}
