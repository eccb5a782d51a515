package dev.wsboot.ws.spring.endpoint;

import dev.wsboot.ws.WsSession;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** An annotated method of a bean, with everything about it decided. */
final class HandlerMethod {

    private final Object bean;
    private final Method method;
    private final Argument[] arguments;

    HandlerMethod(Object bean, Method method, Argument[] arguments) {
        this.bean = bean;
        this.method = method;
        this.arguments = arguments;
    }

    /** Calls the method and gives what it returned. */
    @Nullable
    Object call(WsSession session, Object subject) throws Exception {
        @Nullable Object[] values = new Object[arguments.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = arguments[i].resolve(session, subject);
        }
        try {
            return method.invoke(bean, values);
        } catch (InvocationTargetException e) {
            throw unwrap(e);
        }
    }

    private static Exception unwrap(InvocationTargetException wrapper) {
        Throwable thrown = wrapper.getTargetException();
        if (thrown instanceof Error error) {
            throw error;
        }
        return thrown instanceof Exception exception ? exception : wrapper;
    }
}
