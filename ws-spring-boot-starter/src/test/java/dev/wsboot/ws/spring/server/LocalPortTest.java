package dev.wsboot.ws.spring.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

class LocalPortTest {

    private final GenericApplicationContext context = new GenericApplicationContext();

    @Test
    void shouldBecomeAPropertyOfTheContextAndOfItsParents() {
        GenericApplicationContext parent = new GenericApplicationContext();
        context.setParent(parent);

        LocalPort.publish(context, 4711);

        assertThat(context.getEnvironment().getProperty("local.ws.server.port")).isEqualTo("4711");
        assertThat(parent.getEnvironment().getProperty("local.ws.server.port")).isEqualTo("4711");
    }

    @Test
    void shouldStandBesideThePortsOfOtherServers() {
        Map<String, Object> ports = new HashMap<>(Map.of("local.server.port", 8080));
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("server.ports", ports));

        LocalPort.publish(context, 4711);
        LocalPort.publish(context, 4712);

        assertThat(ports).containsEntry("local.server.port", 8080).containsEntry("local.ws.server.port", 4712);
    }

    @Test
    void shouldNotMindAMissingContext() {
        LocalPort.publish(null, 4711);
    }
}
