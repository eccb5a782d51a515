package dev.wsboot.ws.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.spring.SubscriptionRefusedException.Reason;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Map<Reason, Long> counts = new EnumMap<>(Reason.class);
    private final TopicMetrics metrics = new TopicMetrics(registry, reason -> counts.getOrDefault(reason, 0L));

    @Test
    void shouldCountRefusalsByReasonFromTheBeginning() {
        assertThat(metrics).isNotNull();
        assertThat(registry.find("ws.topics.refused").functionCounters()).hasSize(Reason.values().length);
        assertThat(refused("TOO_MANY")).isZero();

        counts.put(Reason.TOO_MANY, 3L);
        counts.put(Reason.DENIED, 1L);

        assertThat(refused("TOO_MANY")).isEqualTo(3);
        assertThat(refused("DENIED")).isEqualTo(1);
        assertThat(refused("NAME_TOO_LONG")).isZero();
        assertThat(refused("NO_NAME")).isZero();
    }

    private double refused(String reason) {
        return registry.get("ws.topics.refused")
                .tag("reason", reason)
                .functionCounter()
                .count();
    }
}
