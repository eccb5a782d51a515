package dev.wsboot.ws.spring;

import java.lang.reflect.Type;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns text messages into objects and back. There is one bean of this type: JSON by the application's
 * {@code JsonMapper}, unless the application brings its own.
 */
public interface WsPayloadCodec {

    /**
     * Prepares to read messages of one type. Asked once for an argument, when the application starts.
     *
     * @param type the argument's type, generics included
     * @return reads one message. An exception that it throws means that the message is not acceptable, and so does null
     */
    Function<String, @Nullable Object> reader(Type type);

    /**
     * Writes a message.
     *
     * @param message what was returned or published, never a text and never bytes
     * @return the text to send
     */
    String write(Object message);
}
