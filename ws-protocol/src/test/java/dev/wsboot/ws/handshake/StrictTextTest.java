package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrictTextTest {

    @ParameterizedTest
    @CsvSource({"%41, 65", "%ff, 255", "%Ff, 255", "%00, 0", "%4, -1", "%, -1", "%4g, -1", "%g4, -1", "%+1, -1"})
    void encodedByte(String text, int value) {
        byte[] bytes = (text + "41").getBytes(StandardCharsets.ISO_8859_1);
        assertThat(StrictText.encodedByte(bytes, 0, text.length())).isEqualTo(value);
    }

    @Test
    void utf8IsDecodedAsAWholeOrNotAtAll() {
        byte[] bytes = {'a', (byte) 0xC3, (byte) 0xA9};
        assertThat(StrictText.utf8(bytes, 3)).isEqualTo("a\u00e9");
        assertThat(StrictText.utf8(bytes, 2)).isNull();
        assertThat(StrictText.utf8(bytes, 1)).isEqualTo("a");
        assertThat(StrictText.utf8(bytes, 0)).isEmpty();
    }
}
