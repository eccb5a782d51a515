package dev.wsboot.ws.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClosePayloadTest {

    private static ClosePayload parse(String hex) {
        return ClosePayload.parse(Buffers.guarded(Hex.bytes(hex)));
    }

    @Test
    void emptyPayloadHasNoStatus() {
        assertThat(parse("")).isEqualTo(new ClosePayload(1005, ""));
    }

    @Test
    void codeAndReason() {
        assertThat(parse("03E8")).isEqualTo(new ClosePayload(1000, ""));
        assertThat(parse("0FA0 C3A9 E282AC")).isEqualTo(new ClosePayload(4000, "é€"));
    }

    @ParameterizedTest
    @CsvSource({
        "03, 1002, Close frame with half a code",
        "0000, 1002, Close frame with the code 0",
        "03ED, 1002, Close frame with the code 1005",
        "FFFF, 1002, Close frame with the code 65535",
        "03E8 80, 1007, reason is not valid UTF-8",
        "03E8 61 E282, 1007, reason is not valid UTF-8"
    })
    void malformedPayloadFails(String hex, int code, String reason) {
        assertThatExceptionOfType(ProtocolFailure.class)
                .isThrownBy(() -> parse(hex))
                .satisfies(failure -> {
                    assertThat(failure.code()).isEqualTo(code);
                    assertThat(failure.reason()).isEqualTo(reason);
                });
    }

    @Test
    void noStatusIsSentAsNothing() {
        assertThat(new ClosePayload(1005, "").encode()).isEmpty();
        assertThat(new ClosePayload(1005, "never sent").encode()).isEmpty();
    }

    @Test
    void codeAndReasonAreSent() {
        assertThat(Hex.of(new ClosePayload(4999, "é").encode())).isEqualTo("1387C3A9");
        assertThat(Hex.of(new ClosePayload(1000, "").encode())).isEqualTo("03E8");
    }

    @ParameterizedTest
    @ValueSource(ints = {122, 123, 124, 125, 1000})
    void asciiReasonIsCutAt123(int length) {
        byte[] sent = new ClosePayload(1000, "a".repeat(length)).encode();
        assertThat(sent).hasSize(2 + Math.min(length, 123));
    }

    /** Characters of one to four bytes, so that the cut falls on every byte of each. */
    @Test
    void reasonIsCutAtTheLastCharacterThatFits() {
        for (int seed = 0; seed < 2000; seed++) {
            String reason = randomReason(new Random(seed));
            byte[] sent = new ClosePayload(1000, reason).encode();
            assertThat(new String(sent, 2, sent.length - 2, StandardCharsets.UTF_8))
                    .as("seed %d", seed)
                    .isEqualTo(longestThatFits(reason));
            assertThat(ClosePayload.parse(ByteBuffer.wrap(sent)).reason())
                    .as("seed %d", seed)
                    .isEqualTo(longestThatFits(reason));
        }
    }

    private static String randomReason(Random random) {
        int[] characters = {'a', 'é', '€', 0x1F600};
        StringBuilder reason = new StringBuilder();
        for (int i = random.nextInt(90); i >= 0; i--) {
            reason.appendCodePoint(characters[random.nextInt(4)]);
        }
        return reason.toString();
    }

    private static String longestThatFits(String reason) {
        StringBuilder fitting = new StringBuilder();
        int bytes = 0;
        for (int point : reason.codePoints().toArray()) {
            bytes += Character.toString(point).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > 123) {
                break;
            }
            fitting.appendCodePoint(point);
        }
        return fitting.toString();
    }
}
