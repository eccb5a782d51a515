package dev.wsboot.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class IteratorPublisherTest {

    private final PartLog log = new PartLog();

    private void subscribe(Iterator<Integer> sizes) {
        new IteratorPublisher<>(sizes, ByteBuffer::allocate).subscribe(log);
    }

    @Test
    void givesOneEachTimeItIsAsked() {
        subscribe(List.of(3, 0).iterator());
        assertThat(log.events).containsExactly("subscribed");
        log.ask();
        assertThat(log.events).containsExactly("subscribed", "3 bytes");
        log.ask();
        log.ask();
        assertThat(log.events).containsExactly("subscribed", "3 bytes", "0 bytes", "complete");
    }

    @Test
    void saysNothingBehindTheEnd() {
        subscribe(List.<Integer>of().iterator());
        log.ask();
        log.ask();

        assertThat(log.events).containsExactly("subscribed", "complete");
    }

    @Test
    void saysNothingWhenItIsCancelled() {
        subscribe(List.of(3).iterator());
        log.cancel();
        log.ask();

        assertThat(log.events).containsExactly("subscribed");
    }

    @Test
    void failsWithTheIterator() {
        subscribe(Arrays.asList(1, -1, 2).iterator());
        log.ask();
        log.ask();
        log.ask();

        assertThat(log.events)
                .hasSize(3)
                .last()
                .asString()
                .startsWith("failed: " + IllegalArgumentException.class.getName());
    }

    @Test
    void errorsAreToldToo() {
        subscribe(new Iterator<>() {
            @Override
            public boolean hasNext() {
                throw new StackOverflowError("pretended");
            }

            @Override
            public Integer next() {
                return 1;
            }
        });
        log.ask();

        assertThat(log.events).containsExactly("subscribed", "failed: java.lang.StackOverflowError: pretended");
    }

    @Test
    void needsAnIterator() {
        assertThatThrownBy(() -> new IteratorPublisher<Integer>(null, ByteBuffer::allocate))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("parts");
    }
}
