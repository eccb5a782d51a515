package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.StreamedMessage;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What an idle connection holds, object by object, so that none comes to it unnoticed. Sizes are those of a 64-bit JVM with
 * compressed references, computed from the fields, so that they are the same in every JVM. docs/memory.md has them as
 * measured.
 */
class IdleConnectionTest {

    private static final int OBJECT_HEADER = 12;
    private static final int ARRAY_HEADER = 16;

    private final TestServer server = new TestServer();

    @Test
    void holdsNoMoreThanIsWrittenDown() {
        Set<Object> shared = sharedByAll();

        assertThat(sizes(beIdle(server.open()), shared)).isEqualTo(EXPECTED);
    }

    /** What fragments need, of either direction, goes with them. */
    @Test
    void holdsNothingMoreBehindMessagesInParts() {
        Set<Object> shared = sharedByAll();
        Peer peer = server.open();
        peer.sends(Frames.frame(0x01, "61"), Frames.frame(0x80, "62"));
        peer.session().send(StreamedMessage.text(List.of("a", "b").iterator()));
        peer.session().sendText("c");
        peer.session().sendTextPart("d", false);
        peer.session().sendTextPart("e", true);
        server.run();
        peer.expect(
                Frames.frame(0x01, "61"),
                Frames.frame(0x00, "62"),
                Frames.frame(0x80, ""),
                Frames.text("c"),
                Frames.frame(0x01, "64"),
                Frames.frame(0x80, "65"));

        assertThat(sizes(beIdle(peer), shared)).isEqualTo(EXPECTED);
    }

    private Set<Object> sharedByAll() {
        server.heartbeat = new Heartbeat(Duration.ofSeconds(10), Duration.ofSeconds(4), 0, Duration.ZERO);
        return reachable(beIdle(server.open()).connection, Set.of());
    }

    private static Map<String, Integer> sizes(Peer peer, Set<Object> shared) {
        Map<String, Integer> sizes = new TreeMap<>();
        for (Object each : reachable(peer.connection, shared)) {
            if (!isThePlatforms(each)) {
                sizes.merge(each.getClass().getSimpleName(), sizeOf(each), Integer::sum);
            }
        }
        sizes.computeIfPresent("byte[]", (type, head) -> head - headOf(peer));
        return sizes;
    }

    private static final Map<String, Integer> EXPECTED = new TreeMap<>(Map.ofEntries(
            Map.entry("Callbacks", 24),
            Map.entry("Connection", 64),
            Map.entry("InlineCalls", 24),
            Map.entry("Liveness", 56),
            Map.entry("MessageSender", 32),
            Map.entry("Outbound", 48),
            Map.entry("Session", 72),
            Map.entry("SessionEnd", 48),
            Map.entry("UpgradeRequest", 24),
            Map.entry("WebSocketConnection", 72),
            Map.entry("WebSocketProtocol", 40),
            Map.entry("WsUpgrade", 32),
            Map.entry("byte[]", 0)));

    private Peer beIdle(Peer peer) {
        peer.sends(Frames.text("a".repeat(64)));
        server.advance(Duration.ofSeconds(10));
        peer.sends(Frames.frame(0x8A, "0000000000000001"));
        peer.receives();
        return peer;
    }

    /** The request line and the host are kept, and are as long as they are. */
    private static int headOf(Peer peer) {
        int length = "GET /ws HTTP/1.1\r\nHost: localhost:6060\r\n\r\n".length();
        assertThat(peer.session().upgrade().host()).isEqualTo("localhost:6060");
        return aligned(ARRAY_HEADER + length);
    }

    private static boolean isThePlatforms(Object object) {
        return object instanceof Transport || object instanceof InetSocketAddress;
    }

    /** Everything that this project's objects refer to, and what those do. */
    private static Set<Object> reachable(Object from, Set<Object> without) {
        Set<Object> found = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> next = new ArrayDeque<>();
        next.add(from);
        while (!next.isEmpty()) {
            Object each = next.remove();
            if (without.contains(each) || !found.add(each)) {
                continue;
            }
            boolean ours = each.getClass().getName().startsWith("dev.wsboot.");
            if (ours && !(each instanceof Enum) && !isThePlatforms(each)) {
                fields(each.getClass())
                        .filter(field -> !field.getType().isPrimitive())
                        .map(field -> valueOf(field, each))
                        .filter(value -> value != null)
                        .forEach(next::add);
            }
        }
        return found;
    }

    private static Stream<Field> fields(Class<?> type) {
        Stream<Field> own =
                Stream.of(type.getDeclaredFields()).filter(field -> !Modifier.isStatic(field.getModifiers()));
        return type == Object.class ? own : Stream.concat(own, fields(type.getSuperclass()));
    }

    private static Object valueOf(Field field, Object owner) {
        try {
            field.setAccessible(true);
            return field.get(owner);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static int sizeOf(Object object) {
        if (object instanceof byte[] bytes) {
            return aligned(ARRAY_HEADER + bytes.length);
        }
        return aligned(OBJECT_HEADER
                + fields(object.getClass())
                        .mapToInt(field -> sizeOf(field.getType()))
                        .sum());
    }

    private static int sizeOf(Class<?> type) {
        if (type == long.class || type == double.class) {
            return 8;
        }
        return type == boolean.class || type == byte.class ? 1 : 4;
    }

    private static int aligned(int size) {
        return (size + 7) & ~7;
    }
}
