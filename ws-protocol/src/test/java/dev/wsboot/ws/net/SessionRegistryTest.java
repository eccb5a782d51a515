package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.WsSession;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionRegistryTest {

    private final TestServer server = new TestServer();

    @Test
    void neverGivesTheSameNumberTwice() {
        assertThat(server.sessions.nextId()).isEqualTo(1);
        assertThat(server.sessions.nextId()).isEqualTo(2);
        assertThat(server.open().session().id()).isEqualTo("3");
    }

    @Test
    void knowsTheSessionsThatAreOpen() {
        Peer a = server.open();
        Peer b = server.open();
        assertThat(server.sessions.open()).containsExactlyInAnyOrder(a.session(), b.session());

        a.session().close();
        assertThat(server.sessions.open()).containsExactly(b.session());
        b.ends();
        assertThat(server.sessions.open()).isEmpty();
    }

    @Test
    void forgetsThemInAnyOrder() {
        List<Peer> peers = List.of(server.open(), server.open(), server.open(), server.open());
        List<WsSession> left = new ArrayList<>(peers.stream().map(Peer::session).toList());
        for (int next : List.of(1, 3, 0, 2)) {
            Peer peer = peers.get(next);
            left.remove(peer.session());
            peer.ends();

            assertThat(server.sessions.open()).containsExactlyInAnyOrderElementsOf(left);
        }
    }

    @Test
    void countsASessionUntilItIsRemoved() throws InterruptedException {
        Census census = new Census();
        SessionRegistry registry = new SessionRegistry(census);
        Session session = (Session) server.open().session();
        registry.add(session);
        census.close();
        assertThat(census.awaitEmpty(0)).isFalse();

        registry.remove(session);

        assertThat(census.awaitEmpty(0)).isTrue();
        assertThat(registry.open()).isEmpty();
    }
}
