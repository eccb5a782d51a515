package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("1994-11-06T08:49:07Z");

    @ParameterizedTest
    @ValueSource(ints = {300, 302, 400, 401, 403, 404, 405, 407, 410, 426, 451, 499})
    void whatIsRefusedForGoodIsNotAskedAgain(int status) {
        assertThat(RetryAfter.isWorthIt(Refusals.status(status))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 299, 408, 425, 429, 500, 502, 503, 504})
    void whatMayPassIs(int status) {
        assertThat(RetryAfter.isWorthIt(Refusals.status(status))).isTrue();
    }

    @Test
    void whatIsNoAnswerIs() {
        assertThat(RetryAfter.isWorthIt(new IOException())).isTrue();
        assertThat(RetryAfter.isWorthIt(Refusals.of("garbage\r\n\r\n"))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | PT0S",
                "120 | PT2M",
                "86400 | PT24H",
                "86401 | PT24H",
                "99999999999999999999 | PT0S",
                "-5 | PT0S",
                "soon | PT0S",
                "Sun, 06 Nov 1994 08:49:37 GMT | PT30S",
                "Sun, 06 Nov 1994 08:49:00 GMT | PT0S",
                "Sat, 06 Nov 2094 08:49:00 GMT | PT24H"
            })
    void isReadAsSecondsOrADate(String value, Duration expected) {
        assertThat(RetryAfter.of(Refusals.status(503, "Retry-After: " + value), NOW))
                .isEqualTo(expected);
    }

    @Test
    void isNothingWhereNothingIsSaid() {
        assertThat(RetryAfter.of(Refusals.status(503), NOW)).isZero();
        assertThat(RetryAfter.of(Refusals.status(503, "Retry-After:"), NOW)).isZero();
        assertThat(RetryAfter.of(new IOException(), NOW)).isZero();
    }
}
