package dev.wsboot.ws.spring.endpoint;

import static dev.wsboot.ws.spring.endpoint.TestEndpoints.discover;
import static dev.wsboot.ws.spring.endpoint.TestEndpoints.failure;
import static dev.wsboot.ws.spring.endpoint.TestEndpoints.handler;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.UpgradeDecision;
import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.WsUpgrade;
import dev.wsboot.ws.spring.FakeSession;
import dev.wsboot.ws.spring.OnClose;
import dev.wsboot.ws.spring.OnError;
import dev.wsboot.ws.spring.OnMessage;
import dev.wsboot.ws.spring.OnOpen;
import dev.wsboot.ws.spring.PathParam;
import dev.wsboot.ws.spring.TestCodec;
import dev.wsboot.ws.spring.WsArgumentResolver;
import dev.wsboot.ws.spring.WsEndpoint;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.core.MethodParameter;
import org.springframework.core.convert.support.DefaultConversionService;

class ArgumentFactoryTest {

    private final FakeSession session = new FakeSession("1");

    @Nested
    class Messages {

        @Test
        void shouldReadGenericTypes() throws Exception {
            handler(Lists.class).onText(session, "[{\"price\":1},{\"price\":2}]");

            assertThat(session.sent()).containsExactly("2");
        }

        @Test
        void shouldReadTheTypeThatASubclassGives() throws Exception {
            handler(Concrete.class).onText(session, "{\"price\":3}");

            assertThat(session.sent()).containsExactly("3");
        }

        @Test
        void shouldCopyBytesAndLeaveTheBufferAlone() throws Exception {
            var data = java.nio.ByteBuffer.wrap(new byte[] {9, 1, 2, 9})
                    .position(1)
                    .limit(3);

            handler(Bytes.class).onBinary(session, data);

            assertThat(session.attributes().get("bytes")).isEqualTo(new byte[] {1, 2});
            assertThat(data.remaining()).isEqualTo(2);
        }

        @Test
        void shouldRefuseJsonWhenThereIsNoMapper() {
            var failure =
                    catchThrowableOfType(InvalidEndpointException.class, () -> discover(null, List.of(), Lists.class));

            assertThat(failure.description())
                    .contains("Lists.take(WsSession, List<Quote>)", "argument 2 (quotes)", "there is no JsonMapper");
            assertThat(failure.action()).contains("spring-boot-starter-jackson", "WsPayloadCodec");
        }

        record Quote(int price) {}

        @WsEndpoint("/")
        static class Lists {
            @OnMessage
            void take(WsSession session, List<Quote> quotes) {
                session.sendText(String.valueOf(quotes.get(1).price()));
            }
        }

        static class Base<T> {
            @OnMessage
            void take(T message, WsSession session) {
                session.sendText(String.valueOf(((Quote) message).price()));
            }
        }

        @WsEndpoint("/")
        static class Concrete extends Base<Quote> {}

        @WsEndpoint("/")
        static class Bytes {
            @OnMessage
            void take(WsSession session, byte[] bytes) {
                session.attributes().put("bytes", bytes);
            }
        }
    }

    @Nested
    class PathParameters {

        @Test
        void shouldBeConverted() throws Exception {
            UUID id = UUID.randomUUID();
            var parameters =
                    Map.of("number", "42", "id", id.toString(), "day", "friday", "text", "a b", "custom", "custom");
            var converted = new FakeSession("1", "/", parameters);

            handler(Converted.class).onOpen(converted);

            assertThat(converted.attributes().get("all"))
                    .isEqualTo(List.of(42, id, DayOfWeek.FRIDAY, "a b", new Custom("custom")));
        }

        @Test
        void shouldBeRefusedWith400WhenTheyCannotBeConverted() throws Exception {
            var options = discover(Numbers.class).get(0).options();

            assertThat(decide(options.upgradeCheck().check(FakeSession.upgrade("/", Map.of("n", "7"))))
                            .refusal())
                    .isNull();
            var refusal = decide(options.upgradeCheck().check(FakeSession.upgrade("/", Map.of("n", "seven"))))
                    .refusal();
            assertThat(refusal.status()).isEqualTo(400);
            assertThat(refusal.body()).contains("n").doesNotContain("seven");
        }

        @Test
        void shouldBeRefusedAtTheStartWhenThePathDoesNotHaveThem() {
            var failure = failure(Misspelled.class);

            assertThat(failure.description())
                    .contains("Misspelled.join(String)", "argument 1 (rooom)", "\"rooom\"", "/chat/{room}/{user}");
            assertThat(failure.action()).contains("Add {rooom} to the path", "[room, user]");
        }

        @Test
        void shouldBeRefusedAtTheStartWhenTheyHaveNoName() throws Exception {
            var factory = new ArgumentFactory(List.of(), new DefaultConversionService(), null);
            var nameless = new MethodParameter(Misspelled.class.getDeclaredMethod("join", String.class), 0);
            nameless.initParameterNameDiscovery(null);

            var failure = catchThrowableOfType(
                    InvalidEndpointException.class,
                    () -> factory.common(EndpointType.of(Misspelled.class, "/{rooom}"), nameless));

            assertThat(failure.description())
                    .contains("Misspelled.join(String)", "argument 1 has a @PathParam without a name");
            assertThat(failure.action()).contains("@PathParam(\"name\")", "-parameters");
        }

        @Test
        void shouldBeRefusedAtTheStartWhenThePathHasNone() {
            assertThat(failure(NoVariables.class).action()).contains("Add {room} to the path");
        }

        @Test
        void shouldBeRefusedAtTheStartWhenTheTypeCannotBeConvertedTo() {
            var failure = failure(Unconvertible.class);

            assertThat(failure.description()).contains("Unconvertible.join(Runnable)", "\"room\"");
            assertThat(failure.action()).contains("valueOf(String)");
        }

        public record Custom(String value) {
            public static Custom of(String value) {
                return new Custom(value);
            }
        }

        @WsEndpoint("/{number}/{id}/{day}/{text}/{custom}")
        static class Converted {
            @OnOpen
            void join(
                    @PathParam int number,
                    @PathParam("id") UUID uuid,
                    @PathParam DayOfWeek day,
                    @PathParam String text,
                    @PathParam Custom custom,
                    WsUpgrade upgrade,
                    WsSession session) {
                session.attributes().put("all", List.of(number, uuid, day, text, custom));
            }
        }

        @WsEndpoint("/{n}")
        static class Numbers {
            @OnOpen
            void join(@PathParam int n) {}
        }

        @WsEndpoint("/chat/{room}/{user}")
        static class Misspelled {
            @OnOpen
            void join(@PathParam String rooom) {}
        }

        @WsEndpoint("/chat")
        static class NoVariables {
            @OnOpen
            void join(@PathParam String room) {}
        }

        @WsEndpoint("/chat/{room}")
        static class Unconvertible {
            @OnOpen
            void join(@PathParam Runnable room) {}
        }

        private UpgradeDecision decide(java.util.concurrent.CompletionStage<UpgradeDecision> stage) throws Exception {
            return stage.toCompletableFuture().get(1, TimeUnit.SECONDS);
        }
    }

    @Nested
    class ArgumentsOfTheApplication {

        record User(String name) {}

        private final WsArgumentResolver users = new WsArgumentResolver() {
            @Override
            public boolean supports(MethodParameter parameter) {
                return parameter.getParameterType() == User.class;
            }

            @Override
            public Object resolve(MethodParameter parameter, WsSession session) {
                return new User("user of " + session.id());
            }
        };

        @Test
        void shouldBeAskedBeforeAnArgumentIsTakenForTheMessage() throws Exception {
            var endpoints = discover(new TestCodec(), List.of(users), Chat.class);

            endpoints.get(0).handler().onText(session, "hi");

            assertThat(session.sent()).containsExactly("user of 1: hi");
        }

        @WsEndpoint("/")
        static class Chat {
            @OnMessage
            String say(User user, String text) {
                return user.name() + ": " + text;
            }
        }
    }

    @Nested
    class WhatCannotBeProvided {

        @Test
        void shouldBeNamedWithWhatCan() {
            var failure = failure(UnknownInOpen.class);

            assertThat(failure.description())
                    .isEqualTo(UnknownInOpen.class.getName()
                            + ".join(ArrayList<String>) cannot be called:"
                            + " argument 1 (names) cannot be provided to a method with @OnOpen.");
            assertThat(failure.action()).contains("WsSession, WsUpgrade, @PathParam", "WsArgumentResolver");
        }

        @Test
        void shouldIncludeATextInOnClose() {
            assertThat(failure(TextInClose.class).action()).contains("@OnClose may take CloseEvent, WsSession");
        }

        @Test
        void shouldIncludeATextInOnError() {
            assertThat(failure(TextInError.class).action()).contains("@OnError may take an exception, WsSession");
        }

        @Test
        void shouldIncludeACloseEventInOnMessage() {
            var failure = failure(CloseInMessage.class);

            assertThat(failure.description()).contains("CloseInMessage.say(String, CloseEvent)", "argument 2");
            assertThat(failure.action()).isEqualTo("A CloseEvent exists only in a method with @OnClose.");
        }

        @Test
        void shouldIncludeAnExceptionInOnMessage() {
            assertThat(failure(ErrorInMessage.class).action())
                    .startsWith("Exceptions exist only in a method with @OnError");
        }

        @Test
        void shouldIncludeAnErrorInOnError() {
            assertThat(failure(JavaErrorInError.class).action()).contains("a subtype of Exception");
        }

        @WsEndpoint("/")
        static class UnknownInOpen {
            @OnOpen
            void join(ArrayList<String> names) {}
        }

        @WsEndpoint("/")
        static class TextInClose {
            @OnClose
            void left(String text) {}
        }

        @WsEndpoint("/")
        static class TextInError {
            @OnError
            void failed(String text) {}
        }

        @WsEndpoint("/")
        static class CloseInMessage {
            @OnMessage
            void say(String text, CloseEvent close) {}
        }

        @WsEndpoint("/")
        static class ErrorInMessage {
            @OnMessage
            void say(String text, Exception error) {}
        }

        @WsEndpoint("/")
        static class JavaErrorInError {
            @OnError
            void failed(StackOverflowError error) {}
        }
    }
}
