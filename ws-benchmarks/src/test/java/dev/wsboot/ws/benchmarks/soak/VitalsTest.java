package dev.wsboot.ws.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VitalsTest {

    @Test
    void areReadAsTheyWereWritten() {
        Vitals vitals = new Vitals(1, 2, 3, 4, 5);

        assertThat(Vitals.parse(vitals.toLine())).isEqualTo(vitals);
    }

    @Test
    void standBelowTheirNames() {
        assertThat(new Vitals(1, 22, 333, 4 << 20, 5 << 20).toString()).hasSameSizeAs(Vitals.header());
    }

    @Test
    void areSomethingHere() {
        Vitals here = Vitals.here(7);

        assertThat(here.sessions()).isEqualTo(7);
        assertThat(here.heap()).isPositive();
        assertThat(here.threads()).isPositive();
    }
}
