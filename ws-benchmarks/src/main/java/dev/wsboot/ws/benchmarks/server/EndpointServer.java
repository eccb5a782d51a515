package dev.wsboot.ws.benchmarks.server;

import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.spring.OnMessage;
import dev.wsboot.ws.spring.OnOpen;
import dev.wsboot.ws.spring.WsEndpoint;
import dev.wsboot.ws.spring.WsServerCustomizer;
import dev.wsboot.ws.spring.WsTopics;
import java.nio.ByteBuffer;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;

/** The starter as an application has it: annotated beans and Spring Boot's auto-configuration. */
final class EndpointServer {

    private EndpointServer() {}

    /**
     * Starts the application.
     *
     * @param handlerMode {@code event-loop}, or {@code executor}, the starter's default: virtual threads where the JDK has
     *     them
     */
    static void start(int port, String handlerMode, Option option) {
        SpringApplication application = new SpringApplication(Application.class);
        // Tomcat is on the class path for another server's sake.
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setRegisterShutdownHook(false);
        application.setDefaultProperties(Map.of(
                "spring.main.banner-mode", "off",
                "logging.level.root", "warn",
                "spring.threads.virtual.enabled", "true",
                "ws.server.port", port,
                "ws.handler.mode", handlerMode));
        ApplicationContextInitializer<GenericApplicationContext> limits =
                context -> context.registerBean(WsServerCustomizer.class, () -> builder -> {
                    Limits.apply(builder);
                    option.apply(builder);
                });
        application.addInitializers(limits);
        application.run();
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({Echo.class, Fanout.class})
    static class Application {}

    @WsEndpoint("/ws")
    static class Echo {

        @OnMessage
        String echo(String text) {
            return text;
        }

        @OnMessage
        ByteBuffer echo(ByteBuffer data) {
            return data;
        }
    }

    @WsEndpoint("/fanout")
    static class Fanout {

        private final WsTopics topics;

        Fanout(WsTopics topics) {
            this.topics = topics;
        }

        @OnOpen
        void join(WsSession session) {
            topics.subscribe(session, "all");
        }

        @OnMessage
        void say(String text) {
            topics.publish("all", text);
        }

        @OnMessage
        void say(ByteBuffer data) {
            topics.publish("all", data);
        }
    }
}
