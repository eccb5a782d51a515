package dev.wsboot.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

class StreamedMessageTest {

    private final PartLog log = new PartLog();

    private String contentOf(StreamedMessage message) {
        message.parts().subscribe(log);
        StringBuilder content = new StringBuilder();
        int given = 0;
        while (!log.events.contains("complete")) {
            log.ask();
            while (given < log.parts.size()) {
                content.append(StandardCharsets.UTF_8.decode(log.parts.get(given++)));
            }
        }
        return content.toString();
    }

    /** A publisher that knows nothing of parts. */
    private static <T> Flow.Publisher<T> publisher(List<T> items, Throwable end) {
        return subscriber -> subscriber.onSubscribe(new Flow.Subscription() {
            private int next;

            @Override
            public void request(long count) {
                if (next < items.size()) {
                    subscriber.onNext(items.get(next++));
                } else if (end == null) {
                    subscriber.onComplete();
                } else {
                    subscriber.onError(end);
                }
            }

            @Override
            public void cancel() {}
        });
    }

    @Test
    void textOfStrings() {
        StreamedMessage message = StreamedMessage.text(List.of("Grü", "ße").iterator());
        assertThat(message.type()).isEqualTo(MessageType.TEXT);
        assertThat(contentOf(message)).isEqualTo("Grüße");
    }

    @Test
    void textOfAPublisher() {
        StreamedMessage message = StreamedMessage.text(publisher(List.of("Grü", "ße"), null));
        assertThat(message.type()).isEqualTo(MessageType.TEXT);
        assertThat(contentOf(message)).isEqualTo("Grüße");
    }

    @Test
    void textOfAPublisherThatFails() {
        StreamedMessage.text(publisher(List.of("a"), new IllegalStateException("end")))
                .parts()
                .subscribe(log);
        log.ask();
        log.ask();
        log.cancel();

        assertThat(log.events).containsExactly("subscribed", "1 bytes", "failed: java.lang.IllegalStateException: end");
    }

    @Test
    void textOfBytes() {
        byte[] utf8 = "Grüße".getBytes(StandardCharsets.UTF_8);
        StreamedMessage message = StreamedMessage.text(new ByteArrayInputStream(utf8), Runnable::run);
        assertThat(message.type()).isEqualTo(MessageType.TEXT);
        assertThat(contentOf(message)).isEqualTo("Grüße");
    }

    @Test
    void binaryOfBuffers() {
        ByteBuffer part = ByteBuffer.wrap("xaby".getBytes(StandardCharsets.UTF_8))
                .position(1)
                .limit(3);
        StreamedMessage message =
                StreamedMessage.binary(List.of(part, ByteBuffer.allocate(0)).iterator());
        assertThat(message.type()).isEqualTo(MessageType.BINARY);
        assertThat(contentOf(message)).isEqualTo("ab");
    }

    @Test
    void binaryOfAPublisher() {
        StreamedMessage message = StreamedMessage.binary(publisher(List.of(ByteBuffer.wrap(new byte[] {'a'})), null));
        assertThat(message.type()).isEqualTo(MessageType.BINARY);
        assertThat(contentOf(message)).isEqualTo("a");
    }

    @Test
    void binaryOfBytes() {
        StreamedMessage message =
                StreamedMessage.binary(new ByteArrayInputStream(new byte[] {'a', 'b'}), Runnable::run);
        assertThat(message.type()).isEqualTo(MessageType.BINARY);
        assertThat(contentOf(message)).isEqualTo("ab");
    }

    @Test
    void needsItsSource() {
        assertThatThrownBy(() -> StreamedMessage.binary(null, Runnable::run)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> StreamedMessage.text(new ByteArrayInputStream(new byte[0]), null))
                .isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> StreamedMessage.binary((Flow.Publisher<ByteBuffer>) null))
                .isInstanceOf(NullPointerException.class);
    }
}
