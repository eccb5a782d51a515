package dev.wsboot.ws.spring.endpoint;

import static dev.wsboot.ws.spring.endpoint.TestEndpoints.discover;
import static dev.wsboot.ws.spring.endpoint.TestEndpoints.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.protocol.MessageLimits;
import dev.wsboot.ws.spring.OnClose;
import dev.wsboot.ws.spring.OnError;
import dev.wsboot.ws.spring.OnMessage;
import dev.wsboot.ws.spring.OnOpen;
import dev.wsboot.ws.spring.WsEndpoint;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class HandlerBuilderTest {

    @Test
    void shouldRefuseTwoMethodsForText() {
        var failure = failure(TwoForText.class);

        assertThat(failure.description())
                .contains(
                        "TwoForText has two methods with @OnMessage for text",
                        "one(String)",
                        "other(Map<String, String>)");
        assertThat(failure.action()).contains("one for text", "one for binary");
    }

    @Test
    void shouldRefuseTwoMethodsForBinary() {
        assertThat(failure(TwoForBinary.class).description())
                .contains("two methods with @OnMessage for binary", "one(byte[])", "other(ByteBuffer)");
    }

    @Test
    void shouldRefuseTwoMethodsForTheSameEvent() {
        assertThat(failure(TwoForOpen.class).description()).contains("two methods with @OnOpen:");
        assertThat(failure(TwoForClose.class).description()).contains("two methods with @OnClose:");
        assertThat(failure(TwoForClose.class).action()).isEqualTo("Keep one of them.");
    }

    @Test
    void shouldRefuseTwoMethodsForTheSameException() {
        assertThat(failure(TwoForAll.class).description())
                .contains("two methods with @OnError for java.lang.Exception", "one()", "other(Throwable)");
    }

    @Test
    void shouldRefuseTwoMessagesInOneMethod() {
        var failure = failure(TwoMessages.class);

        assertThat(failure.description())
                .contains("say(String, Integer)", "argument 2 (room) is a second message, after one of type String");
        assertThat(failure.action()).contains("@PathParam", "WsArgumentResolver");
    }

    @Test
    void shouldRefuseTwoExceptionsInOneMethod() {
        var failure = failure(TwoExceptions.class);

        assertThat(failure.description()).contains("is a second IllegalStateException");
        assertThat(failure.action()).isEqualTo("Keep one of them.");
    }

    @Test
    void shouldRefusePartsBesideWholeMessages() {
        for (Class<?> mixture : List.of(PartsAndWhole.class, WholeAndParts.class)) {
            var failure = failure(mixture);

            assertThat(failure.description())
                    .endsWith("takes messages in parts by take(String, boolean), but whole ones by take(byte[]).");
            assertThat(failure.action())
                    .isEqualTo("Let both take parts (String, byte[] or ByteBuffer, and boolean last), or none.");
        }
    }

    @Test
    void shouldRefusePartsOfJson() {
        var failure = failure(JsonParts.class);

        assertThat(failure.description())
                .contains("take(Map<String, String>, boolean)", "argument 1 (part) is to be read from JSON");
        assertThat(failure.action()).contains("remove the boolean");
    }

    @Test
    void shouldRefuseTwoMethodsForPartsOfText() {
        assertThat(failure(TwoForParts.class).description()).contains("two methods with @OnMessage for text");
    }

    @Test
    void shouldRefuseAFlagWithoutAPart() {
        assertThat(failure(TwoFlags.class).description()).contains("say(boolean, boolean) takes no message");
    }

    @Test
    void shouldAskForPartsOnlyWhereAMethodTakesThem() {
        assertThat(discover(OnlyParts.class).get(0).options().partLimits()).isEqualTo(MessageLimits.UNBOUNDED_PARTS);
        assertThat(discover(OneFlag.class).get(0).options().partLimits()).isNull();
    }

    @Test
    void shouldRefuseAMessageMethodWithoutAMessage() {
        var failure = failure(NoMessage.class);

        assertThat(failure.description()).contains("NoMessage.say(WsSession) takes no message");
        assertThat(failure.action()).contains("String", "ByteBuffer");
    }

    @Test
    void shouldRefusePrivateAndStaticMethods() {
        assertThat(failure(Private.class).description()).contains("Private.join() is private");
        assertThat(failure(Private.class).action()).isEqualTo("Remove \"private\".");
        assertThat(failure(Static.class).description()).contains("Static.join() is static");
        assertThat(failure(Static.class).action()).isEqualTo("Remove \"static\".");
    }

    @Test
    void shouldRefuseAReplyToTheEnd() {
        var failure = failure(ReplyToClose.class);

        assertThat(failure.description()).contains("ReplyToClose.left() returns something");
        assertThat(failure.action()).contains("void");
    }

    @Test
    void shouldRefuseAJsonReplyWhenThereIsNoMapper() {
        for (Class<?> type : List.of(JsonReply.class, JsonReplyLater.class)) {
            var failure = catchThrowableOfType(InvalidEndpointException.class, () -> discover(null, List.of(), type));

            assertThat(failure.description()).contains("returns a Map to be sent as JSON, but there is no JsonMapper");
            assertThat(failure.action()).contains("spring-boot-starter-jackson");
        }
    }

    @Test
    void shouldTakeRepliesThatNeedNoMapper() {
        assertThat(discover(null, List.of(), PlainReplies.class)).hasSize(1);
    }

    @Test
    void shouldTakeOneMethodForSeveralEvents() {
        assertThat(discover(OpenAndClose.class)).hasSize(1);
    }

    @WsEndpoint("/")
    static class TwoForText {
        @OnMessage
        void one(String text) {}

        @OnMessage
        void other(Map<String, String> json) {}
    }

    @WsEndpoint("/")
    static class TwoForBinary {
        @OnMessage
        void one(byte[] bytes) {}

        @OnMessage
        void other(ByteBuffer data) {}
    }

    @WsEndpoint("/")
    static class TwoForOpen {
        @OnOpen
        void one() {}

        @OnOpen
        void other() {}
    }

    @WsEndpoint("/")
    static class TwoForClose {
        @OnClose
        void one() {}

        @OnClose
        void other() {}
    }

    @WsEndpoint("/")
    static class TwoForAll {
        @OnError
        void one() {}

        @OnError
        void other(Throwable error) {}
    }

    @WsEndpoint("/")
    static class TwoMessages {
        @OnMessage
        void say(String text, Integer room) {}
    }

    @WsEndpoint("/")
    static class TwoExceptions {
        @OnError
        void failed(IllegalStateException one, RuntimeException other) {}
    }

    @WsEndpoint("/")
    static class NoMessage {
        @OnMessage
        void say(WsSession session) {}
    }

    @WsEndpoint("/")
    static class Private {
        @OnOpen
        private void join() {}
    }

    @WsEndpoint("/")
    static class Static {
        @OnOpen
        static void join() {}
    }

    @WsEndpoint("/")
    static class ReplyToClose {
        @OnClose
        String left() {
            return "";
        }
    }

    @WsEndpoint("/")
    static class JsonReply {
        @OnOpen
        Map<String, String> join() {
            return Map.of();
        }
    }

    @WsEndpoint("/")
    static class JsonReplyLater {
        @OnOpen
        CompletableFuture<Map<String, String>> join() {
            return CompletableFuture.completedFuture(Map.of());
        }
    }

    @WsEndpoint("/")
    static class PlainReplies {
        @OnOpen
        CompletionStage<String> join() {
            return CompletableFuture.completedFuture("");
        }

        @OnMessage
        Object text(String text) {
            return text;
        }

        @OnMessage
        ByteBuffer binary(byte[] bytes) {
            return ByteBuffer.wrap(bytes);
        }

        @OnError
        CompletionStage<Void> failed(Exception error) {
            return CompletableFuture.completedFuture(null);
        }
    }

    @WsEndpoint("/")
    static class OpenAndClose {
        @OnOpen
        @OnClose
        void changed(WsSession session) {}
    }

    @WsEndpoint("/")
    static class PartsAndWhole {
        @OnMessage
        void take(String part, boolean last) {}

        @OnMessage
        void take(byte[] data) {}
    }

    @WsEndpoint("/")
    static class WholeAndParts {
        @OnMessage
        void take(byte[] data) {}

        @OnMessage
        void take(String part, boolean last) {}
    }

    @WsEndpoint("/")
    static class JsonParts {
        @OnMessage
        void take(Map<String, String> part, boolean last) {}
    }

    @WsEndpoint("/")
    static class TwoForParts {
        @OnMessage
        void one(String part, boolean last) {}

        @OnMessage
        void other(boolean last, String part) {}
    }

    @WsEndpoint("/")
    static class TwoFlags {
        @OnMessage
        void say(boolean part, boolean last) {}
    }

    @WsEndpoint("/")
    static class OnlyParts {
        @OnMessage
        void take(WsSession session, String part, boolean last) {}
    }

    /** A message that is true or false, in JSON. */
    @WsEndpoint("/")
    static class OneFlag {
        @OnMessage
        void say(boolean yes) {}
    }
}
