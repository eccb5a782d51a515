package dev.wsboot.ws.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeflateOptionsTest {

    private static final DeflateOptions DEFAULT = DeflateOptions.DEFAULT;

    @Test
    void defaultHoldsNothingBetweenMessages() {
        assertThat(DEFAULT).isEqualTo(new DeflateOptions(false, false, 15, 15, 6, 256, false));
    }

    @Test
    void withOthers() {
        assertThat(DEFAULT.withContextTakeover(true, false))
                .isEqualTo(new DeflateOptions(true, false, 15, 15, 6, 256, false));
        assertThat(DEFAULT.withContextTakeover(false, true))
                .isEqualTo(new DeflateOptions(false, true, 15, 15, 6, 256, false));
        assertThat(DEFAULT.withMaxWindowBits(9, 10)).isEqualTo(new DeflateOptions(false, false, 9, 10, 6, 256, false));
        assertThat(DEFAULT.withLevel(1)).isEqualTo(new DeflateOptions(false, false, 15, 15, 1, 256, false));
        assertThat(DEFAULT.withThreshold(0, true)).isEqualTo(new DeflateOptions(false, false, 15, 15, 6, 0, true));
    }

    /** One by one, everything that was changed before stays. */
    @Test
    void withManyOthers() {
        assertThat(DEFAULT.withThreshold(1, true)
                        .withLevel(9)
                        .withMaxWindowBits(8, 9)
                        .withContextTakeover(true, true)
                        .withMaxWindowBits(10, 11)
                        .withLevel(2)
                        .withThreshold(3, true))
                .isEqualTo(new DeflateOptions(true, true, 10, 11, 2, 3, true));
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 10, Integer.MAX_VALUE})
    void levelIsFrom1To9(int level) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULT.withLevel(level))
                .withMessage("level must be from 1 to 9, but is " + level);
        assertThat(DEFAULT.withLevel(1).withLevel(9).level()).isEqualTo(9);
    }

    @Test
    void thresholdIsNotNegative() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULT.withThreshold(-1, false))
                .withMessage("threshold must not be negative, but is -1");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 7, 16})
    void windowsAreFrom8To15(int bits) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULT.withMaxWindowBits(bits, 8))
                .withMessage("serverMaxWindowBits must be from 8 to 15, but is " + bits);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULT.withMaxWindowBits(8, bits))
                .withMessage("clientMaxWindowBits must be from 8 to 15, but is " + bits);
    }
}
