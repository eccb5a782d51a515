package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.CloseEvent.Initiator;
import dev.wsboot.ws.MessageType;
import dev.wsboot.ws.WsLimit;
import dev.wsboot.ws.WsObserver;
import dev.wsboot.ws.WsSession;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SafeObserverTest {

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    private final List<Object> seen = new ArrayList<>();

    private WsObserver observer(Throwable error) {
        return (WsObserver) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {WsObserver.class}, (proxy, method, arguments) -> {
                    seen.add(method.getName());
                    seen.addAll(List.of(arguments));
                    if (error != null) {
                        throw error;
                    }
                    return null;
                });
    }

    /** Every event that an observer may be told of. */
    static List<Method> events() {
        return List.of(WsObserver.class.getMethods());
    }

    private static Object[] argumentsFor(Method event) {
        List<Object> arguments = new ArrayList<>();
        for (Class<?> type : event.getParameterTypes()) {
            arguments.add(
                    type == int.class || type == long.class
                            ? number(type)
                            : type == String.class
                                    ? "text"
                                    : type == Duration.class
                                            ? Duration.ofSeconds(1)
                                            : type == MessageType.class
                                                    ? MessageType.BINARY
                                                    : type == WsLimit.class
                                                            ? WsLimit.FRAGMENTS
                                                            : type == WsSession.class ? session() : closeEvent());
        }
        return arguments.toArray();
    }

    private static Object number(Class<?> type) {
        if (type == int.class) {
            return 7;
        }
        return 7L;
    }

    private static WsSession session() {
        return new TestServer().open().session();
    }

    private static CloseEvent closeEvent() {
        return new CloseEvent(1000, "", Initiator.LOCAL, Cause.CLOSE_FRAME, true);
    }

    @ParameterizedTest
    @MethodSource("events")
    void passesEveryEventOn(Method event) throws Exception {
        Object[] arguments = argumentsFor(event);
        event.invoke(SafeObserver.of(observer(null)), arguments);

        List<Object> expected = new ArrayList<>(List.of(event.getName()));
        expected.addAll(List.of(arguments));
        assertThat(seen).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("events")
    void keepsExceptionsAndErrorsAway(Method event) throws Exception {
        event.invoke(SafeObserver.of(observer(new IllegalStateException("a bug"))), argumentsFor(event));
        event.invoke(SafeObserver.of(observer(new NoClassDefFoundError("a bug"))), argumentsFor(event));

        assertThat(seen).contains(event.getName());
        errors.expect("an observer failed: java.lang.IllegalStateException: a bug");
        errors.expect("an observer failed: java.lang.NoClassDefFoundError: a bug");
    }

    @Test
    void nobodyNeedsNoProtection() {
        assertThat(SafeObserver.of(WsObserver.NONE)).isSameAs(WsObserver.NONE);
    }
}
