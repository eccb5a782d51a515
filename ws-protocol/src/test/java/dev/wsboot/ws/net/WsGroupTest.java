package dev.wsboot.ws.net;

import static dev.wsboot.ws.net.Frames.binary;
import static dev.wsboot.ws.net.Frames.close;
import static dev.wsboot.ws.net.Frames.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.PreparedMessage;
import dev.wsboot.ws.WsObserver;
import dev.wsboot.ws.WsSession;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WsGroupTest {

    private static final PreparedMessage HELLO = PreparedMessage.text("hello");
    private static final String HELLO_FRAME = text("hello");
    private static final String OVERFLOW = close(1008, "too slow: the send queue is full");

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    private final TestServer server = new TestServer();
    private final WsGroup group = new WsGroup(List.of(server.loop));

    private List<Peer> open(int count) {
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            peers.add(server.open());
        }
        return peers;
    }

    private Peer member() {
        Peer peer = server.open();
        group.add(peer.session());
        return peer;
    }

    private void send(PreparedMessage message) {
        group.send(message);
        server.run();
    }

    private static void elsewhere(Runnable work) throws InterruptedException {
        Thread thread = new Thread(work);
        thread.start();
        thread.join();
    }

    @Test
    void onlyMembersGetWhatIsSent() {
        Peer a = member();
        Peer b = member();
        Peer stranger = server.open();
        send(HELLO);

        a.expect(HELLO_FRAME);
        b.expect(HELLO_FRAME);
        stranger.expect();
    }

    @Test
    void whoIsAddedTwiceGetsItOnce() {
        Peer a = member();
        group.add(a.session());
        send(HELLO);

        a.expect(HELLO_FRAME);
    }

    @Test
    void whoIsRemovedGetsNothingAndMayComeBack() {
        Peer a = member();
        Peer b = member();
        Peer c = member();
        group.remove(a.session());
        group.remove(a.session());
        send(HELLO);
        a.expect();
        b.expect(HELLO_FRAME);
        c.expect(HELLO_FRAME);

        group.add(a.session());
        send(HELLO);
        a.expect(HELLO_FRAME);
    }

    @Test
    void whoClosesLeavesAllItsGroups() {
        WsGroup other = new WsGroup(List.of(server.loop));
        Peer a = member();
        Peer b = member();
        other.add(a.session());
        a.sends(close(1000, ""));

        assertThat(((Session) a.session()).connection().isOver()).isTrue();
        send(HELLO);
        other.send(HELLO);
        server.run();

        a.expect(close(1000, "")).ends();
        b.expect(HELLO_FRAME);
        group.add(a.session());
        group.remove(a.session());
        send(HELLO);
        b.expect(HELLO_FRAME);
    }

    @Test
    void whoIsClosingGetsNothingMore() {
        Peer a = member();
        a.session().close();
        send(HELLO);

        a.expect(close(1000, ""));
    }

    @Test
    void whatOneThreadDoesComesInOrder() throws InterruptedException {
        Peer a = server.open();
        elsewhere(() -> {
            group.send(PreparedMessage.text("1"));
            group.add(a.session());
            group.send(PreparedMessage.text("2"));
            a.session().sendText("3");
            group.send(PreparedMessage.text("4"));
            group.remove(a.session());
            group.send(PreparedMessage.text("5"));
            a.session().sendText("6");
        });
        a.expect();
        server.run();

        a.expect(text("2"), text("3"), text("4"), text("6"));
    }

    @Test
    void oneTaskALoopServesAllMembers() throws InterruptedException {
        List<Peer> peers = open(20);
        peers.forEach(peer -> group.add(peer.session()));
        elsewhere(() -> group.send(HELLO));

        server.loop.turn();

        peers.forEach(peer -> peer.expect(HELLO_FRAME));
    }

    @Test
    void takesOnlySessionsOfItsServer() {
        WsSession stranger = new TestServer().open().session();
        WsSession foreign = (WsSession) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {WsSession.class}, (proxy, method, arguments) -> "foreign");

        for (WsSession session : List.of(stranger, foreign)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> group.add(session))
                    .withMessage(session + " is no session of this server");
            assertThatIllegalArgumentException().isThrownBy(() -> group.remove(session));
        }
        assertThatNullPointerException().isThrownBy(() -> group.send(null));
    }

    @Nested
    class WhereAMemberIsTooSlow {

        private final PreparedMessage large = PreparedMessage.binary(ByteBuffer.allocate(60));
        private final String largeFrame = binary("00".repeat(60));

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 2})
        void itLeavesAndDisturbsNoOther(int slow) {
            server.sendQueueSize = 100;
            List<Peer> peers = open(3);
            peers.forEach(peer -> group.add(peer.session()));
            peers.get(slow).transport.take(0);
            for (int i = 0; i < 3; i++) {
                send(large);
            }

            for (Peer peer : peers) {
                if (peer != peers.get(slow)) {
                    peer.expect(largeFrame.repeat(3));
                }
            }
            peers.get(slow).transport.takeEverything();
            server.run();
            peers.get(slow).expect(largeFrame, OVERFLOW);
        }

        @Test
        void whoIsToldOfItMaySendToTheGroup() {
            server.sendQueueSize = 100;
            PreparedMessage left = PreparedMessage.binary(ByteBuffer.allocate(50));
            server.watcher = new WsObserver() {
                @Override
                public void sessionClosed(WsSession session, CloseEvent close, Duration lifetime) {
                    group.send(left);
                }
            };
            List<Peer> peers = open(5);
            peers.forEach(peer -> group.add(peer.session()));
            for (int slow : new int[] {0, 2, 4}) {
                peers.get(slow).transport.take(0);
            }
            send(large);
            send(large);

            // Each of the three is too slow for the news of another at the latest.
            String news = binary("00".repeat(50));
            for (int well : new int[] {1, 3}) {
                String received = peers.get(well).receives();
                assertThat(received.split(largeFrame, -1)).hasSize(3);
                assertThat(received.split(news, -1)).hasSize(4);
            }
            assertThat(server.handler.closes).hasSize(3);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void membersAreThoseThatWereAddedAndNotRemoved(long seed) {
        Random random = new Random(seed);
        List<Peer> peers = open(12);
        List<Peer> members = new ArrayList<>();
        for (int step = 0; step < 500; step++) {
            Peer peer = peers.get(random.nextInt(peers.size()));
            if (random.nextBoolean()) {
                group.add(peer.session());
                if (!members.contains(peer)) {
                    members.add(peer);
                }
            } else {
                group.remove(peer.session());
                members.remove(peer);
            }
            send(HELLO);
            for (Peer each : peers) {
                each.expect(members.contains(each) ? HELLO_FRAME : "");
            }
        }
    }
}
