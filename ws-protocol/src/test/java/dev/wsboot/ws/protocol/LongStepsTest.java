package dev.wsboot.ws.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LongStepsTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 15, 16, Integer.MAX_VALUE - 8, Integer.MAX_VALUE})
    void lastLongEndsWithLastByte(int to) {
        long lastStart = LongSteps.end(to) - 1L;

        assertThat(lastStart + Long.BYTES).isEqualTo(to);
    }

    /** So the end cannot overflow, which is what HotSpot has to see. */
    @Test
    void negativeCountsAsNothing() {
        assertThat(LongSteps.end(Integer.MIN_VALUE)).isEqualTo(LongSteps.end(0));
    }
}
