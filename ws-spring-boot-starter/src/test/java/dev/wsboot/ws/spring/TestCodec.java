package dev.wsboot.ws.spring;

import java.lang.reflect.Type;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;

/** JSON without an application. */
public final class TestCodec implements WsPayloadCodec {

    private final JsonMapper mapper = new JsonMapper();

    @Override
    public Function<String, Object> reader(Type type) {
        return mapper.readerFor(mapper.constructType(type))::readValue;
    }

    @Override
    public String write(Object message) {
        return mapper.writeValueAsString(message);
    }
}
