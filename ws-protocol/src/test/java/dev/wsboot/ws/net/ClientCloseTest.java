package dev.wsboot.ws.net;

import static dev.wsboot.ws.net.Frames.close;
import static dev.wsboot.ws.net.Frames.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.CloseEvent.Initiator;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The end of a connection as a client does it, to the byte. */
class ClientCloseTest {

    private static final String BYE = close(1000, "");

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    private final TestClient client = new TestClient().open();

    private void assertWaits() {
        assertThat(client.transport.outputShut).as("half-closed").isFalse();
        assertThat(client.connection.isClosed()).as("closed").isFalse();
    }

    /** "The underlying TCP connection, in most normal cases, SHOULD be closed first by the server". */
    @Nested
    class Section711 {

        @Test
        void waitsForTheServerWhereItBegan() {
            client.session().close(4000, "enough");
            client.run().expect(close(4000, "enough"));
            client.sendsFrames(text("late"), close(4000, ""));
            assertWaits();
            client.handler.expect("close");
            client.ends();

            client.assertOver(new CloseEvent(4000, "", Initiator.LOCAL, Cause.CLOSE_FRAME, true));
            assertThat(client.transport.outputShut).isFalse();
        }

        @Test
        void waitsForTheServerWhereTheServerBegan() {
            client.sendsFrames(close(1001, "restart")).expect(close(1001, ""));
            assertWaits();
            client.ends();

            client.assertOver(new CloseEvent(1001, "restart", Initiator.REMOTE, Cause.CLOSE_FRAME, true));
        }

        /** "In abnormal cases (such as not having received a TCP Close from the server after a reasonable amount of time)". */
        @Test
        void closesWhereTheServerDoesNot() {
            client.sendsFrames(BYE).expect(BYE);
            client.advance(TestClient.CLOSE_TIMEOUT.minusNanos(1));
            assertWaits();
            client.advance(Duration.ofNanos(1));

            client.assertOver(new CloseEvent(1000, "", Initiator.REMOTE, Cause.CLOSE_FRAME, true));
            assertThat(client.transport.outputShut).isFalse();
        }

        @Test
        void dropsWhatStillArrives() {
            client.sendsFrames(BYE).expect(BYE).sendsBytes(new byte[100_000]);

            assertThat(client.transport.unread()).isZero();
            assertWaits();
        }

        @Test
        void sendsEverythingThatWaited() {
            client.transport.take(0);
            client.session().sendText("waits");
            client.run();
            client.transport.takeEverything();
            client.session().close();
            client.sendsFrames(BYE);

            client.expect(text("waits"), BYE);
            assertWaits();
        }

        @Test
        void hasAnEndWhereTheServerTakesNothing() {
            client.transport.take(0);
            client.sendsFrames(BYE).advance(TestClient.STALL_TIMEOUT);

            client.assertOver(new CloseEvent(1000, "", Initiator.REMOTE, Cause.CLOSE_FRAME, true));
        }

        @Test
        void endsWithAReset() {
            client.sendsFrames(BYE);
            client.transport.failReads();

            client.assertOver(new CloseEvent(1000, "", Initiator.REMOTE, Cause.CLOSE_FRAME, true));
        }
    }

    /**
     * "the client MUST _Close the WebSocket Connection_", which is section 7.1.1 again: the server closes TCP first. What it
     * still says is not heard: "An endpoint MUST NOT continue to attempt to process data (including a responding Close
     * frame)".
     */
    @Nested
    class Section717 {

        private void fail() {
            client.sendsBytes(Frames.masked(text("hi")));
            client.expect(close(1002, "frame of a server is masked"));
            assertThat(client.handler.closes)
                    .singleElement()
                    .returns(1002, CloseEvent::code)
                    .returns(Cause.PROTOCOL_ERROR, CloseEvent::cause);
            client.handler.expect("close");
        }

        @Test
        void aFailureIsToldAtOnceAndWaitsForTheServer() {
            fail();
            assertWaits();
            client.ends();

            assertThat(client.transport.outputShut).isFalse();
            client.assertNothingLeft();
        }

        @Test
        void aFailureWaitsNoLongerThanTheCloseTimeout() {
            fail();
            client.advance(TestClient.CLOSE_TIMEOUT.minusNanos(1));
            assertWaits();
            client.advance(Duration.ofNanos(1));

            assertThat(client.transport.outputShut).isFalse();
            client.assertNothingLeft();
        }

        @Test
        void aFailureHearsNothingMore() {
            fail();
            client.sendsFrames(text("late"), close(4000, "reply")).expect();

            assertThat(client.transport.unread()).isZero();
            assertThat(client.handler.events).isEmpty();
            assertThat(client.handler.closes).hasSize(1);
            assertWaits();
        }

        @Test
        void aFailureBehindTheOwnCloseSendsNoSecondOne() {
            client.session().close(4000, "enough");
            client.run().expect(close(4000, "enough"));
            client.advance(TestClient.CLOSE_TIMEOUT.minusNanos(1));
            client.sendsBytes(Frames.masked(text("hi"))).expect();
            assertWaits();
            client.advance(TestClient.CLOSE_TIMEOUT);

            client.assertNothingLeft();
        }

        @Test
        void anUnansweredClose() {
            client.session().close();
            client.run().expect(BYE).advance(TestClient.CLOSE_TIMEOUT);
            assertThat(client.transport.outputShut).isTrue();
            client.ends();

            client.assertOver(new CloseEvent(1006, "", Initiator.LOCAL, Cause.CLOSE_TIMEOUT, false));
        }

        @Test
        void anEndWithoutClose() {
            client.ends();

            client.assertOver(new CloseEvent(1006, "", Initiator.NONE, Cause.EOF_WITHOUT_CLOSE, false));
        }
    }

    /** 1010 is for clients, 1011 to 1014 are for both. */
    @Nested
    class Section741 {

        @Test
        void mandatoryExtensionMayBeSent() {
            client.session().close(1010, "");

            client.run().expect(close(1010, ""));
        }

        @Test
        void whatIsReservedMayNot() {
            assertThatThrownBy(() -> client.session().close(1006, "")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aShutdownSaysWhoGoes() {
        client.connection.shutdown(1001);
        client.run().expect(close(1001, "the client is shutting down"));
        client.sendsFrames(close(1001, "")).ends();

        client.assertOver(new CloseEvent(1001, "", Initiator.LOCAL, Cause.SHUTDOWN, true));
    }

    /** curl CVE-2026-11586: pings from a server that takes none of the answers. */
    @Nested
    class APingFlood {

        @Test
        void holdsNoMoreThanTheRoomForAnswersAndEndsAtTheStallTimeout() {
            client.transport.take(0);
            byte[] pings = Frame.times(2_000, Frames.bytes(Frames.frame(0x89, "00".repeat(125))));
            for (int i = 0; i < 40; i++) {
                client.sendsBytes(pings);
                assertThat(client.session().queuedBytes())
                        .isLessThanOrEqualTo(200_000 / MessageSender.READ_SHARE + EventLoop.READ_BUFFER);
            }
            client.advance(TestClient.STALL_TIMEOUT);

            client.assertOver(new CloseEvent(1006, "", Initiator.LOCAL, Cause.WRITE_TIMEOUT, false));
        }
    }
}
