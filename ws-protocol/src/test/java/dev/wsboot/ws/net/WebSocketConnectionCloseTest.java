package dev.wsboot.ws.net;

import static dev.wsboot.ws.net.Frames.close;
import static dev.wsboot.ws.net.Frames.ping;
import static dev.wsboot.ws.net.Frames.pong;
import static dev.wsboot.ws.net.Frames.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.CloseEvent.Initiator;
import dev.wsboot.ws.WsLimit;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in which a connection ends by a Close frame or by the wire. */
class WebSocketConnectionCloseTest {

    private static final String CLOSE_1000 = close(1000, "");

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    private final TestServer server = new TestServer();
    private final Peer peer = server.open();

    private static CloseEvent event(int code, String reason, Initiator initiator, Cause cause, boolean clean) {
        return new CloseEvent(code, reason, initiator, cause, clean);
    }

    private static CloseEvent abnormal(Initiator initiator, Cause cause) {
        return event(1006, "", initiator, cause, false);
    }

    @Nested
    class ThePeerCloses {

        @Test
        void withACodeWhichIsEchoed() {
            peer.sends(close(4001, "bye"));
            peer.expect(close(4001, "")).expectHalfClosed().ends();

            server.assertOver(peer, event(4001, "bye", Initiator.REMOTE, Cause.CLOSE_FRAME, true));
            server.handler.expect("close");
            server.observer.expect("closed after 0 ms");
        }

        @Test
        void withoutACode() {
            peer.sends("88 00");
            peer.expect("88 00").ends();

            server.assertOver(peer, event(1005, "", Initiator.REMOTE, Cause.CLOSE_FRAME, true));
        }

        @Test
        void andWhatItSendsAfterwardsIsDropped() {
            peer.sends(CLOSE_1000, text("late"), ping("late"), close(1001, ""));
            peer.sends(text("later"));
            peer.expect(CLOSE_1000).ends();

            server.assertOver(peer, event(1000, "", Initiator.REMOTE, Cause.CLOSE_FRAME, true));
            server.handler.expect("close");
        }

        @Test
        void andEndsTcpInTheSameMoment() {
            peer.brings(text("last"), CLOSE_1000).transport.endInput();
            server.run();

            peer.expect(CLOSE_1000);
            server.assertOver(peer, event(1000, "", Initiator.REMOTE, Cause.CLOSE_FRAME, true));
            server.handler.expect("text last", "close");
        }

        @Test
        void andNothingCanBeSentAnyMore() {
            server.handler.does((session, what) -> {
                if (what.equals("close")) {
                    assertThat(session.isOpen()).isFalse();
                    assertThat(session.sendText("late")).isFalse();
                    session.close();
                }
            });
            peer.sends(CLOSE_1000);

            peer.expect(CLOSE_1000);
        }

        @Test
        void andTheLifetimeIsTold() {
            server.advance(Duration.ofMillis(1_500));
            peer.sends(CLOSE_1000);

            server.observer.expect("closed after 1500 ms");
        }
    }

    @Nested
    class ThisSideCloses {

        @Test
        void andThePeerAnswers() {
            peer.session().close(4002, "enough");
            assertThat(peer.session().isOpen()).isFalse();
            server.run();
            peer.expect(close(4002, "enough"));
            server.handler.expect();

            peer.sends(close(4002, ""));
            peer.expectHalfClosed().ends();

            server.assertOver(peer, event(4002, "", Initiator.LOCAL, Cause.CLOSE_FRAME, true));
        }

        @Test
        void andThePeerAnswersWithoutACode() {
            peer.session().close();
            server.run();
            peer.expect(CLOSE_1000).sends("88 00").ends();

            server.assertOver(peer, event(1005, "", Initiator.LOCAL, Cause.CLOSE_FRAME, true));
        }

        @Test
        void onBehalfOfSomebodyElse() {
            peer.session().close(1008, "kicked", Cause.KICKED);
            server.run();
            peer.expect(close(1008, "kicked")).sends(close(1008, "")).ends();

            server.assertOver(peer, event(1008, "", Initiator.LOCAL, Cause.KICKED, true));
        }

        @Test
        void andThePeerDoesNotAnswerInTime() {
            peer.session().close();
            server.advance(TestServer.CLOSE_TIMEOUT.minusNanos(1));
            server.handler.expect();
            server.advance(Duration.ofNanos(1));
            server.handler.expect("close");
            peer.expect(CLOSE_1000).expectHalfClosed();

            server.advance(TestServer.LINGER);

            server.assertOver(peer, abnormal(Initiator.LOCAL, Cause.CLOSE_TIMEOUT));
            assertThat(server.observer.limits).containsExactly(WsLimit.CLOSE_TIME);
        }

        @Test
        void onBehalfOfSomebodyElseAndThePeerDoesNotAnswerInTime() {
            peer.session().close(1008, "kicked", Cause.KICKED);
            server.run().advance(TestServer.CLOSE_TIMEOUT).advance(TestServer.LINGER);

            server.assertOver(peer, abnormal(Initiator.LOCAL, Cause.KICKED));
        }

        @Test
        void whileThePeerCloses() {
            peer.session().close(4002, "enough");
            peer.sends(close(4001, "bye"));
            peer.expect(close(4002, "enough")).ends();

            server.assertOver(peer, event(4001, "bye", Initiator.LOCAL, Cause.CLOSE_FRAME, true));
        }

        @Test
        void andMessagesThatStillArriveAreDropped() {
            peer.session().close();
            peer.sends(text("late"), "01 01 61", "80 01 62", ping("late"), pong("late"));
            peer.expect(CLOSE_1000);
            server.handler.expect();

            peer.sends(CLOSE_1000).ends();

            server.assertOver(peer, event(1000, "", Initiator.LOCAL, Cause.CLOSE_FRAME, true));
        }

        @Test
        void andWhatWasSentBeforeLeavesBefore() {
            peer.session().sendText("a");
            peer.session().close();
            assertThat(peer.session().sendText("b")).isFalse();
            peer.session().close(4000, "twice");
            server.run();

            peer.expect(text("a"), CLOSE_1000);
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1010, 1015, 2999, 5000})
        void notWithACodeThatMustNotBeSent(int code) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> peer.session().close(code, ""))
                    .withMessage("the close code " + code + " must not be sent");
            assertThat(peer.session().isOpen()).isTrue();
        }

        @Test
        void andThePeerEndsTcpWithoutAnAnswer() {
            peer.session().close();
            peer.ends();

            server.assertOver(peer, abnormal(Initiator.LOCAL, Cause.EOF_WITHOUT_CLOSE));
        }

        @Test
        void onBehalfOfSomebodyElseAndThePeerEndsTcp() {
            peer.session().close(1008, "kicked", Cause.KICKED);
            peer.ends();

            server.assertOver(peer, abnormal(Initiator.LOCAL, Cause.KICKED));
        }

        @Test
        void andReadingFails() {
            peer.session().close();
            peer.transport.failReads();
            server.run();

            server.assertOver(peer, abnormal(Initiator.LOCAL, Cause.IO_ERROR));
        }

        @Test
        void andTheCloseFrameCannotBeWritten() {
            peer.transport.failWrites();
            peer.session().close();
            server.run();

            server.assertOver(peer, abnormal(Initiator.LOCAL, Cause.IO_ERROR));
        }

        @Test
        void andThePeerTakesNothingForEver() {
            peer.transport.take(0);
            peer.session().sendText("never taken");
            peer.session().close();
            server.run().advance(TestServer.CLOSE_TIMEOUT);
            server.handler.expect("close");

            server.advance(TestServer.STALL_TIMEOUT);

            server.assertOver(peer, abnormal(Initiator.LOCAL, Cause.CLOSE_TIMEOUT));
            assertThat(server.observer.limits).containsExactly(WsLimit.CLOSE_TIME, WsLimit.WRITE_STALL);
        }
    }

    @Nested
    class TheWireBreaks {

        @Test
        void byTheEndOfTheInput() {
            peer.brings(text("last")).ends();

            server.assertOver(peer, abnormal(Initiator.NONE, Cause.EOF_WITHOUT_CLOSE));
            server.handler.expect("text last", "close");
        }

        @Test
        void inTheMiddleOfAFrame() {
            peer.sendsBytes(Frames.bytes("81 85 37FA213D 7F")).ends();

            server.assertOver(peer, abnormal(Initiator.NONE, Cause.EOF_WITHOUT_CLOSE));
        }

        @Test
        void byAnErrorOfReading() {
            peer.transport.failReads();
            server.run();

            server.assertOver(peer, abnormal(Initiator.NONE, Cause.IO_ERROR));
        }

        @Test
        void byAnErrorOfWriting() {
            peer.transport.failWrites();
            peer.session().sendText("lost");
            server.run();

            server.assertOver(peer, abnormal(Initiator.NONE, Cause.IO_ERROR));
        }

        @Test
        void byAnErrorOfWritingBehindThePeersClose() {
            peer.transport.failWrites();
            // The Close arrives between the failure and the moment in which it is looked at.
            server.loop.execute(LoopTask.of(() -> {
                server.loop.execute(LoopTask.of(() -> peer.brings(CLOSE_1000)));
                peer.session().sendText("lost");
                peer.connection.outbound().flush();
            }));
            server.run();
            peer.ends();

            server.assertOver(peer, event(1000, "", Initiator.REMOTE, Cause.CLOSE_FRAME, true));
        }

        @Test
        void byAnErrorOfWritingWhatWaitedBehindThePeersClose() {
            peer.transport.take(0);
            server.handler.does((session, what) -> {
                if (what.equals("text fill")) {
                    session.sendBinary(ByteBuffer.allocate(EventLoop.WRITE_BUFFER));
                }
            });
            // Reading pauses behind the first frame, because what it made the handler send is not taken.
            peer.sends(text("fill"), text("next"), CLOSE_1000);
            server.handler.expect("text fill");

            peer.transport.failWrites();
            server.run();
            peer.ends();

            server.assertOver(peer, event(1000, "", Initiator.REMOTE, Cause.CLOSE_FRAME, true));
            server.handler.expect("text next", "close");
        }
    }
}
