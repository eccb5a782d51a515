package dev.wsboot.ws.spring.endpoint;

import java.nio.ByteBuffer;
import java.util.List;
import org.springframework.core.MethodParameter;

/**
 * A part of a message, for methods that take messages as they arrive: {@code (String part, boolean last)} or the same with
 * bytes.
 *
 * @param content text as String, bytes as ByteBuffer
 * @param last whether the message ends with it
 */
record Part(Object content, boolean last) {

    static final Argument LAST = (session, subject) -> ((Part) subject).last();

    /** Whether a method takes parts: it asks for two things that come with a message, and one of them is a flag. */
    static boolean isTakenBy(List<MethodParameter> subjects) {
        return subjects.size() == 2 && subjects.stream().anyMatch(Part::isFlag);
    }

    static boolean isFlag(MethodParameter parameter) {
        return parameter.getParameterType() == boolean.class;
    }

    static Argument content(EndpointType endpoint, MethodParameter parameter) {
        Class<?> type = parameter.getParameterType();
        if (type == byte[].class) {
            return (session, subject) -> ArgumentFactory.bytes((ByteBuffer) ((Part) subject).content());
        }
        if (type == String.class || type == ByteBuffer.class) {
            return (session, subject) -> ((Part) subject).content();
        }
        throw endpoint.error(
                parameter,
                "is to be read from JSON, but the boolean beside it asks for parts of messages.",
                "Take the parts as String, byte[] or ByteBuffer, or remove the boolean.");
    }
}
