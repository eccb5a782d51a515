package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Utf8SequenceTest {

    /** How many bytes were accepted; negative where the sequence is complete with them. */
    private static int accepted(byte... bytes) {
        Utf8Sequence sequence = new Utf8Sequence();
        if (!sequence.begin(bytes[0] & 0xFF)) {
            return 0;
        }
        for (int i = 1; i < bytes.length; i++) {
            if (sequence.isComplete() || !sequence.accept(bytes[i] & 0xFF)) {
                return i;
            }
        }
        return sequence.isComplete() ? -bytes.length : bytes.length;
    }

    @Nested
    class Rfc3629Section4 {

        @Test
        void everyCharacterIsAcceptedButControls() {
            for (int c = 0x80; c <= Character.MAX_CODE_POINT; c++) {
                if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                    byte[] bytes = Character.toString(c).getBytes(StandardCharsets.UTF_8);
                    assertThat(accepted(bytes)).as("U+%04X", c).isEqualTo(c < 0xA0 ? 1 : -bytes.length);
                }
            }
        }

        @ParameterizedTest
        @CsvSource({
            "00, 0",
            "0B, 0",
            "7F, 0",
            "80, 0",
            "BF, 0",
            "C080, 0",
            "C1BF, 0",
            "F5808080, 0",
            "FF, 0",
            "C37F, 1",
            "C3C0, 1",
            "E09F80, 1",
            "EDA080, 1",
            "E28241, 2",
            "F08F8080, 1",
            "F4908080, 1",
            "F09F41, 2",
            "F09F98C0, 3",
            "E282, 2"
        })
        void failsAtTheFirstBadByte(String hex, int length) {
            byte[] bytes = HexFormat.of().parseHex(hex);
            assertThat(accepted(bytes)).isEqualTo(length);
        }
    }
}
