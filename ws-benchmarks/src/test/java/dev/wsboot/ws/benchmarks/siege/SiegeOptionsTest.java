package dev.wsboot.ws.benchmarks.siege;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SiegeOptionsTest {

    @Test
    void areAllFloodsWhereNothingIsSaid() {
        assertThat(SiegeOptions.parse()).isEqualTo(new SiegeOptions(1, 10, 2_000, 1_000, 0, List.of(Flood.values())));
    }

    @Test
    void areWhatIsSaid() {
        SiegeOptions options = SiegeOptions.parse(
                "--seconds",
                "3",
                "bombs",
                "--clients",
                "20",
                "--stalled",
                "0",
                "--rate",
                "5",
                "empty-fragments",
                "--rounds",
                "5");

        assertThat(options).isEqualTo(new SiegeOptions(5, 3, 20, 0, 5, List.of(Flood.BOMBS, Flood.EMPTY_FRAGMENTS)));
    }

    @Test
    void nameAFloodOnce() {
        assertThat(SiegeOptions.parse("pings", "bombs", "pings").floods()).containsExactly(Flood.PINGS, Flood.BOMBS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--rounds 0",
                "--rounds 101",
                "--seconds",
                "--seconds 0",
                "--seconds 601",
                "--clients 8001",
                "--stalled -1",
                "--rate x",
                "earthquake",
                "BOMBS"
            })
    void refuseWhatTheyDoNotKnow(String line) {
        assertThatIllegalArgumentException().isThrownBy(() -> SiegeOptions.parse(line.split(" ", -1)));
    }

    @Test
    void noProcessNeedsMoreThan20000Descriptors() {
        SiegeOptions most = SiegeOptions.parse("--clients", "8000", "--stalled", "8000");

        assertThat(most.maxConnections()).isLessThan(20_000);
    }
}
