package dev.wsboot.ws.net;

import static dev.wsboot.ws.net.Frames.close;
import static dev.wsboot.ws.net.Frames.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.CloseEvent.Initiator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FarewellsTest {

    private static final String GOODBYE = close(1001, "the server is shutting down");
    private static final Duration WINDOW = Duration.ofSeconds(8);

    private final TestServer server = new TestServer();
    private final List<Peer> peers = new ArrayList<>();
    private final Farewells farewells = new Farewells(
            server.loop, () -> peers.stream().map(peer -> peer.connection).toList());
    private int done;

    private void open(int count) {
        for (int i = 0; i < count; i++) {
            peers.add(server.open());
        }
    }

    private void begin(Duration window, int code) {
        server.loop.execute(LoopTask.of(() -> farewells.begin(window, code, () -> done++)));
        server.run();
    }

    /** How many were told since the last time. */
    private int told() {
        int count = 0;
        for (Peer peer : peers) {
            String sent = peer.receives();
            assertThat(sent).isIn("", GOODBYE.replace(" ", ""));
            count += sent.isEmpty() ? 0 : 1;
        }
        return count;
    }

    @Test
    void areSpreadEvenlyOverTheWindow() {
        open(4);
        begin(WINDOW, 1001);

        assertThat(told()).isEqualTo(1);
        for (int i = 1; i < 4; i++) {
            server.advance(Duration.ofMillis(1_999));
            assertThat(told()).isZero();
            assertThat(done).isZero();
            server.advance(Duration.ofMillis(1));
            assertThat(told()).isEqualTo(1);
        }
        assertThat(done).isEqualTo(1);
    }

    /** A loop that comes late, or has more sessions than it has turns, makes up for it. */
    @Test
    void areSentTogetherWhereTheirTimesHavePassedTogether() {
        open(8);
        begin(WINDOW, 1001);

        server.advance(Duration.ofSeconds(5));
        assertThat(told()).isEqualTo(6);
        server.advance(Duration.ofSeconds(1));
        assertThat(told()).isEqualTo(1);
        server.advance(Duration.ofDays(1));
        assertThat(told()).isEqualTo(1);
        assertThat(done).isEqualTo(1);
    }

    @Test
    void doNotKeepASingleSessionWaiting() {
        open(1);
        begin(WINDOW, 1001);

        assertThat(told()).isEqualTo(1);
        assertThat(done).isEqualTo(1);
    }

    @Test
    void areDoneAtOnceWhereNobodyIsThere() {
        begin(WINDOW, 1001);
        assertThat(done).isEqualTo(1);

        farewells.hurry();
        assertThat(done).isEqualTo(1);
    }

    @Test
    void haveTheCodeThatIsWanted() {
        open(1);
        begin(WINDOW, 1012);

        peers.get(0)
                .expect(close(1012, "the server is shutting down"))
                .sends(close(1012, ""))
                .ends();
        server.assertOver(peers.get(0), new CloseEvent(1012, "", Initiator.LOCAL, Cause.SHUTDOWN, true));
    }

    @Test
    void leaveOpenWhoHasNotBeenToldYet() {
        open(2);
        begin(WINDOW, 1001);
        server.handler.does((session, what) -> session.sendText("echo"));
        Peer open = peers.stream()
                .filter(peer -> peer.session().isOpen())
                .findFirst()
                .orElseThrow();

        open.receives();
        open.sends(text("still there?")).expect(text("echo"));
    }

    @Test
    void areForSessionsOnly() {
        Peer begun = server.connect();
        begun.sendsBytes("GET /ws".getBytes());
        peers.add(begun);
        open(1);
        begin(WINDOW, 1001);

        assertThat(begun.receives()).isEmpty();
        assertThat(begun.transport.closed).isZero();
        assertThat(told()).isEqualTo(1);
        assertThat(done).isEqualTo(1);
    }

    @Test
    void waitForAMessageInParts() {
        open(1);
        peers.get(0).session().sendTextPart("a", false);
        server.run();
        peers.get(0).session().sendText("behind it");
        begin(WINDOW, 1001);
        server.advance(Duration.ofSeconds(3));
        peers.get(0).expect("01 01 61");

        peers.get(0).session().sendTextPart("b", true);
        server.advance(Duration.ofSeconds(4));
        peers.get(0).expect("80 01 62", text("behind it"), GOODBYE);
        assertThat(done).isEqualTo(1);
    }

    @Test
    void doNotWaitForAMessageInPartsBeyondTheWindow() {
        open(3);
        peers.forEach(peer -> peer.session().sendTextPart("a", false));
        server.run();
        peers.forEach(Peer::receives);
        begin(WINDOW, 1001);
        for (int i = 0; i < 800; i++) {
            assertThat(told()).isZero();
            server.advance(Duration.ofMillis(10));
        }

        assertThat(told()).isEqualTo(3);
        assertThat(done).isEqualTo(1);
    }

    @Test
    void areSentAtOnceWhereSomebodyHasNoTime() {
        open(5);
        begin(WINDOW, 1001);
        assertThat(told()).isEqualTo(1);
        server.loop.execute(LoopTask.of(farewells::hurry));
        server.run();

        assertThat(told()).isEqualTo(4);
        assertThat(done).isEqualTo(1);
    }

    @Test
    void areSentAtOnceWhereSomebodyHadNoTimeBefore() {
        open(5);
        farewells.hurry();
        begin(WINDOW, 1001);

        assertThat(told()).isEqualTo(5);
        assertThat(done).isEqualTo(1);
    }

    @Test
    void goOnWhereOneOfThemFailed() {
        open(2);
        begin(WINDOW, 1001);
        server.loop.cancel(farewells);
        farewells.failed(new IllegalStateException("provoked"));
        told();
        server.advance(WINDOW);

        assertThat(told()).isEqualTo(1);
        assertThat(done).isEqualTo(1);
    }
}
