package dev.wsboot.ws.protocol;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Measures what a connection keeps: the capacity of all buffers that can be reached from it. */
final class Retained {

    /** The fields of the classes that hold something. */
    private static final Map<Class<?>, List<Field>> FIELDS = Stream.of(
                    WebSocketProtocol.class,
                    MessageReader.class,
                    FrameParser.class,
                    MessageAssembler.class,
                    MessageContent.class,
                    PayloadBuffer.class)
            .collect(Collectors.toMap(type -> type, Retained::fieldsOf));

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private int sum;

    private Retained() {}

    static int bytes(WebSocketProtocol protocol) {
        Retained retained = new Retained();
        retained.visit(protocol);
        return retained.sum;
    }

    static long bytesIn(PayloadBuffer buffer) {
        Retained retained = new Retained();
        retained.visit(buffer);
        return retained.sum;
    }

    private void visit(@Nullable Object object) {
        if (object == null || !seen.add(object)) {
            return;
        }
        if (object instanceof ByteBuffer buffer) {
            sum += buffer.capacity();
        }
        if (object instanceof List<?> list) {
            list.forEach(this::visit);
        }
        for (Field field : FIELDS.getOrDefault(object.getClass(), List.of())) {
            visit(valueOf(field, object));
        }
    }

    private static @Nullable Object valueOf(Field field, Object owner) {
        try {
            return field.get(owner);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Field> fieldsOf(Class<?> type) {
        return Stream.of(type.getDeclaredFields())
                .filter(field -> !Modifier.isStatic(field.getModifiers()))
                .filter(field -> !field.getType().isPrimitive())
                .peek(field -> field.setAccessible(true))
                .toList();
    }
}
