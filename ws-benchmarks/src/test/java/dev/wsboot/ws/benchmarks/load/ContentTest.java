package dev.wsboot.ws.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 64, 1_024, 65_536})
    void utf8IsValidAndAsLongAsItShouldBe(int size) throws CharacterCodingException {
        byte[] bytes = Content.UTF8.bytes(size);

        assertThat(bytes).hasSize(size);
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 0x80, 0x800, 0x10000})
    void utf8HasCharactersOfEachLength(int from) {
        String text = new String(Content.UTF8.bytes(1_024), StandardCharsets.UTF_8);

        assertThat(text.codePoints().filter(c -> c >= from && c < Math.max(0x80, from * 16)))
                .hasSizeGreaterThan(50);
    }

    @ParameterizedTest
    @EnumSource
    void isAlwaysTheSame(Content content) {
        assertThat(content.bytes(1_000)).isEqualTo(content.bytes(1_000));
    }
}
