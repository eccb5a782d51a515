package dev.wsboot.ws.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One row a rule. All pairs of bytes are in {@link FrameRulesOracleTest}. */
class FrameRulesTest {

    @ParameterizedTest
    @CsvSource({
        "C1 00, CLIENT, 00, false, reserved bit set",
        "A1 00, CLIENT, 40, false, reserved bit set",
        "C9 00, CLIENT, 40, false, reserved bit set on a control frame",
        "C0 00, CLIENT, 40, true,  reserved bit set on a continuation",
        "83 00, CLIENT, 00, false, unknown opcode 3",
        "8B 00, CLIENT, 00, false, unknown opcode 11",
        "81 00, SERVER, 00, false, frame of a client is not masked",
        "81 80, CLIENT, 00, false, frame of a server is masked",
        "09 00, CLIENT, 00, false, fragmented control frame",
        "89 7E, CLIENT, 00, false, control frame longer than 125 bytes",
        "80 00, CLIENT, 00, false, continuation without a message",
        "81 00, CLIENT, 00, true,  new message inside a fragmented one"
    })
    void brokenRuleIsNamed(String header, Role receiver, String allowedRsv, boolean insideMessage, String reason) {
        byte[] bytes = Hex.bytes(header);
        int allowed = Integer.parseInt(allowedRsv, 16);

        assertThatExceptionOfType(ProtocolFailure.class)
                .isThrownBy(() -> FrameRules.check(bytes[0], bytes[1], receiver, allowed, insideMessage))
                .withMessage(reason)
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(1002));
    }

    @ParameterizedTest
    @CsvSource({
        "126, 0, length not encoded in the fewest bytes",
        "126, 125, length not encoded in the fewest bytes",
        "127, 0, length not encoded in the fewest bytes",
        "127, 65535, length not encoded in the fewest bytes",
        "127, -1, length with its most significant bit set",
        "127, -9223372036854775808, length with its most significant bit set"
    })
    void badLengthIsNamed(int length7, long length, String reason) {
        assertThatExceptionOfType(ProtocolFailure.class)
                .isThrownBy(() -> FrameRules.checkLength(length7, length))
                .withMessage(reason)
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(1002));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "125, 125", "126, 126", "126, 65535", "127, 65536", "127, 9223372036854775807"})
    void goodLengthPasses(int length7, long length) {
        assertThatCode(() -> FrameRules.checkLength(length7, length)).doesNotThrowAnyException();
    }
}
