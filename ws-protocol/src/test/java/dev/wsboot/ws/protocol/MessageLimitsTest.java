package dev.wsboot.ws.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageLimitsTest {

    @Test
    void defaultsAreSafe() {
        assertThat(MessageLimits.DEFAULT).isEqualTo(new MessageLimits(1048576, 1048576, 1024));
    }

    @Test
    void oneIsTheLeast() {
        assertThat(new MessageLimits(1, 1, 1)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, 1, 'maxMessageSize must be positive, but is 0'",
        "1, 0, 1, 'maxFrameSize must be positive, but is 0'",
        "1, 1, 0, 'maxFragments must be positive, but is 0'",
        "-1, 1, 1, 'maxMessageSize must be positive, but is -1'"
    })
    void noLimitIsNotPositive(int maxMessageSize, int maxFrameSize, int maxFragments, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MessageLimits(maxMessageSize, maxFrameSize, maxFragments))
                .withMessage(reason);
    }
}
