package dev.wsboot.ws.spring.endpoint;

import dev.wsboot.ws.spring.OnClose;
import dev.wsboot.ws.spring.OnError;
import dev.wsboot.ws.spring.OnMessage;
import dev.wsboot.ws.spring.OnOpen;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.EnumSet;
import java.util.Set;
import org.springframework.core.annotation.AnnotatedElementUtils;

/** What a method may be called for. */
enum Callback {
    OPEN(OnOpen.class),
    MESSAGE(OnMessage.class),
    CLOSE(OnClose.class),
    ERROR(OnError.class);

    private final Class<? extends Annotation> annotation;

    Callback(Class<? extends Annotation> annotation) {
        this.annotation = annotation;
    }

    static Set<Callback> of(Method method) {
        Set<Callback> callbacks = EnumSet.noneOf(Callback.class);
        for (Callback callback : values()) {
            if (AnnotatedElementUtils.hasAnnotation(method, callback.annotation)) {
                callbacks.add(callback);
            }
        }
        return callbacks;
    }

    @Override
    public String toString() {
        return "@" + annotation.getSimpleName();
    }
}
