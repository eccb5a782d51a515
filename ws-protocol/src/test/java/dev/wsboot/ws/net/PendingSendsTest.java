package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.MessageType;
import dev.wsboot.ws.PreparedMessage;
import org.junit.jupiter.api.Test;

class PendingSendsTest {

    private final PendingSends parts =
            new PendingSends(new WaitingMessages(SendQueuePolicy.DROP_OLDEST, 10, 100, mark -> {}));

    @Test
    void areDoneAtFirst() {
        assertThat(parts.areDone()).isTrue();
    }

    @Test
    void areNotDoneWhileSomebodySends() {
        parts.turns.begin(this);
        assertThat(parts.areDone()).isFalse();
        parts.turns.end();
        assertThat(parts.areDone()).isTrue();
    }

    /** Its next part may wait for its turn, or not be there yet. */
    @Test
    void areNotDoneBeforeTheApplicationsLastPart() {
        parts.partType = MessageType.TEXT;
        assertThat(parts.areDone()).isFalse();
    }

    @Test
    void areNotDoneWhileThereAreSources() {
        parts.pumps.add(null);
        assertThat(parts.areDone()).isFalse();
    }

    @Test
    void areNotDoneWhileAMessageWaitsForThePeer() {
        parts.messages.offer(PreparedMessage.text("a"), dropped -> {});
        assertThat(parts.areDone()).isFalse();
        assertThat(parts.areNone()).isFalse();
        assertThat(parts.waitingBytes()).isEqualTo(1);
        parts.messages.remove();
        assertThat(parts.areDone()).isTrue();
    }
}
