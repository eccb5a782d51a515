package dev.wsboot.ws.benchmarks.server;

import dev.wsboot.ws.spring.autoconfigure.WsAutoConfiguration;
import dev.wsboot.ws.spring.autoconfigure.WsServerAutoConfiguration;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;
import org.springframework.web.socket.handler.ConcurrentWebSocketSessionDecorator;
import org.springframework.web.socket.server.standard.ServletServerContainerFactoryBean;

/** spring-boot-starter-websocket: a {@code WebSocketHandler} on the embedded Tomcat. */
final class TomcatServer {

    /**
     * Bytes of the largest message. Tomcat allocates them for each session at once, so it keeps its own default where a
     * scenario has no larger messages.
     */
    static final String BUFFER = "tomcat.buffer";

    private TomcatServer() {}

    static void start(int port) {
        SpringApplication application = new SpringApplication(Application.class);
        application.setRegisterShutdownHook(false);
        application.setDefaultProperties(Map.of(
                "spring.main.banner-mode", "off",
                "logging.level.root", "warn",
                "spring.threads.virtual.enabled", "false",
                "server.address", Limits.HOST,
                "server.port", port,
                "server.tomcat.max-connections", "20000",
                "server.tomcat.accept-count", Limits.BACKLOG));
        application.run();
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = {WsAutoConfiguration.class, WsServerAutoConfiguration.class})
    @EnableWebSocket
    static class Application implements WebSocketConfigurer {

        @Bean
        ServletServerContainerFactoryBean container() {
            int size = Integer.getInteger(BUFFER, 8192);
            ServletServerContainerFactoryBean container = new ServletServerContainerFactoryBean();
            container.setMaxTextMessageBufferSize(size);
            container.setMaxBinaryMessageBufferSize(size);
            return container;
        }

        @Override
        public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
            registry.addHandler(new Echo(), "/ws");
            registry.addHandler(new Fanout(), "/fanout");
        }
    }

    private static final class Echo extends AbstractWebSocketHandler {

        @Override
        public void handleMessage(WebSocketSession session, WebSocketMessage<?> message) throws IOException {
            if (message instanceof TextMessage || message instanceof BinaryMessage) {
                session.sendMessage(message);
            }
        }
    }

    private static final class Fanout extends AbstractWebSocketHandler {

        private static final int TEN_SECONDS = 10_000;

        private final Map<String, WebSocketSession> everybody = new ConcurrentHashMap<>();

        @Override
        public void afterConnectionEstablished(WebSocketSession session) {
            // A session of Spring's does not take messages from several threads.
            everybody.put(session.getId(), new ConcurrentWebSocketSessionDecorator(session, TEN_SECONDS, 1 << 20));
        }

        @Override
        public void handleMessage(WebSocketSession session, WebSocketMessage<?> message) throws IOException {
            if (message instanceof TextMessage || message instanceof BinaryMessage) {
                for (WebSocketSession each : everybody.values()) {
                    each.sendMessage(message);
                }
            }
        }

        @Override
        public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
            everybody.remove(session.getId());
        }
    }
}
