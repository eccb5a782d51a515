package dev.wsboot.ws.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CloseCodeTest {

    /** RFC 6455 section 7.4 and the IANA registry. */
    private static final int[] LEGAL = IntStream.concat(
                    IntStream.of(1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014),
                    IntStream.rangeClosed(3000, 4999))
            .toArray();

    @Test
    void legalCodesAreReceivableAndNoOthers() {
        assertThat(IntStream.rangeClosed(-1, 0x10000)
                        .filter(CloseCode::isReceivable)
                        .toArray())
                .isEqualTo(LEGAL);
    }

    @ParameterizedTest
    @EnumSource
    void sendableIsWhatIsReceivable(Role role) {
        for (int code = -1; code <= 0x10000; code++) {
            boolean expected = Arrays.binarySearch(LEGAL, code) >= 0 && (code != 1010 || role == Role.CLIENT);
            assertThat(CloseCode.isSendable(code, role)).as("%d", code).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1000, normal",
        "1001, going away",
        "1002, protocol error",
        "1003, unsupported data",
        "1005, no status",
        "1006, abnormal",
        "1007, invalid payload",
        "1008, policy violation",
        "1009, message too big",
        "1010, mandatory extension",
        "1011, internal error",
        "1012, service restart",
        "1013, try again later",
        "1014, bad gateway",
        "1015, TLS failure",
        "3000, application code",
        "4000, application code",
        "4999, application code",
        "-1, unknown",
        "999, unknown",
        "1004, unknown",
        "1016, unknown",
        "2999, unknown",
        "5000, unknown"
    })
    void everyCodeHasName(int code, String name) {
        assertThat(CloseCode.nameOf(code)).isEqualTo(name);
    }
}
