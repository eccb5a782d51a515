package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextDecoderTest {

    private final TextDecoder decoder = new TextDecoder();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1023, 1024, 1025, 5_000, 3})
    void decodesWhatLiesBetweenPositionAndLimitAndLeavesThemAlone(int length) {
        String text = "\u00DF".repeat(length);
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        for (ByteBuffer buffer : new ByteBuffer[] {
            ByteBuffer.allocate(utf8.length + 5),
            ByteBuffer.allocateDirect(utf8.length + 5),
            ByteBuffer.allocate(utf8.length + 9).position(4).slice(),
            ByteBuffer.allocate(utf8.length + 5).put(2, utf8).asReadOnlyBuffer()
        }) {
            if (!buffer.isReadOnly()) {
                buffer.put(2, utf8);
            }
            buffer.position(2).limit(2 + utf8.length);

            assertThat(decoder.decode(buffer)).isEqualTo(text);
            assertThat(buffer.position()).isEqualTo(2);
            assertThat(buffer.limit()).isEqualTo(2 + utf8.length);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"long enough to leave something behind", "short"})
    void whatWasDecodedBeforeLeavesNothingBehind(String before) {
        decode(before);

        assertThat(decode("x")).isEqualTo("x");
    }

    private String decode(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return decoder.decode(ByteBuffer.allocateDirect(utf8.length).put(utf8).flip());
    }
}
