package dev.wsboot.ws.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;

import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.spring.FakeSession;
import dev.wsboot.ws.spring.SubscriptionRefusedException;
import dev.wsboot.ws.spring.SubscriptionRefusedException.Reason;
import dev.wsboot.ws.spring.WsPayloadCodec;
import dev.wsboot.ws.spring.WsSessions;
import dev.wsboot.ws.spring.WsTopicAuthorizer;
import dev.wsboot.ws.spring.WsTopics;
import dev.wsboot.ws.spring.server.ServerLifecycle;
import dev.wsboot.ws.spring.topic.LocalTopics;
import dev.wsboot.ws.spring.topic.SubscriptionRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import tools.jackson.databind.json.JsonMapper;

class WsAutoConfigurationTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(WsAutoConfiguration.class, WsServerAutoConfiguration.class))
            .withPropertyValues("ws.server.port=0");

    private final ApplicationContextRunner jackson =
            runner.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class));

    @Test
    void shouldProvideTopicsAndSessions() {
        runner.run(context -> {
            assertThat(context).hasSingleBean(WsTopics.class).hasSingleBean(WsSessions.class);
            assertThat(context.getBean(WsSessions.class).all()).isEmpty();
        });
    }

    @Test
    void shouldProvideTopicsAndSessionsEvenIfTheServerIsOff() {
        runner.withPropertyValues("ws.server.enabled=false").run(context -> {
            assertThat(context)
                    .hasNotFailed()
                    .hasSingleBean(WsTopics.class)
                    .hasSingleBean(WsSessions.class)
                    .doesNotHaveBean(ServerLifecycle.class);
            context.getBean(WsTopics.class).publish("nobody", "listens");
        });
    }

    @Test
    void shouldGiveWayToTopicsOfTheApplication() {
        WsTopics own = mock(WsTopics.class);

        runner.withBean("ownTopics", WsTopics.class, () -> own).run(context -> {
            assertThat(context).getBean(WsTopics.class).isSameAs(own);
            assertThat(context).doesNotHaveBean(LocalTopics.class);
        });
    }

    @Test
    void shouldAskEveryAuthorizerInOrder() {
        runner.withUserConfiguration(TwoAuthorizers.class).run(context -> {
            WsTopics topics = context.getBean(WsTopics.class);

            assertThatThrownBy(() -> topics.subscribe(new FakeSession("1"), "a"))
                    .isInstanceOf(SubscriptionRefusedException.class)
                    .hasMessage(
                            "Session 1 may not have the topic \"a\": " + Refusing.class.getName() + " does not agree");
            assertThat(context.getBean(Agreeing.class).asked).containsExactly("a");
        });
    }

    @Test
    void shouldTakeAnAuthorizerThatPublishesItself() {
        runner.withUserConfiguration(Publishing.class).run(context -> {
            assertThat(context).hasNotFailed();

            assertThatThrownBy(() -> context.getBean(WsTopics.class).subscribe(new FakeSession("1"), "a"))
                    .isInstanceOf(SubscriptionRefusedException.class);
        });
    }

    @Test
    void shouldLimitTopicsAsTheirPropertiesSay() {
        runner.withPropertyValues("ws.topics.max-per-session=1", "ws.topics.max-name-length=2")
                .run(context -> {
                    WsTopics topics = context.getBean(WsTopics.class);

                    assertThatThrownBy(() -> topics.subscribe(new FakeSession("1"), "abc"))
                            .hasMessageContaining("ws.topics.max-name-length is 2");
                    assertThat(context.getBean(SubscriptionRules.class).refused(Reason.NAME_TOO_LONG))
                            .isEqualTo(1);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws.topics.max-per-session", "ws.topics.max-name-length"})
    void shouldRefuseALimitOfTopicsThatLetsNothingIn(String property) {
        runner.withPropertyValues(property + "=0")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(InvalidPropertyException.class)
                        .hasMessage("The property " + property + " is 0, but must be at least 1."));
    }

    @Test
    void shouldReadAndWriteJsonWithTheApplicationsMapper() {
        jackson.withPropertyValues("spring.jackson.property-naming-strategy=SNAKE_CASE")
                .run(context -> {
                    WsPayloadCodec codec = context.getBean(WsPayloadCodec.class);

                    assertThat(codec.write(new Name("ann"))).isEqualTo("{\"first_name\":\"ann\"}");
                    assertThat(codec.reader(Name.class).apply("{\"first_name\":\"bob\"}"))
                            .isEqualTo(new Name("bob"));
                    assertThat(codec.reader(Map.class).apply("{\"a\":1}")).isEqualTo(Map.of("a", 1));
                });
    }

    @Test
    void shouldGiveWayToACodecOfTheApplication() {
        WsPayloadCodec own = mock(WsPayloadCodec.class);

        jackson.withBean("ownCodec", WsPayloadCodec.class, () -> own)
                .run(context ->
                        assertThat(context).getBean(WsPayloadCodec.class).isSameAs(own));
    }

    @Test
    void shouldDoWithoutAMapper() {
        runner.run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(WsPayloadCodec.class));
    }

    @Test
    void shouldDoWithoutJackson() {
        runner.withClassLoader(new FilteredClassLoader(JsonMapper.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(WsPayloadCodec.class));
    }

    @Test
    void shouldDoWithoutMicrometerAndActuator() {
        runner.withClassLoader(new FilteredClassLoader("io.micrometer", "org.springframework.boot.actuate"))
                .withConfiguration(AutoConfigurations.of(WsMetricsAutoConfiguration.class))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(ServerLifecycle.class));
    }

    record Name(String firstName) {}

    @Test
    void shouldBeListedForSpringBoot() throws Exception {
        var resource = getClass()
                .getResource("/META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports");

        try (var in = resource.openStream()) {
            assertThat(new String(in.readAllBytes()).lines().toList())
                    .isEqualTo(List.of(
                            WsAutoConfiguration.class.getName(),
                            WsMetricsAutoConfiguration.class.getName(),
                            WsServerAutoConfiguration.class.getName()));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import({Refusing.class, Agreeing.class})
    static class TwoAuthorizers {}

    @Order(2)
    static class Refusing implements WsTopicAuthorizer {

        @Override
        public boolean maySubscribe(WsSession session, String topic) {
            return false;
        }
    }

    @Order(1)
    static class Agreeing implements WsTopicAuthorizer {

        private final List<String> asked = new ArrayList<>();

        @Override
        public boolean maySubscribe(WsSession session, String topic) {
            return asked.add(topic);
        }
    }

    static class Publishing implements WsTopicAuthorizer {

        private final WsTopics topics;

        Publishing(WsTopics topics) {
            this.topics = topics;
        }

        @Override
        public boolean maySubscribe(WsSession session, String topic) {
            topics.publish("audit", topic);
            return false;
        }
    }
}
