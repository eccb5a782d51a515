package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.MessageType;
import org.junit.jupiter.api.Test;

class MessagesInPartsTest {

    private final MessagesInParts parts = new MessagesInParts();

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
}
