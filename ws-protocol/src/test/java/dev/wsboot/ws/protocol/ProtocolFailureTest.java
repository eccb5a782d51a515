package dev.wsboot.ws.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProtocolFailureTest {

    private static Arguments[] failures() {
        return new Arguments[] {
            Arguments.of(ProtocolFailure.protocolError("unknown opcode 3"), 1002, "unknown opcode 3"),
            Arguments.of(ProtocolFailure.invalidUtf8(), 1007, "text is not valid UTF-8"),
            Arguments.of(ProtocolFailure.tooBig("frame", 10L), 1009, "frame larger than 10 bytes"),
            Arguments.of(new ProtocolFailure(1008, "no"), 1008, "no")
        };
    }

    @ParameterizedTest
    @MethodSource("failures")
    void carriesItsCodeAndReason(ProtocolFailure failure, int code, String reason) {
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(CloseCode.isSendable(failure.code(), Role.SERVER)).isTrue();
    }

    /** A hostile peer decides how often one is thrown. */
    @ParameterizedTest
    @MethodSource("failures")
    void isCheapToThrow(ProtocolFailure failure) {
        failure.addSuppressed(new IllegalStateException());
        assertThat(failure.fillInStackTrace().getStackTrace()).isEmpty();
        assertThat(failure.getSuppressed()).isEmpty();
    }
}
