package dev.wsboot.ws.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class WsPropertiesTest {

    /** Names and defaults are a promise to operators: whoever changes one has to change it here too. */
    @Test
    void shouldBeDescribedForEditorsWithNamesAndDefaults() throws Exception {
        Map<String, String> defaults = new TreeMap<>();
        try (InputStream in = WsProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            for (JsonNode property : new JsonMapper().readTree(in).get("properties")) {
                String name = property.get("name").asString();
                assertThat(property.path("description").asString(""))
                        .as(name)
                        .isNotEmpty()
                        .doesNotStartWith("The ");
                defaults.put(name, property.path("defaultValue").asString(""));
            }
        }

        assertThat(defaults)
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("ws.compression.binary", "false"),
                        Map.entry("ws.compression.client-context-takeover", "false"),
                        Map.entry("ws.compression.enabled", "true"),
                        Map.entry("ws.compression.level", "6"),
                        Map.entry("ws.compression.server-context-takeover", "false"),
                        Map.entry("ws.compression.threshold", "256B"),
                        Map.entry("ws.handler.mode", "executor"),
                        Map.entry("ws.handler.queue-size", "256"),
                        Map.entry("ws.heartbeat.idle-timeout", "0s"),
                        Map.entry("ws.heartbeat.interval", "25s"),
                        Map.entry("ws.heartbeat.jitter", "0.1"),
                        Map.entry("ws.heartbeat.timeout", "20s"),
                        Map.entry("ws.metrics.close-codes", ""),
                        Map.entry("ws.server.address", ""),
                        Map.entry("ws.server.allowed-origins", ""),
                        Map.entry("ws.server.backlog", "4096"),
                        Map.entry("ws.server.enabled", "true"),
                        Map.entry("ws.server.handshake-timeout", "10s"),
                        Map.entry("ws.server.io-threads", ""),
                        Map.entry("ws.server.listeners", ""),
                        Map.entry("ws.server.max-connections", "0"),
                        Map.entry("ws.server.max-connections-per-ip", "0"),
                        Map.entry("ws.server.max-fragments", "1024"),
                        Map.entry("ws.server.max-frame-size", ""),
                        Map.entry("ws.server.max-message-size", "1MB"),
                        Map.entry("ws.server.max-pending-pongs", "64"),
                        Map.entry("ws.server.max-request-head", "16KB"),
                        Map.entry("ws.server.message-timeout", "60s"),
                        Map.entry("ws.server.port", "6060"),
                        Map.entry("ws.server.proxy.headers", "none"),
                        Map.entry("ws.server.proxy.protocol", "false"),
                        Map.entry("ws.server.proxy.trusted", ""),
                        Map.entry("ws.server.rate-limit-per-ip.burst", "1s"),
                        Map.entry("ws.server.rate-limit-per-ip.bytes-per-second", "0B"),
                        Map.entry("ws.server.rate-limit-per-ip.dry-run", "false"),
                        Map.entry("ws.server.rate-limit-per-ip.messages-per-second", "0"),
                        Map.entry("ws.server.rate-limit.burst", "1s"),
                        Map.entry("ws.server.rate-limit.bytes-per-second", "0B"),
                        Map.entry("ws.server.rate-limit.dry-run", "false"),
                        Map.entry("ws.server.rate-limit.messages-per-second", "0"),
                        Map.entry("ws.server.send-queue.max-messages", "16384"),
                        Map.entry("ws.server.send-queue.max-size", "1MB"),
                        Map.entry("ws.server.send-queue.policy", "close"),
                        Map.entry("ws.server.send-queue.stall-timeout", "10s"),
                        Map.entry("ws.server.ssl.bundle", ""),
                        Map.entry("ws.server.ssl.client-auth", "none"),
                        Map.entry("ws.shutdown.close-code", "1001"),
                        Map.entry("ws.shutdown.drain-window", "5s"),
                        Map.entry("ws.shutdown.retry-after", "5s"),
                        Map.entry("ws.shutdown.timeout", "5s"),
                        Map.entry("ws.topics.max-name-length", "256"),
                        Map.entry("ws.topics.max-per-session", "1000")));
    }
}
