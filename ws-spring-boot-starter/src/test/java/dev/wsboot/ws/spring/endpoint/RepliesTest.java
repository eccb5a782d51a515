package dev.wsboot.ws.spring.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wsboot.ws.StreamedMessage;
import dev.wsboot.ws.spring.FakeSession;
import dev.wsboot.ws.spring.TestCodec;
import java.io.IOException;
import java.util.Iterator;
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

    @Test
    void shouldStreamWhatIsMadeWhileItIsSent() {
        StreamedMessage message = stream();

        new Replies(null).send(session, message);
        session.streamed().complete(null);

        assertThat(session.sent()).containsExactly(message);
        assertThat(session.closed()).isEmpty();
    }

    @Test
    void shouldCloseWith1011WhenMakingAStreamFails() {
        new Replies(null).send(session, stream());
        session.streamed().completeExceptionally(new IOException("disk full"));

        assertThat(session.closed()).isEqualTo("1011  HANDLER_ERROR");
    }

    @Test
    void shouldLeaveItWhenThePeerLeftDuringAStream() {
        new Replies(null).send(session, stream());
        session.close();
        session.streamed().completeExceptionally(new IOException("the session ended before everything was sent"));

        assertThat(session.closed()).isEqualTo("1000  CLOSE_FRAME");
    }

    private static StreamedMessage stream() {
        Iterator<String> parts = List.of("a", "b").iterator();
        return StreamedMessage.text(parts);
    }
}
