package dev.wsboot.ws.spring.actuate;

import dev.wsboot.ws.spring.SubscriptionRefusedException.Reason;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToLongFunction;

/** Meters of the topics. What a topic is called a peer may choose, so it never becomes a tag. */
public final class TopicMetrics {

    /** Held here because a registry does not hold on to what it reads from. */
    private final ToLongFunction<Reason> refused;

    /**
     * For the auto-configuration.
     *
     * @param registry where the meters go
     * @param refused how often a subscription was refused so far, for each reason
     */
    public TopicMetrics(MeterRegistry registry, ToLongFunction<Reason> refused) {
        this.refused = refused;
        for (Reason reason : Reason.values()) {
            FunctionCounter.builder("ws.topics.refused", this, metrics -> (double) metrics.refused.applyAsLong(reason))
                    .description("Subscriptions that were refused")
                    .tag("reason", reason.name())
                    .register(registry);
        }
    }
}
