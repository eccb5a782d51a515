package dev.wsboot.ws.spring.endpoint;

import dev.wsboot.ws.WsSession;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.UndeclaredThrowableException;
import org.jspecify.annotations.Nullable;

/**
 * An annotated method of a bean, with everything about it decided: one method handle that finds the arguments and calls the
 * method, which takes a third of the time of {@link Method#invoke} and allocates nothing.
 */
final class HandlerMethod {

    private static final MethodType CALL = MethodType.methodType(Object.class, WsSession.class, Object.class);

    private static final MethodHandle RESOLVE = resolve();

    private final MethodHandle call;

    /**
     * A method of a bean.
     *
     * @param method accessible
     * @param arguments one for each parameter
     */
    HandlerMethod(Object bean, Method method, Argument[] arguments) {
        MethodHandle target = handle(bean, method);
        int[] sources = new int[2 * arguments.length];
        for (int i = arguments.length - 1; i >= 0; i--) {
            Class<?> type = target.type().parameterType(i);
            MethodHandle argument = RESOLVE.bindTo(arguments[i]).asType(CALL.changeReturnType(type));
            target = MethodHandles.collectArguments(target, i, argument);
            sources[2 * i + 1] = 1; // each is found by the session, 0, and the subject, 1
        }
        MethodHandle returning = target.asType(target.type().changeReturnType(Object.class));
        call = MethodHandles.permuteArguments(returning, CALL, sources);
    }

    private static MethodHandle handle(Object bean, Method method) {
        try {
            MethodHandle handle = MethodHandles.lookup().unreflect(method);
            return Modifier.isStatic(method.getModifiers()) ? handle : handle.bindTo(bean);
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException(method + " is not accessible", e);
        }
    }

    private static MethodHandle resolve() {
        try {
            return MethodHandles.lookup().findVirtual(Argument.class, "resolve", CALL);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Calls the method and gives what it returned. */
    @Nullable
    Object call(WsSession session, Object subject) throws Exception {
        try {
            return (Object) call.invokeExact(session, subject);
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new UndeclaredThrowableException(e);
        }
    }
}
