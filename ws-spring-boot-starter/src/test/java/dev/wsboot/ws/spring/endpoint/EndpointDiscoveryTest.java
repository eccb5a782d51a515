package dev.wsboot.ws.spring.endpoint;

import static dev.wsboot.ws.spring.endpoint.TestEndpoints.discover;
import static dev.wsboot.ws.spring.endpoint.TestEndpoints.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.WsHandler;
import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.net.SendQueuePolicy;
import dev.wsboot.ws.spring.FakeSession;
import dev.wsboot.ws.spring.OnMessage;
import dev.wsboot.ws.spring.OnOpen;
import dev.wsboot.ws.spring.WsEndpoint;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;

class EndpointDiscoveryTest {

    private final FakeSession session = new FakeSession("1");

    @Test
    void shouldFindSeveralEndpoints() {
        assertThat(discover(Chat.class, Echo.class))
                .extracting(Endpoint::path)
                .containsExactlyInAnyOrder("/chat/{room}", "/echo");
    }

    @Test
    void shouldFindNoneWhenThereIsNone() {
        assertThat(discover()).isEmpty();
    }

    @Test
    void shouldNameBeansByTheirClassAndNotByTheirPath() {
        try (var context = new AnnotationConfigApplicationContext(Chat.class)) {
            assertThat(context.getBeanNamesForType(Chat.class)).containsExactly("endpointDiscoveryTest.Chat");
        }
    }

    @Test
    void shouldPassSubprotocolsOn() {
        assertThat(discover(Chat.class).get(0).options().subprotocols()).containsExactly("v2.chat", "v1.chat");
    }

    @Test
    void shouldPassThePolicyForSlowClientsOn() {
        assertThat(discover(Chat.class).get(0).options().sendQueuePolicy()).isNull();
        assertThat(discover(Ticker.class).get(0).options().sendQueuePolicy()).isEqualTo(SendQueuePolicy.DROP_OLDEST);
    }

    @Test
    void shouldRefuseTwoPoliciesForSlowClients() {
        assertThat(failure(Undecided.class).description())
                .contains("$Undecided has a @WsEndpoint with 2 policies for its send queue.");
    }

    @Test
    void shouldTakeAHandlerAsItIs() {
        assertThat(discover(Echo.class).get(0).handler()).isInstanceOf(Echo.class);
    }

    @Test
    void shouldTakeAHandlerFromABeanMethodWithAPath() {
        var endpoint = discover(BeanMethods.class).get(0);

        assertThat(endpoint.path()).isEqualTo("/echo");
        assertThat(endpoint.handler()).isInstanceOf(PlainEcho.class);
    }

    @Test
    void shouldFindLazyBeans() {
        assertThat(discover(LazyChat.class)).hasSize(1);
    }

    @Test
    void shouldFindAnnotationsThatAreComposedOfOurs() throws Exception {
        var endpoint = discover(Composed.class).get(0);

        endpoint.handler().onOpen(session);

        assertThat(endpoint.path()).isEqualTo("/composed");
        assertThat(session.sent()).containsExactly("joined");
    }

    @Test
    void shouldCallPackagePrivateMethodsThroughAClassProxy() throws Exception {
        var endpoint = discover(Proxying.class, Chat.class).get(0);

        endpoint.handler().onText(session, "hi");

        assertThat(session.sent()).containsExactly("hi with state");
        assertThat(Proxying.calls).isEqualTo(1);
    }

    @Test
    void shouldRefuseAFinalMethodBehindAClassProxy() {
        var failure = failure(Proxying.class, FinalMethod.class);

        assertThat(failure.description()).contains("FinalMethod.say(String) is final");
        assertThat(failure.action()).isEqualTo("Remove \"final\".");
    }

    @Test
    void shouldCallMethodsThroughAnInterfaceProxy() throws Exception {
        var endpoint = discover(InterfaceProxying.class, WithInterface.class).get(0);

        endpoint.handler().onText(session, "hi");

        assertThat(session.sent()).containsExactly("hi through the interface");
    }

    @Test
    void shouldRefuseAMethodThatAnInterfaceProxyDoesNotHave() {
        var failure = failure(InterfaceProxying.class, WithoutInterface.class);

        assertThat(failure.description()).contains("WithoutInterface", "say(String)", "knows only its interfaces");
        assertThat(failure.action()).contains("spring.aop.proxy-target-class");
    }

    @Test
    void shouldRefuseAPrototype() {
        var failure = failure(Prototype.class);

        assertThat(failure.description()).contains("Prototype is no singleton");
        assertThat(failure.action()).contains("Remove the scope", "WsSession.attributes()");
    }

    @Test
    void shouldRefuseAScopedProxy() {
        assertThat(failure(ScopedProxy.class).description()).contains("ScopedProxy is no singleton");
    }

    @Test
    void shouldRefuseAnEndpointWithoutAPath() {
        var failure = failure(NoPath.class);

        assertThat(failure.description()).contains("NoPath has a @WsEndpoint without a path");
        assertThat(failure.action()).contains("@WsEndpoint(\"/chat\")");
    }

    @Test
    void shouldRefuseAnEndpointWithoutMethods() {
        var failure = failure(NoMethods.class);

        assertThat(failure.description()).contains("NoMethods has @WsEndpoint, but nothing that could be called");
        assertThat(failure.action()).contains("@OnMessage", "WsHandler");
    }

    @Test
    void shouldRefuseAHandlerWithAnnotatedMethods() {
        var failure = failure(Both.class);

        assertThat(failure.description()).contains("Both is a WsHandler and has annotated methods");
        assertThat(failure.action()).contains("implements WsHandler");
    }

    @Test
    void shouldRefuseTwoEndpointsWithOnePath() {
        var failure = failure(Echo.class, BeanMethods.class);

        assertThat(failure.description()).contains("$Echo", "$PlainEcho", " has the path /echo, and ", " has it too.");
        assertThat(failure.action()).isEqualTo("Give one of them another path.");
    }

    @Test
    void shouldRefuseOneClassAsTwoBeans() {
        var failure = failure(Echo.class, EchoOnceMore.class);

        assertThat(failure.description()).contains("$Echo is there as two beans with the path /echo.");
        assertThat(failure.action()).startsWith("Keep one");
    }

    @Test
    void shouldRefuseAPathThatTheEngineRefuses() {
        var failure = failure(BadPath.class);

        assertThat(failure.description()).contains("BadPath cannot be served: '/chat/{room' is not a path template");
        assertThat(failure.action()).contains("/chat/{room}");
        assertThat(failure).hasCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseTwoPathsThatDifferOnlyInTheNamesOfVariables() {
        assertThat(failure(Chat.class, OtherChat.class).description())
                .contains("$Chat", "$OtherChat", "/chat/{room}", "/chat/{channel}", "which matches the same.");
    }

    @WsEndpoint(
            path = "/chat/{room}",
            subprotocols = {"v2.chat", "v1.chat"})
    static class Chat {
        private final String state = "with state";

        @OnMessage
        String say(String text) {
            return text + " " + state;
        }
    }

    @WsEndpoint(path = "/ticker", sendQueuePolicy = SendQueuePolicy.DROP_OLDEST)
    static class Ticker extends Chat {}

    @WsEndpoint(
            path = "/undecided",
            sendQueuePolicy = {SendQueuePolicy.BLOCK, SendQueuePolicy.CLOSE})
    static class Undecided extends Chat {}

    @WsEndpoint("/chat/{channel}")
    static class OtherChat extends Chat {}

    @WsEndpoint("/echo")
    static class Echo implements WsHandler {
        @Override
        public void onText(WsSession session, String text) {
            session.sendText(text);
        }
    }

    static class PlainEcho extends Echo {}

    @Configuration(proxyBeanMethods = false)
    static class BeanMethods {
        @Bean
        @WsEndpoint("/echo")
        WsHandler echo() {
            return new WsHandlerHolder().handler;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class EchoOnceMore {
        @Bean
        Echo echoOnceMore() {
            return new Echo();
        }
    }

    static class WsHandlerHolder {
        final WsHandler handler = new PlainEcho();
    }

    @Lazy
    @WsEndpoint("/lazy")
    static class LazyChat extends Chat {}

    @WsEndpoint("/composed")
    @Retention(RetentionPolicy.RUNTIME)
    @interface ComposedEndpoint {}

    @ComposedEndpoint
    static class Composed {
        @OnOpen
        String join() {
            return "joined";
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Proxying {
        static int calls;

        @Bean
        static DefaultAdvisorAutoProxyCreator proxies() {
            var creator = new DefaultAdvisorAutoProxyCreator();
            creator.setProxyTargetClass(true);
            return creator;
        }

        @Bean
        static DefaultPointcutAdvisor counting() {
            calls = 0;
            return advisor(invocation -> {
                calls++;
                return invocation.proceed();
            });
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class InterfaceProxying {
        @Bean
        static DefaultAdvisorAutoProxyCreator proxies() {
            return new DefaultAdvisorAutoProxyCreator();
        }

        @Bean
        static DefaultPointcutAdvisor nothing() {
            return advisor(org.aopalliance.intercept.Joinpoint::proceed);
        }
    }

    private static DefaultPointcutAdvisor advisor(MethodInterceptor interceptor) {
        var advisor = new DefaultPointcutAdvisor(interceptor);
        advisor.setPointcut(new org.springframework.aop.support.StaticMethodMatcherPointcut() {
            @Override
            public boolean matches(java.lang.reflect.Method method, Class<?> type) {
                return method.getName().equals("say");
            }
        });
        return advisor;
    }

    @WsEndpoint("/final")
    static class FinalMethod {
        void say() {}

        @OnMessage
        final void say(String text) {}
    }

    interface Saying {
        String say(String text);
    }

    @WsEndpoint("/interface")
    static class WithInterface implements Saying {
        @Override
        @OnMessage
        public String say(String text) {
            return text + " through the interface";
        }
    }

    interface Other {
        default void say() {}
    }

    @WsEndpoint("/other")
    static class WithoutInterface implements Other {
        @OnMessage
        public void say(String text) {}
    }

    @Scope("prototype")
    @WsEndpoint("/prototype")
    static class Prototype extends Chat {}

    @Scope(scopeName = "prototype", proxyMode = ScopedProxyMode.TARGET_CLASS)
    @WsEndpoint("/scoped")
    static class ScopedProxy extends Chat {}

    @WsEndpoint
    static class NoPath extends Chat {}

    @WsEndpoint("/nothing")
    static class NoMethods {
        void say(String text) {}
    }

    @WsEndpoint("/both")
    static class Both implements WsHandler {
        @OnMessage
        void say(String text) {}
    }

    @WsEndpoint("/chat/{room")
    static class BadPath extends Chat {}
}
