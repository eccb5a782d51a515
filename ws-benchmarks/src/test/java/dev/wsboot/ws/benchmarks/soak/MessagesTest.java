package dev.wsboot.ws.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class MessagesTest {

    private final Messages messages = new Messages(50, 1_000, 1);

    @Test
    void areKnownAgain() {
        for (int i = 0; i < 50; i++) {
            assertThat(messages.isMessage(i, ByteBuffer.wrap(messages.make(i)))).isTrue();
        }
    }

    @Test
    void areNoOthers() {
        byte[] message = messages.make(3);

        assertThat(messages.isMessage(2, ByteBuffer.wrap(message))).isFalse();
        assertThat(messages.isMessage(4, ByteBuffer.wrap(message))).isFalse();
        assertThat(new Messages(50, 1_000, 2).isMessage(3, ByteBuffer.wrap(message)))
                .isFalse();
    }

    @Test
    void areNotMoreThanThereAre() {
        assertThat(messages.isMessage(50, ByteBuffer.wrap(messages.make(50)))).isFalse();
    }

    @Test
    void areNoneOfTheirParts() {
        byte[] message = messages.make(7);

        for (int length = 0; length < message.length; length++) {
            assertThat(messages.isMessage(7, ByteBuffer.wrap(message, 0, length)))
                    .as("%d bytes", length)
                    .isFalse();
        }
    }

    @Test
    void knowEachOfTheirBytes() {
        byte[] message = messages.make(7);

        for (int i = 0; i < message.length; i++) {
            message[i] ^= 1;
            assertThat(messages.isMessage(7, ByteBuffer.wrap(message)))
                    .as("byte %d", i)
                    .isFalse();
            message[i] ^= 1;
        }
    }
}
