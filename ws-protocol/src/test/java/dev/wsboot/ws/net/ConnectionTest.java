package dev.wsboot.ws.net;

import static dev.wsboot.ws.net.Frames.close;
import static dev.wsboot.ws.net.Frames.ping;
import static dev.wsboot.ws.net.Frames.pong;
import static dev.wsboot.ws.net.Frames.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.CloseEvent.Initiator;
import dev.wsboot.ws.MessageType;
import dev.wsboot.ws.WsObserver;
import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.protocol.FrameWriter;
import dev.wsboot.ws.protocol.MessageLimits;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How reading pauses and goes on. */
class ConnectionTest {

    /** Of such answers the write buffer takes four; the fifth finds that the peer takes nothing. */
    private static final int QUARTER = EventLoop.WRITE_BUFFER / 4 - FrameWriter.MAX_HEADER;

    private static final CloseEvent BYE = new CloseEvent(1000, "", Initiator.REMOTE, Cause.CLOSE_FRAME, true);

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

    /** What {@link TurnOrder} knows and wants of a connection. */
    @Nested
    class WhereManyAreReady {

        @Test
        void whoIsNewGivesWayForAMoment() {
            Connection connection = server.connect().connection;
            long now = server.loop.now();

            assertThat(connection.givesWay(now + TurnOrder.LONGEST - 1)).isTrue();
            assertThat(connection.givesWay(now + TurnOrder.LONGEST)).isFalse();
        }

        @Test
        void givesWayUntilItIsTold() {
            Connection connection = server.connect().connection;
            connection.hadTurn(0, 1_000);

            assertThat(connection.givesWay(999)).isTrue();
            assertThat(connection.givesWay(1_000)).isFalse();
        }

        @Test
        void smallAnswersAreWrittenBehindAllTurns() {
            List<Peer> peers = List.of(server.open(), server.open());
            peers.forEach(peer -> peer.brings(ping("hi")));
            server.poller.poll(0);
            assertThat(peers).allSatisfy(peer -> {
                assertThat(peer.transport.unread()).isZero();
                assertThat(peer.receivesBytes()).isEmpty();
            });

            server.run();

            peers.forEach(peer -> peer.expect(pong("hi")));
        }

        /** Or other tasks would come first. */
        @Test
        void whatIsAnsweredInATaskIsWrittenInIt() {
            Peer peer = server.open();
            peer.brings(ping("hi"));
            peer.transport.ready.run();

            peer.expect(pong("hi"));
        }

        private int readInATurn(Peer peer) {
            int before = peer.transport.unread();
            server.loop.turn();
            return before - peer.transport.unread();
        }

        private Peer flooding() {
            Peer peer = server.open();
            for (int i = 0; i < 800; i++) {
                peer.brings(text("x".repeat(1000)));
            }
            return peer;
        }

        @Test
        void whoHadALongTurnReadsHalfAsMuchAtATime() {
            Peer peer = flooding();
            assertThat(readInATurn(peer)).isEqualTo(200_000);
            peer.connection.hadTurn(TurnOrder.SLICE, 0);
            assertThat(readInATurn(peer)).as("not longer than a slice").isEqualTo(200_000);
            peer.connection.hadTurn(TurnOrder.SLICE + 1, 0);
            assertThat(readInATurn(peer)).isEqualTo(100_000);
            peer.connection.hadTurn(TurnOrder.SLICE + 1, 0);
            assertThat(readInATurn(peer)).isEqualTo(50_000);
        }

        private void hasLongTurns(Peer peer) {
            for (int i = 0; i < 40; i++) {
                peer.connection.hadTurn(TurnOrder.SLICE + 1, 0);
            }
        }

        @Test
        void butNotLessThanIsWorthASystemCall() {
            Peer peer = flooding();
            hasLongTurns(peer);
            assertThat(readInATurn(peer)).isEqualTo(Connection.SHORTEST_READ);
        }

        @Test
        void andNotLessThanARecordOfTls() {
            Peer peer = flooding();
            peer.transport.secure = true;
            hasLongTurns(peer);
            assertThat(readInATurn(peer)).isEqualTo(Connection.SHORTEST_TLS_READ);
        }

        @Test
        void whoseTurnsAreShortReadsMoreAgain() {
            Peer peer = flooding();
            peer.connection.hadTurn(TurnOrder.SLICE + 1, 0);
            assertThat(readInATurn(peer)).isEqualTo(100_000);
            peer.connection.hadTurn(TurnOrder.SLICE / 4, 0);
            assertThat(readInATurn(peer)).as("not at half of a slice already").isEqualTo(100_000);
            peer.connection.hadTurn(TurnOrder.SLICE / 4 - 1, 0);
            assertThat(readInATurn(peer)).isEqualTo(200_000);
            peer.connection.hadTurn(0, 0);
            assertThat(readInATurn(peer)).isEqualTo(200_000);
        }

        @Test
        void afterManyLongTurnsFiveShortOnesAreEnough() {
            Peer peer = flooding();
            hasLongTurns(peer);
            for (int i = 0; i < 5; i++) {
                readInATurn(peer);
                peer.connection.hadTurn(0, 0);
            }
            assertThat(readInATurn(peer)).isEqualTo(200_000);
        }

        /** Or a Ping now and then would be enough to have thousands of tiny frames handled in one turn again. */
        @Test
        void aTurnThatReadLittleSaysNothingAboutOneThatReadsMuch() {
            Peer peer = server.open();
            peer.connection.hadTurn(TurnOrder.SLICE + 1, 0);
            for (int i = 0; i < 45; i++) {
                peer.brings(text("x".repeat(1000)));
            }
            assertThat(readInATurn(peer)).isLessThan(50_000);
            peer.connection.hadTurn(0, 0);
            for (int i = 0; i < 300; i++) {
                peer.brings(text("x".repeat(1000)));
            }
            assertThat(readInATurn(peer)).isEqualTo(100_000);
        }

        @Test
        void isNotToldOfItsInputUntilItLeavesTheQueue() {
            Peer peer = server.open();
            peer.connection.queued(true);
            assertThat(peer.transport.reading).isTrue();
            peer.connection.hush();
            assertThat(peer.transport.reading).isFalse();
            assertThat(peer.connection.isPaused()).isFalse();

            peer.connection.queued(false);
            assertThat(peer.transport.reading).isTrue();
            peer.sends(text("m"));
            server.handler.expect("text m");
        }

        /** What the selector tells of somebody in the queue is passed over, whatever it is. */
        @Test
        void norThatThePeerTakesBytesAgain() {
            Peer peer = server.open();
            peer.connection.queued(true);
            peer.connection.hush();
            peer.transport.take(0);
            peer.session().sendText("x");
            server.run();
            assertThat(peer.transport.writing).isFalse();

            peer.connection.queued(false);
            assertThat(peer.transport.writing).isTrue();
            peer.transport.takeEverything();
            server.run();
            peer.expect(text("x"));
        }

        @Test
        void mayEndInTheQueue() {
            Peer peer = server.open();
            peer.connection.queued(true);
            peer.connection.hush();
            peer.connection.cut();
            peer.connection.queued(false);

            assertThat(peer.transport.closed).isOne();
        }

        @Test
        void isNotReadFromBehindTheQueueWhereReadingIsPaused() {
            Peer peer = server.open();
            peer.connection.queued(true);
            peer.connection.hush();
            peer.connection.pause(Connection.SUSPENDED);
            peer.connection.queued(false);
            assertThat(peer.transport.reading).isFalse();

            peer.connection.resume(Connection.SUSPENDED);
            server.run();
            assertThat(peer.transport.reading).isTrue();
        }
    }

    @Nested
    class WhileThePeerTakesNothing {

        private final Peer peer = server.open();

        private void answerWith(int bytes) {
            server.handler.does((session, what) -> {
                if (what.startsWith("text")) {
                    session.sendBinary(ByteBuffer.allocate(bytes));
                }
            });
        }

        @Test
        void itIsNotReadFromAndNothingIsLostWhenItGoesOn() {
            answerWith(QUARTER);
            peer.transport.take(0);
            for (int i = 0; i < 10; i++) {
                peer.brings(text("m" + i));
            }
            server.run();
            server.handler.expect("text m0", "text m1");
            assertThat(peer.transport.reading).isFalse();
            assertThat(peer.transport.writing).isTrue();
            assertThat(peer.connection.isPaused()).isTrue();

            answerWith(0);
            peer.transport.takeEverything();
            server.run();

            server.handler.expect(
                    "text m2", "text m3", "text m4", "text m5", "text m6", "text m7", "text m8", "text m9");
            assertThat(peer.transport.reading).isTrue();
            assertThat(peer.transport.writing).isFalse();
            peer.expect((Frames.binary("00".repeat(QUARTER))).repeat(2)
                    + Frames.binary("").repeat(8));
        }

        @Test
        void noMoreIsReadAtATimeThanMayWaitForIt() {
            TestServer small = new TestServer();
            small.sendQueueSize = 40_000;
            Peer slow = small.open();
            small.handler.does((session, what) -> session.sendText("x".repeat(1000)));
            slow.transport.take(0);
            for (int i = 0; i < 500; i++) {
                slow.brings(text("x".repeat(1000)));
            }
            int brought = slow.transport.unread();
            small.run();

            assertThat(slow.connection.isPaused()).isTrue();
            assertThat(brought - slow.transport.unread()).isPositive().isLessThanOrEqualTo(40_000);
            slow.transport.takeEverything();
            small.run();
            assertThat(slow.transport.unread()).isZero();
        }

        @Test
        void allAnswersToAMessageHaveRoom() {
            TestServer small = new TestServer();
            small.sendQueueSize = 40_000;
            Peer slow = small.open();
            small.handler.does((session, what) -> {
                if (what.startsWith("text")) {
                    for (int i = 0; i < 5; i++) {
                        session.sendText("x".repeat(1000));
                    }
                }
            });
            slow.transport.take(0);
            for (int i = 0; i < 100; i++) {
                slow.brings(text("more"));
            }
            small.run();
            assertThat(slow.session().isOpen()).isTrue();
            assertThat(slow.connection.isPaused()).isTrue();

            slow.transport.takeEverything();
            small.run();
            slow.expect(text("x".repeat(1000)).repeat(500));
        }

        /** Each may cost the operating system much; others have their turns between. */
        @Test
        void notAllWhoTakeNothingAreClosedInOneTurn() {
            List<Peer> peers = new ArrayList<>();
            for (int i = 0; i < EventLoop.MOST_BLOCKED_CLOSED + 1; i++) {
                Peer stalled = server.open();
                stalled.transport.take(0);
                stalled.session().sendText("x");
                peers.add(stalled);
            }
            server.run();
            server.clock.advance(TestServer.STALL_TIMEOUT);
            server.loop.turn();
            assertThat(peers)
                    .filteredOn(stalled -> stalled.connection.isClosed())
                    .hasSize(EventLoop.MOST_BLOCKED_CLOSED);

            server.run();
            assertThat(peers).allMatch(stalled -> stalled.connection.isClosed());
        }

        @Test
        void itIsNotReadFromBeforeEverythingWasTaken() {
            answerWith(QUARTER);
            peer.transport.take(0);
            peer.sends(text("a"), text("b"), text("c"), text("d"), text("e"), text("f"));
            server.handler.expect("text a", "text b");
            peer.transport.take(2 * QUARTER - 1);
            server.run();
            server.handler.expect();

            peer.transport.takeEverything();
            server.run();
            server.handler.expect("text c", "text d", "text e", "text f");
        }

        @Test
        void itsCloseIsReadOnceItTakesWhatWaits() {
            answerWith(10);
            peer.transport.take(0);
            peer.sends(text("a"));
            peer.sends(close(1000, ""));
            server.handler.expect("text a");
            peer.transport.takeEverything();
            server.run();

            peer.expect(Frames.binary("00".repeat(10)), close(1000, "")).ends();
            server.assertOver(peer, BYE);
        }

        @Test
        void itsEndIsSeenOnceItTakesWhatWaits() {
            answerWith(10);
            peer.transport.take(0);
            peer.sends(text("a")).ends();
            server.handler.expect("text a");
            peer.transport.takeEverything();
            server.run();

            server.handler.expect("close");
        }

        @Test
        void whatIsSentInTheMomentOfReliefBlocksAgain() {
            answerWith(10);
            peer.transport.take(0);
            peer.sends(text("a"));
            peer.transport.take(12);
            server.loop.turn();
            peer.session().sendBinary(ByteBuffer.allocate(10));
            peer.transport.take(0);
            peer.sends(text("b"));

            server.handler.expect("text a");
            peer.transport.takeEverything();
            server.run();
            server.handler.expect("text b");
        }
    }

    @Nested
    class InTheMomentInWhichThePeerTakesBytesAgain {

        private final Peer peer = server.open();
        private final Peer other = server.open();

        @BeforeEach
        void block() {
            peer.transport.take(0);
            peer.session().sendText("x");
            server.run();
            peer.brings(text("a"));
        }

        @Test
        void whatAnotherHandlerSendsMayBlockItAgain() {
            server.handler.does((session, what) -> {
                if (session == other.session()) {
                    peer.transport.take(0);
                    peer.session().sendBinary(ByteBuffer.allocate(60_000));
                    peer.session().sendBinary(ByteBuffer.allocate(60_000));
                }
            });
            peer.transport.take(3);
            other.sends(text("now"));
            server.handler.expect("text now");
            assertThat(peer.transport.reading).isFalse();

            peer.transport.takeEverything();
            server.run();
            server.handler.expect("text a");
        }

        @Test
        void itMayBeCut() {
            server.loop.execute(LoopTask.of(peer.connection::cut));
            peer.transport.takeEverything();
            server.run();

            server.handler.expect("close");
            assertThat(peer.transport.closed).isEqualTo(1);
        }
    }

    @Nested
    class WhileTheHandlerIsBusy {

        @Test
        void thePeerIsNotReadFromAndNothingIsLostWhenItGoesOn() {
            Peer peer = openWithExecutor(2);
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                peer.brings(text("m" + i));
                expected.add("text m" + i);
            }
            server.run();
            assertThat(peer.transport.reading).isFalse();
            assertThat(callbacks).hasSize(1);
            callbacks.remove().run();
            server.handler.expect("text m0", "text m1");

            runAll();

            server.handler.expect(expected.subList(2, 10).toArray(String[]::new));
            assertThat(peer.transport.reading).isTrue();
        }

        @Test
        void aCloseBehindManyMessagesComesLast() {
            Peer peer = openWithExecutor(1);
            peer.sends(text("a"), text("b"), text("c"), close(1000, ""));
            runAll();
            peer.ends();
            runAll();

            server.handler.expect("text a", "text b", "text c", "close");
            server.assertOver(peer, BYE);
        }

        @Test
        void bytesOfWaitingMessagesCountToo() {
            server.messageLimits = new MessageLimits(100, 100, 10);
            Peer peer = openWithExecutor(1_000);
            peer.sends(text("x".repeat(60)), text("y".repeat(60)), text("z"));
            runCallbacks();

            server.handler.expect("text " + "x".repeat(60), "text " + "y".repeat(60));
            runAll();
            server.handler.expect("text z");
        }

        @Test
        void bothReasonsMustBeOver() {
            Peer peer = openWithExecutor(1);
            peer.transport.take(0);
            server.handler.session().sendText("waits");
            peer.sends(text("a"), text("b"));
            assertThat(peer.transport.reading).isFalse();
            runAll();
            server.handler.expect("text a");
            assertThat(peer.transport.reading).isFalse();

            peer.transport.takeEverything();
            runAll();

            server.handler.expect("text b");
        }

        @Test
        void whoClosesNeedNotWaitForTheHandlerToSeeTheAnswer() {
            Peer peer = openWithExecutor(1);
            peer.sends(text("a"), text("b"));
            server.handler.session().close();
            peer.sends(close(1000, "")).ends();

            assertThat(server.observer.closes)
                    .containsExactly(new CloseEvent(1000, "", Initiator.LOCAL, Cause.CLOSE_FRAME, true));
            runAll();
            server.handler.expect("text a", "close");
        }

        @Test
        void theHandlerIsToldOfTheEndThoughReadingPauses() {
            Peer peer = openWithExecutor(1);
            peer.sends(text("a"), text("b"));
            peer.connection.cut();
            runAll();

            server.handler.expect("text a", "close");
            server.assertNothingLeft(peer);
        }
    }

    @Test
    void aBugEndsItsConnectionThoughItShowsOnlyWhenReadingGoesOn() {
        server.watcher = new WsObserver() {
            @Override
            public void messageReceived(WsSession session, MessageType type, long bytes) {
                if (bytes == 2) {
                    throw new IllegalStateException("a bug");
                }
            }
        };
        Peer peer = openWithExecutor(1);
        peer.sends(text("a"), text("bb"), text("c"));
        runAll();

        server.handler.expect("text a", "close");
        server.assertNothingLeft(peer);
        errors.expect("handling a connection failed: java.lang.IllegalStateException: a bug");
    }
}
