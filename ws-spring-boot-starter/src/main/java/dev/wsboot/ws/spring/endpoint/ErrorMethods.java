package dev.wsboot.ws.spring.endpoint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The methods of an endpoint that take exceptions. */
final class ErrorMethods {

    private final List<ErrorMethod> closestFirst;

    ErrorMethods(List<ErrorMethod> methods) {
        closestFirst = new ArrayList<>(methods);
        // Of the types that an exception has, one always extends the other, and so the deepest is the closest.
        closestFirst.sort(Comparator.comparingInt((ErrorMethod method) -> depth(method.type()))
                .reversed());
    }

    @Nullable
    HandlerMethod find(Exception error) {
        for (ErrorMethod candidate : closestFirst) {
            if (candidate.type().isInstance(error)) {
                return candidate.method();
            }
        }
        return null;
    }

    private static int depth(Class<?> type) {
        int depth = 0;
        for (Class<?> next = type.getSuperclass(); next != null; next = next.getSuperclass()) {
            depth++;
        }
        return depth;
    }

    /**
     * One of them.
     *
     * @param type what it takes
     * @param method takes it
     */
    record ErrorMethod(Class<?> type, HandlerMethod method) {}
}
