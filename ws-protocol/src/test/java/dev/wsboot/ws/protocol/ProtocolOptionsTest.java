package dev.wsboot.ws.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProtocolOptionsTest {

    @ParameterizedTest
    @EnumSource
    void wholeMessagesAreNotCompressedWhereNothingElseIsSaid(Role role) {
        assertThat(ProtocolOptions.of(role, MessageLimits.DEFAULT))
                .isEqualTo(new ProtocolOptions(role, MessageLimits.DEFAULT, false, null, null));
    }
}
