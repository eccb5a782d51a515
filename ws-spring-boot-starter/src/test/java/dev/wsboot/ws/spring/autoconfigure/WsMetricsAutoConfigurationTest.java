package dev.wsboot.ws.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.spring.actuate.ConnectionMetrics;
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
