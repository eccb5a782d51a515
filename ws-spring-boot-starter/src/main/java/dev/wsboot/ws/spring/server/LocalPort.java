package dev.wsboot.ws.spring.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;

/** Publishes the port as a property, in the way and in the place in which Spring Boot's web servers do it. */
final class LocalPort {

    private static final String PROPERTY = "local.ws.server.port";
    private static final String SOURCE = "server.ports";

    private LocalPort() {}

    static void publish(@Nullable ApplicationContext context, int port) {
        for (ApplicationContext next = context; next != null; next = next.getParent()) {
            if (next.getEnvironment() instanceof ConfigurableEnvironment environment) {
                publish(environment.getPropertySources(), port);
            }
        }
    }

    private static void publish(MutablePropertySources sources, int port) {
        PropertySource<?> source = sources.get(SOURCE);
        if (source == null) {
            source = new MapPropertySource(SOURCE, new ConcurrentHashMap<>());
            sources.addFirst(source);
        }
        @SuppressWarnings("unchecked")
        Map<String, Object> ports = (Map<String, Object>) source.getSource();
        ports.put(PROPERTY, port);
    }
}
