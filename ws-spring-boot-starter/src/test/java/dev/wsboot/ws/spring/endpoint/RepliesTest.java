package dev.wsboot.ws.spring.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wsboot.ws.spring.FakeSession;
import dev.wsboot.ws.spring.TestCodec;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepliesTest {

    private final FakeSession session = new FakeSession("1");

    @Test
    void shouldWriteObjectsWithTheCodec() {
        new Replies(new TestCodec()).send(session, List.of("a"));

        assertThat(session.sent()).containsExactly("[\"a\"]");
    }

    @Test
    void shouldSayWhatIsMissingWhenThereIsNoCodec() {
        assertThatThrownBy(() -> new Replies(null).send(session, List.of("a")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("JsonMapper");
    }
}
