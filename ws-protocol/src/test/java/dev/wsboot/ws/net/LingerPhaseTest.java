package dev.wsboot.ws.net;

import static dev.wsboot.ws.net.Frames.close;
import static dev.wsboot.ws.net.Frames.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The orderly end of a TCP connection. */
class LingerPhaseTest {

    private static final String BYE = close(1000, "");

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    private final TestServer server = new TestServer();
    private final Peer peer = server.open();

    /** The peer closes while something waits for it. */
    private void closeWhileBlocked() {
        peer.transport.take(0);
        peer.brings(BYE);
        peer.session().sendText("waits");
        peer.connection.readable();
        server.run();
        assertThat(peer.transport.outputShut).isFalse();
        assertThat(peer.transport.writing).isTrue();
    }

    @Test
    void closesWhenThePeerHasClosedToo() {
        peer.sends(BYE).expect(BYE).expectHalfClosed();
        peer.ends();

        server.assertNothingLeft(peer);
    }

    @Test
    void dropsWhatArrivesAndClosesWhenTheTimeIsOver() {
        peer.sends(BYE).expect(BYE);
        for (int i = 0; i < 3; i++) {
            server.advance(TestServer.LINGER.dividedBy(4));
            peer.sendsBytes(new byte[100_000]).expectHalfClosed();
            assertThat(peer.transport.unread()).isZero();
        }
        server.advance(TestServer.LINGER.dividedBy(4));

        server.assertNothingLeft(peer);
    }

    @Test
    void closesWhenReadingFails() {
        peer.sends(BYE);
        peer.transport.failReads();

        server.assertNothingLeft(peer);
    }

    @Test
    void closesWhenTheHalfCloseFails() {
        // Two more operations: the Close frame is read and answered.
        peer.transport.breakOperation(peer.transport.operations + 2, MemoryTransport.Fault.FAIL);
        peer.sends(BYE);

        server.assertNothingLeft(peer);
    }

    @Test
    void writesEverythingBeforeTheHalfClose() {
        closeWhileBlocked();
        peer.transport.take(4);
        server.run();
        peer.transport.takeEverything();
        server.run();

        peer.expect(text("waits"), BYE).expectHalfClosed();
        server.advance(TestServer.LINGER);
        server.assertNothingLeft(peer);
    }

    @Test
    void dropsWhatArrivesWhileTheRestIsStillToBeTaken() {
        closeWhileBlocked();
        peer.sendsBytes(new byte[200_000]);
        assertThat(peer.transport.unread()).isZero();

        peer.transport.take(2);
        server.run();
        peer.sendsBytes(new byte[200_000]);

        assertThat(peer.transport.unread()).isZero();
    }

    @Test
    void dropsWhatArrivesWhereTheCloseFrameIsTheFirstThatIsNotTaken() {
        peer.transport.take(1);
        peer.sends(BYE);
        peer.sendsBytes(new byte[200_000]);

        assertThat(peer.transport.unread()).isZero();
        assertThat(peer.transport.outputShut).isFalse();
    }

    @Test
    void theWholeRestHasAsMuchTimeAsAStallMayTake() {
        closeWhileBlocked();
        Duration step = TestServer.STALL_TIMEOUT.dividedBy(7);
        for (int i = 0; i < 6; i++) {
            server.advance(step);
            peer.transport.take(1);
            server.run();
        }
        assertThat(peer.connection.isClosed()).isFalse();
        server.advance(step);

        server.assertNothingLeft(peer);
    }

    @Test
    void closesWhenThePeerTakesNothing() {
        peer.transport.take(0);
        peer.session().sendBinary(ByteBuffer.allocate(10));
        server.run().advance(TestServer.STALL_TIMEOUT.minusSeconds(1));
        peer.session().close();
        server.run().advance(Duration.ofSeconds(1));

        server.assertNothingLeft(peer);
    }

    @Test
    void closesAtOnceWhereThePeerEndedAndTookTheRest() {
        closeWhileBlocked();
        peer.ends();
        assertThat(peer.transport.reading).as("asking again for the end").isFalse();
        peer.transport.takeEverything();
        server.run();

        peer.expect(text("waits"), BYE);
        server.assertNothingLeft(peer);
    }

    @Test
    void closesItsDirectionOnceThoughItEndsInTheMomentInWhichEverythingWasTaken() {
        peer.transport.take(0);
        peer.session().sendText("waits");
        server.run();
        server.loop.execute(LoopTask.of(((Session) peer.session())::handlerFailed));
        peer.transport.takeEverything();
        int before = peer.transport.operations;
        server.run();

        peer.expect(text("waits"), close(1011, "")).expectHalfClosed();
        assertThat(peer.transport.operations - before)
                .as("two writes and a half-close")
                .isEqualTo(3);
    }

    @Test
    void waitsForThePeerWhereWritingFails() {
        closeWhileBlocked();
        peer.transport.failWrites();
        server.run();
        peer.expectHalfClosed().ends();

        server.assertNothingLeft(peer);
    }
}
