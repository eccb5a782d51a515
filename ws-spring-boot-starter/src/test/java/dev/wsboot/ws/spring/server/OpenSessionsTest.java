package dev.wsboot.ws.spring.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.CloseEvent.Initiator;
import dev.wsboot.ws.spring.FakeSession;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OpenSessionsTest {

    private final OpenSessions sessions = new OpenSessions();
    private final FakeSession session = new FakeSession("7");

    @Test
    void shouldKnowASessionWhileItIsOpen() {
        assertThat(sessions.find("7")).isNull();

        sessions.sessionOpened(session);
        assertThat(sessions.find("7")).isSameAs(session);
        assertThat(sessions.all()).containsExactly(session);

        sessions.sessionClosed(
                session, new CloseEvent(1000, "", Initiator.LOCAL, Cause.CLOSE_FRAME, true), Duration.ZERO);
        assertThat(sessions.find("7")).isNull();
        assertThat(sessions.all()).isEmpty();
    }

    @Test
    void shouldGiveSnapshots() {
        sessions.sessionOpened(session);
        var before = sessions.all();

        sessions.sessionOpened(new FakeSession("8"));

        assertThat(before).containsExactly(session);
    }

    @Test
    void shouldCloseById() {
        sessions.sessionOpened(session);

        assertThat(sessions.close("7", 4001, "enough")).isTrue();
        assertThat(sessions.close("8", 4001, "enough")).isFalse();

        assertThat(session.closed()).isEqualTo("4001 enough CLOSE_FRAME");
    }
}
