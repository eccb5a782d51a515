package dev.wsboot.ws.spring.autoconfigure;

import dev.wsboot.ws.spring.WsPayloadCodec;
import dev.wsboot.ws.spring.WsSessions;
import dev.wsboot.ws.spring.WsTopics;
import dev.wsboot.ws.spring.server.OpenSessions;
import dev.wsboot.ws.spring.server.RunningServer;
import dev.wsboot.ws.spring.topic.LocalTopics;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
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

    @Bean
    @ConditionalOnMissingBean(WsTopics.class)
    LocalTopics wsTopics(RunningServer server, ObjectProvider<WsPayloadCodec> codec) {
        return new LocalTopics(server::newGroup, codec.getIfAvailable());
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
