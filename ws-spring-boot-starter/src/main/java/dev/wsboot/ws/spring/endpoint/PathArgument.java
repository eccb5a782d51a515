package dev.wsboot.ws.spring.endpoint;

import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.WsUpgrade;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.TypeDescriptor;

/**
 * What a name in the path stands for, as the type that the method asks for.
 *
 * @param name in the path template
 * @param target what to convert to
 * @param conversion converts it
 */
record PathArgument(String name, TypeDescriptor target, ConversionService conversion) implements Argument {

    private static final TypeDescriptor TEXT = TypeDescriptor.valueOf(String.class);

    boolean isPossible() {
        return conversion.canConvert(TEXT, target);
    }

    @Override
    public @Nullable Object resolve(WsSession session, Object subject) {
        return resolve(session.upgrade());
    }

    @Nullable
    Object resolve(WsUpgrade upgrade) {
        String value = upgrade.pathParameters().get(name);
        return target.getType() == String.class ? value : conversion.convert(value, TEXT, target);
    }
}
