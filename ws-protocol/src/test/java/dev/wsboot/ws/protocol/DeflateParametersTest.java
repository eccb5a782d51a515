package dev.wsboot.ws.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeflateParametersTest {

    @Nested
    class Section_7_1_2_Windows {

        /** "between 8 and 15, inclusive" */
        @ParameterizedTest
        @ValueSource(ints = {-1, 0, 7, 16})
        void outOfRange(int bits) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new DeflateParameters(true, true, bits, 15))
                    .withMessage("serverMaxWindowBits must be from 8 to 15, but is " + bits);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new DeflateParameters(true, true, 8, bits))
                    .withMessage("clientMaxWindowBits must be from 8 to 15, but is " + bits);
        }

        @Test
        void bySender() {
            DeflateParameters agreed = new DeflateParameters(false, false, 8, 15);
            assertThat(agreed.maxWindowBits(Role.SERVER)).isEqualTo(8);
            assertThat(agreed.maxWindowBits(Role.CLIENT)).isEqualTo(15);
        }
    }

    @Nested
    class Section_7_1_1_ContextTakeover {

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void bySender(boolean server) {
            DeflateParameters agreed = new DeflateParameters(server, !server, 15, 15);
            assertThat(agreed.noContextTakeover(Role.SERVER)).isEqualTo(server);
            assertThat(agreed.noContextTakeover(Role.CLIENT)).isEqualTo(!server);
        }
    }
}
