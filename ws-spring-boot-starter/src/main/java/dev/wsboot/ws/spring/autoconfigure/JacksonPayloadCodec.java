package dev.wsboot.ws.spring.autoconfigure;

import dev.wsboot.ws.spring.WsPayloadCodec;
import java.lang.reflect.Type;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON as the application has it configured.
 *
 * @param mapper of the application
 */
record JacksonPayloadCodec(JsonMapper mapper) implements WsPayloadCodec {

    @Override
    public Function<String, @Nullable Object> reader(Type type) {
        ObjectReader reader = mapper.readerFor(mapper.constructType(type));
        return reader::readValue;
    }

    @Override
    public String write(Object message) {
        return mapper.writeValueAsString(message);
    }
}
