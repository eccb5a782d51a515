package dev.wsboot.ws.spring.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;

import dev.wsboot.ws.WsSession;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.util.ReflectionUtils;

class HandlerMethodTest {

    private static final Argument SESSION = (session, subject) -> session;
    private static final Argument SUBJECT = (session, subject) -> subject;
    private static final Argument NOTHING = (session, subject) -> null;

    private final WsSession session = mock(WsSession.class);

    private static HandlerMethod method(Object bean, Class<?> type, String name, Argument... arguments) {
        Method method = Arrays.stream(type.getDeclaredMethods())
                .filter(declared -> declared.getName().equals(name) && !declared.isBridge())
                .findFirst()
                .orElseThrow();
        ReflectionUtils.makeAccessible(method);
        return new HandlerMethod(bean, method, arguments);
    }

    private @Nullable Object call(String name, Object subject, Argument... arguments) throws Exception {
        return method(new Bean(), Bean.class, name, arguments).call(session, subject);
    }

    @Test
    void shouldBringEachArgumentToItsPlace() throws Exception {
        assertThat(call("all", "a", SUBJECT, SESSION, (s, subject) -> 7, SUBJECT))
                .isEqualTo("a " + session + " 7 a");
    }

    @Test
    void shouldCallWithoutArguments() throws Exception {
        assertThat(call("none", "a")).isEqualTo("none");
    }

    @Test
    void shouldGiveNullForVoid() throws Exception {
        assertThat(call("nothing", "a")).isNull();
    }

    @Test
    void shouldBoxAndUnbox() throws Exception {
        assertThat(call("next", 41, SUBJECT)).isEqualTo(42L);
        assertThat(call("next", (short) 41, SUBJECT)).isEqualTo(42L);
    }

    @Test
    void shouldRefuseWhatDoesNotFit() {
        assertThatNullPointerException().isThrownBy(() -> call("next", "a", NOTHING));
        assertThatThrownBy(() -> call("next", "a", SUBJECT)).isInstanceOf(ClassCastException.class);
        assertThatThrownBy(() -> call("length", 41, SUBJECT)).isInstanceOf(ClassCastException.class);
    }

    @Test
    void shouldTakeAnArrayAsTheVariableArguments() throws Exception {
        assertThat(call("many", new String[] {"a", "b"}, SUBJECT)).isEqualTo("[a, b]");
    }

    @Test
    void shouldCallStaticMethods() throws Exception {
        assertThat(call("length", "abc", SUBJECT)).isEqualTo(3);
    }

    @Test
    void shouldCallWhatOverrides() throws Exception {
        Bean overriding = new Bean() {
            @Override
            String none() {
                return "overridden";
            }
        };
        assertThat(method(overriding, Bean.class, "none").call(session, "a")).isEqualTo("overridden");
    }

    @Test
    void shouldCallGenericMethods() throws Exception {
        assertThat(method(new Upper(), Upper.class, "apply", SUBJECT).call(session, "a"))
                .isEqualTo("A");
        assertThat(method(new Upper(), Function.class, "apply", SUBJECT).call(session, "a"))
                .isEqualTo("A");
    }

    @Test
    void shouldCallThroughProxies() throws Exception {
        Object ofInterface = new ProxyFactory(Function.class, (MethodInterceptor)
                        invocation -> "proxied " + invocation.getArguments()[0])
                .getProxy();
        assertThat(method(ofInterface, Function.class, "apply", SUBJECT).call(session, "a"))
                .isEqualTo("proxied a");

        ProxyFactory ofClass = new ProxyFactory(new Bean());
        ofClass.setProxyTargetClass(true);
        ofClass.addAdvice((MethodInterceptor) invocation -> "proxied " + invocation.proceed());
        assertThat(method(ofClass.getProxy(), Bean.class, "none").call(session, "a"))
                .isEqualTo("proxied none");
    }

    @Test
    void shouldThrowWhatIsThrown() {
        for (Throwable thrown :
                new Throwable[] {new IOException(), new IllegalStateException(), new AssertionError()}) {
            assertThatThrownBy(() -> call("fail", thrown, SUBJECT)).isSameAs(thrown);
        }
        Throwable neither = new Throwable();
        assertThatThrownBy(() -> call("fail", neither, SUBJECT))
                .isInstanceOf(UndeclaredThrowableException.class)
                .hasCause(neither);
    }

    @Test
    void shouldThrowWhatAnArgumentThrows() {
        IOException thrown = new IOException();
        assertThatThrownBy(() -> call("length", "a", (s, subject) -> {
                    throw thrown;
                }))
                .isSameAs(thrown);
    }

    static class Bean {

        String all(String text, WsSession session, int number, Object subject) {
            return text + " " + session + " " + number + " " + subject;
        }

        String none() {
            return "none";
        }

        void nothing() {}

        long next(int number) {
            return number + 1L;
        }

        String many(String... texts) {
            return Arrays.toString(texts);
        }

        static int length(String text) {
            return text.length();
        }

        void fail(Throwable how) throws Throwable {
            throw how;
        }
    }

    static class Upper implements Function<String, String> {

        @Override
        public String apply(String text) {
            return text.toUpperCase(Locale.ROOT);
        }
    }
}
