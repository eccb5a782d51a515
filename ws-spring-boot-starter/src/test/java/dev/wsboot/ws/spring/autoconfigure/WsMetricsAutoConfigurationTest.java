package dev.wsboot.ws.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;

import dev.wsboot.ws.spring.FakeSession;
import dev.wsboot.ws.spring.SubscriptionRefusedException;
import dev.wsboot.ws.spring.WsTopicAuthorizer;
import dev.wsboot.ws.spring.WsTopics;
import dev.wsboot.ws.spring.actuate.ConnectionMetrics;
import dev.wsboot.ws.spring.actuate.TopicMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class WsMetricsAutoConfigurationTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    WsAutoConfiguration.class, WsServerAutoConfiguration.class, WsMetricsAutoConfiguration.class))
            .withPropertyValues("ws.server.port=0");

    private final ApplicationContextRunner withRegistry =
            runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new);

    @Test
    void shouldMeasureWhenThereIsARegistry() {
        withRegistry.run(context -> {
            assertThat(context).hasSingleBean(ConnectionMetrics.class);
            assertThat(context.getBean(MeterRegistry.class)
                            .find("ws.server.handshake")
                            .counter())
                    .isNotNull();
        });
    }

    @Test
    void shouldFindTheRegistryOfSpringBoot() {
        runner.withConfiguration(AutoConfigurations.of(
                        MetricsAutoConfiguration.class,
                        CompositeMeterRegistryAutoConfiguration.class,
                        SimpleMetricsExportAutoConfiguration.class))
                .run(context -> assertThat(context).hasSingleBean(ConnectionMetrics.class));
    }

    @Test
    void shouldNotMeasureWhenThereIsNoRegistry() {
        runner.run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ConnectionMetrics.class));
    }

    @Test
    void shouldNotMeasureAServerThatIsOff() {
        withRegistry
                .withPropertyValues("ws.server.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ConnectionMetrics.class));
    }

    @Test
    void shouldCountWhatTheTopicsRefuse() {
        withRegistry
                .withBean(WsTopicAuthorizer.class, () -> (session, topic) -> false)
                .run(context -> {
                    WsTopics topics = context.getBean(WsTopics.class);
                    assertThatThrownBy(() -> topics.subscribe(new FakeSession("1"), "a"))
                            .isInstanceOf(SubscriptionRefusedException.class);

                    // What meters read must not be gone with the first collection.
                    System.gc();
                    assertThat(context.getBean(MeterRegistry.class)
                                    .get("ws.topics.refused")
                                    .tag("reason", "DENIED")
                                    .functionCounter()
                                    .count())
                            .isEqualTo(1);
                });
    }

    @Test
    void shouldNotMeasureTopicsOfTheApplication() {
        withRegistry
                .withBean("ownTopics", WsTopics.class, () -> mock(WsTopics.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(TopicMetrics.class));
    }

    @Test
    void shouldTakeCloseCodesOfTheApplication() {
        withRegistry
                .withPropertyValues("ws.metrics.close-codes=4001,4002")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void shouldRefuseCloseCodesThatAreNotTheApplications() {
        withRegistry
                .withPropertyValues("ws.metrics.close-codes=1000")
                .run(
                        context -> assertThat(context)
                                .getFailure()
                                .rootCause()
                                .hasMessage(
                                        "The property ws.metrics.close-codes is 1000, but must be a number from 3000 to 4999."));
    }
}
