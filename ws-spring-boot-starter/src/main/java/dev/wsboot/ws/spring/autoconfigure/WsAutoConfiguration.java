package dev.wsboot.ws.spring.autoconfigure;

import dev.wsboot.ws.spring.WsPayloadCodec;
import dev.wsboot.ws.spring.WsSessions;
import dev.wsboot.ws.spring.WsTopicAuthorizer;
import dev.wsboot.ws.spring.WsTopics;
import dev.wsboot.ws.spring.server.OpenSessions;
import dev.wsboot.ws.spring.server.RunningServer;
import dev.wsboot.ws.spring.topic.LocalTopics;
import dev.wsboot.ws.spring.topic.SubscriptionRules;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.function.SingletonSupplier;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an application injects. It is there even if the server is switched off, so that beans which want to publish need
 * not know; nobody is subscribed then.
 */
@AutoConfiguration(afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@EnableConfigurationProperties(WsProperties.class)
public final class WsAutoConfiguration {

    /** Made by Spring. */
    public WsAutoConfiguration() {}

    @Bean
    RunningServer wsRunningServer() {
        return new RunningServer();
    }

    @Bean
    @ConditionalOnMissingBean(WsSessions.class)
    OpenSessions wsSessions() {
        return new OpenSessions();
    }

    /** The authorizers are asked for late, because they may use beans that publish. */
    @Bean
    SubscriptionRules wsSubscriptionRules(WsProperties properties, ObjectProvider<WsTopicAuthorizer> authorizers) {
        WsProperties.Topics topics = properties.topics();
        return new SubscriptionRules(
                Required.positive("ws.topics.max-per-session", topics.maxPerSession()),
                Required.positive("ws.topics.max-name-length", topics.maxNameLength()),
                SingletonSupplier.of(() -> authorizers.orderedStream().toList()));
    }

    @Bean
    @ConditionalOnMissingBean(WsTopics.class)
    LocalTopics wsTopics(RunningServer server, ObjectProvider<WsPayloadCodec> codec, SubscriptionRules rules) {
        return new LocalTopics(server::newGroup, codec.getIfAvailable(), rules);
    }

    /** JSON, where the application has it. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(JsonMapper.class)
    static final class Json {

        @Bean
        @ConditionalOnBean(JsonMapper.class)
        @ConditionalOnMissingBean(WsPayloadCodec.class)
        JacksonPayloadCodec wsPayloadCodec(JsonMapper mapper) {
            return new JacksonPayloadCodec(mapper);
        }
    }
}
