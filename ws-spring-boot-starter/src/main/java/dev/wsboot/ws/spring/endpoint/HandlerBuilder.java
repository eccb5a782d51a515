package dev.wsboot.ws.spring.endpoint;

import dev.wsboot.ws.WsHandler;
import dev.wsboot.ws.net.EndpointOptions;
import dev.wsboot.ws.protocol.MessageLimits;
import dev.wsboot.ws.spring.endpoint.ErrorMethods.ErrorMethod;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.util.ReflectionUtils;

/** Builds the handler of one bean, one annotated method after the other. */
final class HandlerBuilder {

    private final EndpointType endpoint;
    private final Object bean;
    private final ArgumentFactory factory;
    private final Replies replies;

    private final Map<String, Method> taken = new HashMap<>();
    private final List<PathArgument> converted = new ArrayList<>();
    private final List<ErrorMethod> errors = new ArrayList<>();
    private @Nullable HandlerMethod open;
    private @Nullable HandlerMethod text;
    private @Nullable HandlerMethod binary;
    private @Nullable HandlerMethod close;
    private @Nullable Method whole;
    private @Nullable Method inParts;

    HandlerBuilder(EndpointType endpoint, Object bean, ArgumentFactory factory) {
        this.endpoint = endpoint;
        this.bean = bean;
        this.factory = factory;
        this.replies = new Replies(factory.codec());
    }

    WsHandler handler() {
        return new AnnotatedHandler(open, text, binary, close, new ErrorMethods(errors), replies);
    }

    /** Adds to the options what the methods need: a check of the path, if they want more of it than text; parts. */
    EndpointOptions options(EndpointOptions options) {
        EndpointOptions checked = converted.isEmpty()
                ? options
                : options.withUpgradeCheck(new PathCheck(List.copyOf(converted), options.upgradeCheck()));
        return inParts == null ? checked : checked.withParts(MessageLimits.UNBOUNDED_PARTS);
    }

    void add(Method method, Callback callback) {
        requireCallable(method, callback);
        requireSendable(method, callback);
        Argument[] arguments = new Argument[method.getParameterCount()];
        List<MethodParameter> subjects = provideCommon(method, arguments);
        boolean parts = callback == Callback.MESSAGE && Part.isTakenBy(subjects);
        Class<?> subject = null;
        for (MethodParameter parameter : subjects) {
            int index = parameter.getParameterIndex();
            if (parts && Part.isFlag(parameter)) {
                arguments[index] = Part.LAST;
            } else {
                arguments[index] =
                        parts ? Part.content(endpoint, parameter) : factory.subject(endpoint, parameter, callback);
                subject = requireSingle(subject, parameter, callback);
            }
        }
        if (callback == Callback.MESSAGE) {
            requireAllAlike(method, parts);
        }
        put(method, callback, subject, new HandlerMethod(bean, invocable(method), arguments));
    }

    /** Provides what every method may ask for, and gives back the others: what the method is called with. */
    private List<MethodParameter> provideCommon(Method method, Argument[] arguments) {
        List<MethodParameter> subjects = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            MethodParameter parameter = new MethodParameter(method, i).withContainingClass(endpoint.type());
            Argument argument = factory.common(endpoint, parameter);
            if (argument == null) {
                subjects.add(parameter);
                continue;
            }
            if (argument instanceof PathArgument path && path.target().getType() != String.class) {
                converted.add(path);
            }
            arguments[i] = argument;
        }
        return subjects;
    }

    /** The engine delivers either whole messages or parts to one endpoint. */
    private void requireAllAlike(Method method, boolean parts) {
        if (parts) {
            inParts = method;
        } else {
            whole = method;
        }
        if (inParts != null && whole != null) {
            throw endpoint.error(
                    "takes messages in parts by " + EndpointType.signature(inParts) + ", but whole ones by "
                            + EndpointType.signature(whole) + ".",
                    "Let both take parts (String, byte[] or ByteBuffer, and boolean last), or none.");
        }
    }

    private void put(Method method, Callback callback, @Nullable Class<?> subject, HandlerMethod built) {
        switch (callback) {
            case OPEN -> {
                requireFree("@OnOpen", method);
                open = built;
            }
            case CLOSE -> {
                requireFree("@OnClose", method);
                close = built;
            }
            case ERROR -> {
                Class<?> type = subject == null ? Exception.class : subject;
                requireFree("@OnError for " + (type == Throwable.class ? Exception.class : type).getName(), method);
                errors.add(new ErrorMethod(type, built));
            }
            case MESSAGE -> putMessage(method, subject, built);
        }
    }

    private void putMessage(Method method, @Nullable Class<?> subject, HandlerMethod built) {
        if (subject == null) {
            throw endpoint.error(
                    method,
                    "takes no message, so that there is no telling which kind it is for.",
                    "Add an argument of type String or a type to read JSON into for text, byte[] or ByteBuffer for binary.");
        }
        if (subject == byte[].class || subject == ByteBuffer.class) {
            requireFree("@OnMessage for binary", method);
            binary = built;
        } else {
            requireFree("@OnMessage for text", method);
            text = built;
        }
    }

    private void requireFree(String what, Method method) {
        Method other = taken.putIfAbsent(what, method);
        if (other != null) {
            throw endpoint.error(
                    "has two methods with " + what + ": " + EndpointType.signature(other) + " and "
                            + EndpointType.signature(method) + ".",
                    what.startsWith("@OnMessage")
                            ? "Keep one for text (String or JSON) and one for binary (byte[] or ByteBuffer)."
                            : "Keep one of them.");
        }
    }

    private Class<?> requireSingle(@Nullable Class<?> earlier, MethodParameter parameter, Callback callback) {
        if (earlier != null) {
            String what = callback == Callback.MESSAGE ? "message" : earlier.getSimpleName();
            throw endpoint.error(
                    parameter,
                    "is a second " + what + ", after one of type " + earlier.getSimpleName() + ".",
                    callback == Callback.MESSAGE
                            ? "Keep one. What comes from the path needs @PathParam; other values need a bean of type"
                                    + " WsArgumentResolver."
                            : "Keep one of them.");
        }
        return parameter.getParameterType();
    }

    private void requireCallable(Method method, Callback callback) {
        if (Modifier.isPrivate(method.getModifiers())) {
            throw endpoint.error(
                    method, "is private, and proxies cannot pass " + callback + " on to it.", "Remove \"private\".");
        }
        if (Modifier.isStatic(method.getModifiers())) {
            throw endpoint.error(
                    method, "is static, and " + callback + " is for methods of the bean.", "Remove \"static\".");
        }
        if (Modifier.isFinal(method.getModifiers()) && AopUtils.isCglibProxy(bean)) {
            throw endpoint.error(
                    method,
                    "is final, and the bean's proxy cannot pass " + callback + " on to it.",
                    "Remove \"final\".");
        }
    }

    private void requireSendable(Method method, Callback callback) {
        ResolvableType type = ResolvableType.forMethodReturnType(method, endpoint.type());
        Class<?> returned = type.resolve(Object.class);
        if (callback == Callback.CLOSE && returned != void.class) {
            throw endpoint.error(
                    method, "returns something, but after @OnClose nothing can be sent.", "Let it return void.");
        }
        if (CompletionStage.class.isAssignableFrom(returned)) {
            returned = type.as(CompletionStage.class).getGeneric(0).resolve(Object.class);
        }
        if (!replies.canSend(returned)) {
            throw endpoint.error(
                    method,
                    "returns a " + returned.getSimpleName() + " to be sent as JSON, but there is no JsonMapper.",
                    "Add spring-boot-starter-jackson to the application, or define a bean of type WsPayloadCodec, or"
                            + " return void, String, byte[] or ByteBuffer.");
        }
    }

    private Method invocable(Method method) {
        try {
            Method invocable = AopUtils.selectInvocableMethod(method, bean.getClass());
            ReflectionUtils.makeAccessible(invocable);
            return invocable;
        } catch (IllegalStateException e) {
            throw endpoint.error(
                    "is behind a proxy that knows only its interfaces, and " + EndpointType.signature(method)
                            + " is in none of them.",
                    "Remove spring.aop.proxy-target-class=false, or move the method into an interface.",
                    e);
        }
    }
}
