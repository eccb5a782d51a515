package dev.wsboot.ws.spring.endpoint;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wsboot.ws.WsHandler;
import dev.wsboot.ws.spring.TestCodec;
import dev.wsboot.ws.spring.WsArgumentResolver;
import dev.wsboot.ws.spring.WsPayloadCodec;
import java.util.List;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** Finds endpoints in an application of the given classes. */
final class TestEndpoints {

    private TestEndpoints() {}

    static List<Endpoint> discover(Class<?>... components) {
        return discover(new TestCodec(), List.of(), components);
    }

    static List<Endpoint> discover(WsPayloadCodec codec, List<WsArgumentResolver> resolvers, Class<?>... components) {
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            if (components.length > 0) {
                context.register(components);
            }
            context.registerBean(
                    EndpointDiscovery.class, () -> new EndpointDiscovery(context.getBeanFactory(), resolvers, codec));
            context.refresh();
            return List.copyOf(context.getBean(EndpointDiscovery.class).endpoints());
        }
    }

    static WsHandler handler(Class<?> component) {
        return discover(component).get(0).handler();
    }

    static InvalidEndpointException failure(Class<?>... components) {
        return catchThrowableOfType(InvalidEndpointException.class, () -> discover(components));
    }
}
