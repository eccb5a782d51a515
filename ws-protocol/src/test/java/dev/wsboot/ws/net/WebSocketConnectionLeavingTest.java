package dev.wsboot.ws.net;

import static dev.wsboot.ws.net.Frames.close;
import static dev.wsboot.ws.net.Frames.ping;
import static dev.wsboot.ws.net.Frames.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.CloseEvent.Initiator;
import dev.wsboot.ws.WsSession;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The peer's Close frame, or its violation, comes while callbacks of what it sent before wait for their executor. */
class WebSocketConnectionLeavingTest {

    private static final String CLOSE_1000 = close(1000, "");
    private static final String VIOLATION = "D1 00";
    private static final String CLOSE_1002 = close(1002, "reserved bit set");
    private static final CloseEvent CLOSED = new CloseEvent(1000, "", Initiator.REMOTE, Cause.CLOSE_FRAME, true);
    private static final CloseEvent UNANSWERED = new CloseEvent(1000, "", Initiator.REMOTE, Cause.CLOSE_FRAME, false);
    private static final CloseEvent FAILED =
            new CloseEvent(1002, "reserved bit set", Initiator.LOCAL, Cause.PROTOCOL_ERROR, false);

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    private final TestServer server = new TestServer();
    private final Queue<Runnable> submitted = new ArrayDeque<>();
    private Peer peer;

    @BeforeEach
    void open() {
        server.executor = submitted::add;
        peer = server.connect().upgrades("/ws");
        peer.receives();
        runCallbacks();
        server.handler.events.clear();
        server.handler.does((session, event) -> {
            if (event.startsWith("text ")) {
                session.sendText(event.substring(5));
            }
        });
    }

    private void runCallbacks() {
        runCallbacks(server::run);
    }

    private void runCallbacks(Runnable loop) {
        do {
            while (!submitted.isEmpty()) {
                submitted.remove().run();
            }
            loop.run();
        } while (!submitted.isEmpty());
    }

    @Test
    void answersLeaveBeforeTheCloseThatAnswersThePeers() {
        peer.sends(text("a"), text("b"), CLOSE_1000);
        peer.expect();

        runCallbacks();

        peer.expect(text("a"), text("b"), CLOSE_1000).expectHalfClosed().ends();
        server.handler.expect("text a", "text b", "close");
        server.assertOver(peer, CLOSED);
    }

    @Test
    void answersLeaveBeforeTheCloseThatAnswersAViolation() {
        peer.sends(text("a"), VIOLATION, ping("late"), text("late"));
        peer.expect();

        runCallbacks();

        peer.expect(text("a"), CLOSE_1002).expectHalfClosed().ends();
        server.handler.expect("text a", "close");
        server.assertOver(peer, FAILED);
    }

    /** Whoever sends as long as it is open would keep the Close frame back; whoever answers need not ask. */
    @Test
    void theSessionIsNotOpenThoughAnswersAreTaken() {
        WsSession session = server.handler.session();
        peer.sends(text("a"));
        assertThat(session.isOpen()).isTrue();
        peer.sends(CLOSE_1000);
        assertThat(session.isOpen()).isFalse();
        assertThat(server.sessions.open()).isEmpty();

        runCallbacks();

        peer.expect(text("a"), CLOSE_1000);
    }

    @Test
    void anExecutorThatIsBusyWithOthersIsNotWaitedFor() {
        peer.sends(CLOSE_1000);

        peer.expect(CLOSE_1000).ends();
        runCallbacks();
        server.assertOver(peer, CLOSED);
    }

    @Test
    void whatWasSentByACallbackThatIsDoneLeavesBefore() {
        peer.sends(text("a"));
        submitted.remove().run();
        peer.sends(CLOSE_1000);

        peer.expect(text("a"), CLOSE_1000);
    }

    @Test
    void neitherPingNorPongMayBeSentMeanwhile() {
        server.handler.does((session, event) -> {
            if (event.startsWith("text")) {
                session.ping(ByteBuffer.allocate(0));
                session.pong(ByteBuffer.allocate(0));
            }
        });
        peer.sends(text("a"), CLOSE_1000);

        runCallbacks();

        peer.expect(CLOSE_1000);
    }

    @Test
    void callbacksThatTakeTooLongAreNotWaitedFor() {
        peer.sends(text("a"), CLOSE_1000);
        server.advance(TestServer.CLOSE_TIMEOUT.minusNanos(1));
        peer.expect();

        server.advance(Duration.ofNanos(1));

        peer.expect(CLOSE_1000).ends();
        runCallbacks();
        server.handler.expect("text a", "close");
        server.assertOver(peer, CLOSED);
    }

    @Test
    void thePeerMayEndItsDirectionOfTcp() {
        peer.sends(text("a"), CLOSE_1000).ends();
        peer.expect();

        runCallbacks();

        peer.expect(text("a"), CLOSE_1000);
        server.assertOver(peer, CLOSED);
    }

    /** It waits for the server to close TCP, which has done so already. */
    @Test
    void theSameGoesForClients() {
        TestClient client = new TestClient();
        client.executor = submitted::add;
        client.connect().takesRequest().sends(Peer.ACCEPTED);
        runCallbacks(client::run);
        client.handler.does((session, event) -> session.sendText(event));
        client.sendsFrames(text("a"), CLOSE_1000).ends();
        assertThat(client.connection.isClosed()).isFalse();

        runCallbacks(client::run);

        client.expect(text("text a"), CLOSE_1000).assertOver(CLOSED);
    }

    /** Section 7.1.5: the code is that "contained in the first Close control frame received", answered or not. */
    @Test
    void theWireMayBreak() {
        peer.sends(text("a"), CLOSE_1000);
        peer.transport.failReads();
        server.run();
        assertThat(peer.connection.isClosed()).isTrue();

        runCallbacks();

        server.handler.expect("text a", "close");
        server.assertOver(peer, UNANSWERED);
    }

    @Test
    void aCallbackThatClosesNeedNotWaitForTheOthers() {
        server.handler.does((session, event) -> {
            session.sendText(event);
            session.close(4000, "enough");
        });
        peer.brings(text("a"));
        for (int i = 0; i < 20; i++) {
            peer.brings(text("b"));
        }
        peer.sends(close(4001, ""));

        submitted.remove().run();
        server.run();

        assertThat(submitted).as("the rest, which has another turn").hasSize(1);
        peer.expect(text("text a"), close(4001, "")).ends();
        runCallbacks();
        server.assertOver(peer, new CloseEvent(4001, "", Initiator.REMOTE, Cause.CLOSE_FRAME, true));
    }

    @Test
    void aCallbackThatFailsNeedNotWaitForTheOthers() {
        server.handler.does((session, event) -> {
            if (event.startsWith("text")) {
                throw new IllegalStateException("secret");
            }
        });
        peer.sends(text("a"), VIOLATION);

        runCallbacks();

        peer.expect(CLOSE_1002).ends();
        server.assertOver(peer, FAILED);
        errors.expect("closing with 1011");
    }

    /** The answers do not fit: the rest of them need not be waited for. */
    @Test
    void aPeerThatIsTooSlowForTheAnswersEndsOnce() {
        server.handler.does((session, event) -> session.sendBinary(ByteBuffer.allocate(150_000)));
        peer.transport.take(0);
        peer.sends(text("a"), text("b"), VIOLATION);

        runCallbacks();

        assertThat(server.handler.closes).containsExactly(FAILED);
        peer.transport.takeEverything();
        server.run();
        assertThat(peer.receives()).endsWith(CLOSE_1002.replace(" ", ""));
        peer.ends();
        server.assertOver(peer, FAILED);
    }

    /** Others may go on sending, but not keep the Close frame back. */
    @Test
    void whatOthersSendMeanwhileDelaysNothing() {
        peer.sends(text("a"), CLOSE_1000);
        assertThat(server.handler.session().sendText("from elsewhere")).isTrue();
        server.advance(TestServer.CLOSE_TIMEOUT.minusNanos(1));
        peer.expect(text("from elsewhere"));
        assertThat(server.handler.session().sendText("more")).isTrue();
        server.advance(Duration.ofNanos(1));

        peer.expect(text("more"), CLOSE_1000);
        assertThat(server.handler.session().sendText("late")).isFalse();
        peer.ends();
        runCallbacks();
        server.assertOver(peer, CLOSED);
    }

    @Test
    void aPeerThatTakesNothingMeanwhileIsCut() {
        peer.sends(text("a"), CLOSE_1000);
        peer.transport.take(0);
        server.handler.session().sendText("waits");
        server.run();
        server.advance(TestServer.CLOSE_TIMEOUT);
        assertThat(server.observer.closes).containsExactly(CLOSED);
        assertThat(peer.connection.isClosed()).isFalse();
        server.advance(TestServer.STALL_TIMEOUT.minus(TestServer.CLOSE_TIMEOUT));

        assertThat(peer.connection.isClosed()).isTrue();
        runCallbacks();
        peer.expect();
        server.assertOver(peer, CLOSED);
    }

    @Test
    void aServerThatStopsDoesNotWait() {
        peer.sends(text("a"), CLOSE_1000);
        peer.connection.shutdown(1001);
        server.run();

        peer.expect(CLOSE_1000).ends();
        runCallbacks();
        server.assertOver(peer, CLOSED);
    }

    @Test
    void aConnectionThatIsCutEndsOnce() {
        peer.sends(text("a"), CLOSE_1000);
        peer.connection.cut();

        runCallbacks();

        peer.expect();
        server.assertOver(peer, UNANSWERED);
    }
}
