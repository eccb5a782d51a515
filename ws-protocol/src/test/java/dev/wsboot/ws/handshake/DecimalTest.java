package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "9, 9", "10, 10", "65535, 65535"})
    void numbers(String text, int number) {
        assertThat(Decimal.parse(text, 65_535)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "00", "01", "-1", "+1", " 1", "1 ", "1a", "/", ":", "65536", "99999999999999999999", "１"})
    void everythingElse(String text) {
        assertThat(Decimal.parse(text, 65_535)).isEqualTo(-1);
    }
}
