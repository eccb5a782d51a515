package dev.wsboot.ws.spring.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.net.DrainOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ShutdownPlanTest {

    @Test
    void shouldFitWhereSpringWaitsLongerThanTheWindowAndTheTimeout() {
        ShutdownPlan plan = new ShutdownPlan(DrainOptions.over(Duration.ofSeconds(5)), Duration.ofSeconds(4));

        assertThat(plan.fitsInto(Duration.ofSeconds(10))).isTrue();
        assertThat(plan.fitsInto(Duration.ofSeconds(9))).isFalse();
    }
}
