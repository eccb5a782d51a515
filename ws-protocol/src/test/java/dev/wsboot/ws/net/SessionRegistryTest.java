package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

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
