package dev.wsboot.ws.spring.endpoint;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.WsUpgrade;
import dev.wsboot.ws.spring.PathParam;
import dev.wsboot.ws.spring.WsArgumentResolver;
import dev.wsboot.ws.spring.WsPayloadCodec;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.MethodParameter;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.TypeDescriptor;

/**
 * Decides where an argument comes from, or says why it cannot come from anywhere.
 *
 * @param resolvers of the application, asked first
 * @param conversion for path parameters
 * @param codec for messages; null where there is no JSON
 */
record ArgumentFactory(
        List<WsArgumentResolver> resolvers,
        ConversionService conversion,
        @Nullable WsPayloadCodec codec) {

    /** What every method may ask for; null where the argument must be what the method is called with. */
    @Nullable
    Argument common(EndpointType endpoint, MethodParameter parameter) {
        for (WsArgumentResolver resolver : resolvers) {
            if (resolver.supports(parameter)) {
                return (session, subject) -> resolver.resolve(parameter, session);
            }
        }
        PathParam path = parameter.getParameterAnnotation(PathParam.class);
        if (path != null) {
            return path(endpoint, parameter, path);
        }
        Class<?> type = parameter.getParameterType();
        if (type == WsSession.class) {
            return (session, subject) -> session;
        }
        return type == WsUpgrade.class ? (session, subject) -> session.upgrade() : null;
    }

    /** What the method is called with. */
    Argument subject(EndpointType endpoint, MethodParameter parameter, Callback callback) {
        Class<?> type = parameter.getParameterType();
        boolean isClose = type == CloseEvent.class;
        boolean isError = Throwable.class.isAssignableFrom(type);
        boolean fits = switch (callback) {
            case OPEN -> false;
            case MESSAGE -> !isClose && !isError;
            case CLOSE -> isClose;
            case ERROR -> type == Throwable.class || Exception.class.isAssignableFrom(type);
        };
        if (!fits) {
            throw misplaced(endpoint, parameter, callback);
        }
        return callback == Callback.MESSAGE ? message(endpoint, parameter) : (session, subject) -> subject;
    }

    private Argument message(EndpointType endpoint, MethodParameter parameter) {
        Class<?> type = parameter.getParameterType();
        if (type == String.class || type == ByteBuffer.class) {
            return (session, subject) -> subject;
        }
        return type == byte[].class ? (session, subject) -> bytes((ByteBuffer) subject) : json(endpoint, parameter);
    }

    static byte[] bytes(ByteBuffer data) {
        byte[] copy = new byte[data.remaining()];
        data.get(data.position(), copy);
        return copy;
    }

    private Argument json(EndpointType endpoint, MethodParameter parameter) {
        if (codec == null) {
            throw endpoint.error(
                    parameter,
                    "is to be read from JSON, but there is no JsonMapper.",
                    "Add spring-boot-starter-jackson to the application, or define a bean of type WsPayloadCodec, or"
                            + " take the message as String, byte[] or ByteBuffer.");
        }
        Type type = GenericTypeResolver.resolveType(parameter.getGenericParameterType(), endpoint.type());
        Function<String, @Nullable Object> reader = codec.reader(type);
        return (session, subject) -> read(reader, (String) subject);
    }

    private static Object read(Function<String, @Nullable Object> reader, String text)
            throws UnreadableMessageException {
        Object value;
        try {
            value = reader.apply(text);
        } catch (RuntimeException e) {
            throw new UnreadableMessageException(e);
        }
        if (value == null) {
            throw new UnreadableMessageException(new IllegalArgumentException("The message is null"));
        }
        return value;
    }

    private PathArgument path(EndpointType endpoint, MethodParameter parameter, PathParam annotation) {
        String name = annotation.value().isEmpty() ? parameter.getParameterName() : annotation.value();
        if (name == null) {
            throw endpoint.error(
                    parameter,
                    "has a @PathParam without a name, and the class was compiled without parameter names.",
                    "Write @PathParam(\"name\"), or compile with -parameters.");
        }
        if (!endpoint.variables().contains(name)) {
            throw endpoint.error(
                    parameter,
                    "has the @PathParam \"" + name + "\", which the path " + endpoint.path() + " does not have.",
                    endpoint.variables().isEmpty()
                            ? "Add {" + name + "} to the path, or remove the argument."
                            : "Add {" + name + "} to the path, or use one of " + endpoint.variables() + ".");
        }
        PathArgument argument = new PathArgument(name, new TypeDescriptor(parameter), conversion);
        if (!argument.isPossible()) {
            throw endpoint.error(
                    parameter,
                    "has the @PathParam \"" + name + "\" of a type that text cannot be converted to.",
                    "Take it as String, or give the type a public static method valueOf(String) or of(String).");
        }
        return argument;
    }

    private static InvalidEndpointException misplaced(
            EndpointType endpoint, MethodParameter parameter, Callback callback) {
        Class<?> type = parameter.getParameterType();
        String action;
        if (type == CloseEvent.class) {
            action = "A CloseEvent exists only in a method with @OnClose.";
        } else if (Throwable.class.isAssignableFrom(type)) {
            action =
                    "Exceptions exist only in a method with @OnError, as Throwable, Exception or a subtype of Exception.";
        } else {
            action =
                    "A method with %s may take %sWsSession, WsUpgrade, @PathParam, and what a bean of type WsArgumentResolver supports."
                            .formatted(
                                    callback,
                                    switch (callback) {
                                        case OPEN -> "";
                                        case MESSAGE -> "one message, ";
                                        case CLOSE -> "CloseEvent, ";
                                        case ERROR -> "an exception, ";
                                    });
        }
        return endpoint.error(parameter, "cannot be provided to a method with " + callback + ".", action);
    }
}
