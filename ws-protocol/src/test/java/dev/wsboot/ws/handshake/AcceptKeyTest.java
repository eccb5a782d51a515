package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptKeyTest {

    @Nested
    class Section4_2_2 {

        @ParameterizedTest
        @CsvSource({
            "dGhlIHNhbXBsZSBub25jZQ==, s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
            "Omt7iN7CaEUxYdm+wlVEaA==, ggdcU6xoySObbFCh62I2J3eRxu0="
        })
        void answersTheKeyInTheRegion(String key, String accept) {
            byte[] head = Heads.buffer("__" + key + "__").array();
            assertThat(AcceptKey.of(head, 2, 24)).isEqualTo(accept);
        }
    }
}
