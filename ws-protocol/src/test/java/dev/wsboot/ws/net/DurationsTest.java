package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({"PT1M, 60 s", "PT1S, 1 s", "PT1.5S, 1500 ms", "PT0.02S, 20 ms"})
    void areNamedAsAPersonSaysThem(Duration value, String text) {
        assertThat(Durations.text(value)).isEqualTo(text);
    }
}
