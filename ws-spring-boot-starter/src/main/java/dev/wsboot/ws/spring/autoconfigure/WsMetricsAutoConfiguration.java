package dev.wsboot.ws.spring.autoconfigure;

import dev.wsboot.ws.spring.actuate.ConnectionMetrics;
import dev.wsboot.ws.spring.actuate.TopicMetrics;
import dev.wsboot.ws.spring.topic.LocalTopics;
import dev.wsboot.ws.spring.topic.SubscriptionRules;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** Meters of the server, where the application has a {@link MeterRegistry}. */
@AutoConfiguration(
        after = WsAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
        })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
@ConditionalOnBooleanProperty(name = "ws.server.enabled", matchIfMissing = true)
public final class WsMetricsAutoConfiguration {

    /** Made by Spring. */
    public WsMetricsAutoConfiguration() {}

    @Bean
    ConnectionMetrics wsConnectionMetrics(MeterRegistry registry, WsProperties properties) {
        for (int code : properties.metrics().closeCodes()) {
            Required.between(3000, 4999, "ws.metrics.close-codes", code);
        }
        return new ConnectionMetrics(registry, properties.metrics().closeCodes());
    }

    @Bean
    @ConditionalOnBean(LocalTopics.class)
    TopicMetrics wsTopicMetrics(MeterRegistry registry, SubscriptionRules rules) {
        return new TopicMetrics(registry, rules::refused);
    }
}
