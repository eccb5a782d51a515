package dev.wsboot.ws.spring.endpoint;

import static dev.wsboot.ws.spring.endpoint.TestEndpoints.handler;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.CloseEvent.Initiator;
import dev.wsboot.ws.PreparedMessage;
import dev.wsboot.ws.StreamedMessage;
import dev.wsboot.ws.WsHandler;
import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.spring.FakeSession;
import dev.wsboot.ws.spring.OnClose;
import dev.wsboot.ws.spring.OnError;
import dev.wsboot.ws.spring.OnMessage;
import dev.wsboot.ws.spring.OnOpen;
import dev.wsboot.ws.spring.SubscriptionRefusedException;
import dev.wsboot.ws.spring.SubscriptionRefusedException.Reason;
import dev.wsboot.ws.spring.WsEndpoint;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AnnotatedHandlerTest {

    private final FakeSession session = new FakeSession("1");

    /** What the engine does with a callback that throws. */
    private void text(WsHandler handler, String text) throws Exception {
        try {
            handler.onText(session, text);
        } catch (Exception e) {
            handler.onError(session, e);
        }
    }

    record Point(int x, int y) {}

    @Nested
    class Parts {

        @Test
        void areTakenWithTheFlagThatTellsTheLast() throws Exception {
            WsHandler handler = handler(Taking.class);

            handler.onTextPart(session, "a", false);
            handler.onTextPart(session, "b", true);
            handler.onBinaryPart(session, ByteBuffer.wrap(new byte[] {1}), false);
            handler.onBinaryPart(session, ByteBuffer.allocate(0), true);

            assertThat(session.sent()).containsExactly("1 a false", "1 b true", "[1] false", "[] true");
        }

        @Test
        void areTakenAsBuffersToo() throws Exception {
            handler(Echoing.class).onBinaryPart(session, ByteBuffer.wrap(new byte[] {1, 2}), true);

            assertThat(session.sent()).containsExactly(ByteBuffer.wrap(new byte[] {1, 2}));
        }

        @Test
        void areRefusedWhenNoMethodTakesTheirKind() throws Exception {
            handler(Echoing.class).onTextPart(session, "a", true);
            assertThat(session.closed()).startsWith("1003 text");

            handler(OnlyText.class).onBinaryPart(session, ByteBuffer.allocate(1), true);
            assertThat(session.closed()).startsWith("1003 binary");
        }

        @WsEndpoint("/")
        static class Taking {
            @OnMessage
            String take(WsSession session, String part, boolean last) {
                return session.id() + " " + part + " " + last;
            }

            @OnMessage
            String take(boolean last, byte[] part) {
                return Arrays.toString(part) + " " + last;
            }
        }

        @WsEndpoint("/")
        static class Echoing {
            @OnMessage
            ByteBuffer take(ByteBuffer part, boolean last) {
                return part;
            }
        }

        @WsEndpoint("/")
        static class OnlyText {
            @OnMessage
            void take(String part, boolean last) {}
        }
    }

    @Nested
    class WhatAMethodReturns {

        @Test
        void isSentAsTextWhenItIsText() throws Exception {
            text(handler(Texts.class), "hi");

            assertThat(session.sent()).containsExactly("hi!");
        }

        @Test
        void isSentAsBinaryWhenItIsBytes() throws Exception {
            handler(Texts.class).onBinary(session, ByteBuffer.wrap(new byte[] {1, 2, 3}));

            assertThat(session.sent()).containsExactly(ByteBuffer.wrap(new byte[] {3, 2, 1}));
        }

        @Test
        void isSentAsBinaryWhenItIsABuffer() throws Exception {
            handler(Buffers.class).onBinary(session, ByteBuffer.wrap(new byte[] {1, 2, 3}));

            assertThat(session.sent()).containsExactly(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        }

        @Test
        void isSentAsJsonWhenItIsAnythingElse() throws Exception {
            text(handler(Points.class), "{\"x\":1,\"y\":2}");

            assertThat(session.sent()).containsExactly("{\"x\":2,\"y\":1}");
        }

        @Test
        void isSentAsItIsWhenItIsPrepared() throws Exception {
            text(handler(Prepared.class), "hi");

            assertThat(session.sent()).containsExactly(Prepared.MESSAGE);
        }

        @Test
        void isSentWhileItIsMadeWhenItIsAStream() throws Exception {
            text(handler(Streamed.class), "hi");

            assertThat(session.sent()).containsExactly(Streamed.MESSAGE);
        }

        @Test
        void isNotSentWhenItIsNull() throws Exception {
            text(handler(Nothing.class), "hi");

            assertThat(session.sent()).isEmpty();
        }

        @Test
        void isSentByOnOpenToo() throws Exception {
            handler(Greeting.class).onOpen(session);

            assertThat(session.sent()).containsExactly("welcome");
        }

        @WsEndpoint("/")
        static class Texts {
            @OnMessage
            String exclaim(String text) {
                return text + "!";
            }

            @OnMessage
            byte[] reverse(byte[] bytes) {
                return new byte[] {bytes[2], bytes[1], bytes[0]};
            }
        }

        @WsEndpoint("/")
        static class Buffers {
            @OnMessage
            ByteBuffer echo(ByteBuffer data) {
                return data;
            }
        }

        @WsEndpoint("/")
        static class Points {
            @OnMessage
            Point mirror(Point point) {
                return new Point(point.y(), point.x());
            }
        }

        @WsEndpoint("/")
        static class Prepared {
            static final PreparedMessage MESSAGE = PreparedMessage.text("ready");

            @OnMessage
            PreparedMessage answer(String text) {
                return MESSAGE;
            }
        }

        @WsEndpoint("/")
        static class Streamed {
            static final StreamedMessage MESSAGE =
                    StreamedMessage.text(List.of("a", "b").iterator());

            @OnMessage
            StreamedMessage answer(String text) {
                return MESSAGE;
            }
        }

        @WsEndpoint("/")
        static class Nothing {
            @OnMessage
            String answer(String text) {
                return null;
            }
        }

        @WsEndpoint("/")
        static class Greeting {
            @OnOpen
            String greet() {
                return "welcome";
            }
        }
    }

    @Nested
    class AStage {

        @Test
        void isSentWhenItCompletes() throws Exception {
            CompletableFuture<Object> later = new CompletableFuture<>();
            session.attributes().put("later", later);
            text(handler(Later.class), "hi");
            assertThat(session.sent()).isEmpty();

            later.complete(List.of(1, 2));

            assertThat(session.sent()).containsExactly("[1,2]");
        }

        @Test
        void goesToOnErrorWhenItFails() throws Exception {
            CompletableFuture<Object> later = new CompletableFuture<>();
            session.attributes().put("later", later);
            text(handler(LaterWithError.class), "hi");

            later.completeExceptionally(new IllegalStateException("late"));

            assertThat(session.sent()).containsExactly("late");
            assertThat(session.isOpen()).isTrue();
        }

        @Test
        void goesToOnErrorWhenItsValueCannotBeWritten() throws Exception {
            CompletableFuture<Object> later = new CompletableFuture<>();
            session.attributes().put("later", later);
            text(handler(LaterWithError.class), "hi");

            later.complete(new Unwritable());

            assertThat(session.sent()).hasSize(1);
            assertThat(session.isOpen()).isTrue();
        }

        @Test
        void endsTheConnectionWhenItFailsAndNobodyCares() throws Exception {
            CompletableFuture<Object> later = new CompletableFuture<>();
            session.attributes().put("later", later);
            text(handler(Later.class), "hi");

            later.completeExceptionally(new AssertionError("secret"));

            assertThat(session.closed()).isEqualTo("1011  HANDLER_ERROR");
        }

        @Test
        void endsTheConnectionWhenItFailsAndOnErrorFailsToo() throws Exception {
            CompletableFuture<Object> later = new CompletableFuture<>();
            session.attributes().put("later", later);
            text(handler(LaterWithBrokenOnError.class), "hi");

            later.completeExceptionally(new IllegalStateException("first"));

            assertThat(session.closed()).isEqualTo("1011  HANDLER_ERROR");
        }

        @Test
        void isNotSentWhenItIsEmpty() throws Exception {
            session.attributes().put("later", CompletableFuture.completedFuture(null));

            text(handler(Later.class), "hi");

            assertThat(session.sent()).isEmpty();
            assertThat(session.isOpen()).isTrue();
        }

        @WsEndpoint("/")
        static class Later {
            @OnMessage
            @SuppressWarnings("unchecked")
            CompletionStage<Object> answer(WsSession session, String text) {
                return ((CompletionStage<Object>) session.attributes().get("later")).thenApply(value -> value);
            }
        }

        @WsEndpoint("/")
        static class LaterWithError extends Later {
            @OnError
            String tell(RuntimeException error) {
                return error.getMessage();
            }
        }

        @WsEndpoint("/")
        static class LaterWithBrokenOnError extends Later {
            @OnError
            void tell(RuntimeException error) {
                throw new AssertionError("second");
            }
        }

        static class Unwritable {
            public String getBad() {
                throw new IllegalArgumentException("bad");
            }
        }
    }

    @Nested
    class AMessageOfAKindThatIsNotAskedFor {

        @Test
        void endsTheConnectionWith1003() throws Exception {
            text(handler(BinaryOnly.class), "hi");

            assertThat(session.closed()).startsWith("1003 ");
        }

        @Test
        void endsTheConnectionWith1003WhenItIsBinary() throws Exception {
            handler(ErrorsByType.class).onBinary(session, ByteBuffer.allocate(1));

            assertThat(session.closed()).startsWith("1003 ");
        }

        @WsEndpoint("/")
        static class BinaryOnly {
            @OnMessage
            void take(byte[] bytes) {}
        }
    }

    @Nested
    class JsonThatDoesNotParse {

        @Test
        void endsTheConnectionWith1007AndTellsNothing() throws Exception {
            text(handler(Silent.class), "{\"x\":\"secret\"}");

            assertThat(session.closed()).isEqualTo("1007 message is not what is expected here CLOSE_FRAME");
        }

        @Test
        void endsTheConnectionWith1007WhenItIsNull() throws Exception {
            text(handler(Silent.class), "null");

            assertThat(session.closed()).startsWith("1007 ");
        }

        @Test
        void goesToOnErrorAsWhatTheCodecThrew() throws Exception {
            text(handler(Explaining.class), "{");

            assertThat(session.sent()).singleElement().asString().startsWith("UnexpectedEndOfInputException");
            assertThat(session.isOpen()).isTrue();
        }

        @WsEndpoint("/")
        static class Silent {
            @OnMessage
            void take(Point point) {
                throw new AssertionError("must not be called");
            }
        }

        @WsEndpoint("/")
        static class Explaining extends Silent {
            @OnError
            String explain(Exception error) {
                return error.getClass().getSimpleName();
            }
        }
    }

    @Nested
    class AnException {

        @Test
        void goesToTheMethodWithTheClosestType() throws Exception {
            WsHandler handler = handler(ErrorsByType.class);

            text(handler, "number");
            text(handler, "argument");
            text(handler, "checked");

            assertThat(session.sent()).containsExactly("number", "runtime", "any");
        }

        @Test
        void goesToAMethodWithoutAnExceptionArgument() throws Exception {
            text(handler(CatchAll.class), "anything");

            assertThat(session.sent()).containsExactly("caught");
        }

        @Test
        void isThrownToTheEngineWhenThereIsNoMethod() {
            assertThatThrownBy(() -> text(handler(Failing.class), "checked")).isInstanceOf(java.io.IOException.class);
        }

        @Test
        void ofAnErrorMethodIsThrownToTheEngine() {
            assertThatThrownBy(() -> text(handler(FailingAgain.class), "checked"))
                    .hasMessage("again");
        }

        @Test
        void thatIsAnErrorIsThrownAsItIs() {
            assertThatThrownBy(() -> handler(Failing.class).onText(session, "error"))
                    .isInstanceOf(StackOverflowError.class);
        }

        @WsEndpoint("/")
        static class Failing {
            @OnMessage
            void fail(String how) throws Exception {
                switch (how) {
                    case "number" -> throw new NumberFormatException();
                    case "argument" -> throw new IllegalArgumentException();
                    case "error" -> throw new StackOverflowError();
                    default -> throw new java.io.IOException("checked");
                }
            }
        }

        @WsEndpoint("/")
        static class CatchAll extends Failing {
            @OnError
            String caught() {
                return "caught";
            }
        }

        @WsEndpoint("/")
        static class FailingAgain extends Failing {
            @OnError
            void fail(Throwable error) {
                throw new IllegalStateException("again");
            }
        }
    }

    @WsEndpoint("/")
    static class ErrorsByType extends AnException.Failing {
        @OnError
        String any(Exception error) {
            return "any";
        }

        @OnError
        String number(WsSession session, NumberFormatException error) {
            return "number";
        }

        @OnError
        String runtime(RuntimeException error) {
            return "runtime";
        }
    }

    @Nested
    class ASubscriptionThatIsRefused {

        private SubscriptionRefusedException refused(String id) {
            return new SubscriptionRefusedException(new FakeSession(id), "a", Reason.DENIED, "no");
        }

        @Test
        void endsTheConnectionWith1008AndTellsNothing() throws Exception {
            session.attributes().put("refused", refused("1"));

            text(handler(Joining.class), "hi");

            assertThat(session.closed()).isEqualTo("1008 subscription refused CLOSE_FRAME");
        }

        @Test
        void endsItSoWhereAStageFailsWithIt() throws Exception {
            session.attributes().put("refused", refused("1"));

            text(handler(JoiningLater.class), "hi");

            assertThat(session.closed()).isEqualTo("1008 subscription refused CLOSE_FRAME");
        }

        @Test
        void isOneMoreExceptionWhenItIsAnotherSessions() {
            SubscriptionRefusedException others = refused("2");
            session.attributes().put("refused", others);

            assertThatThrownBy(() -> text(handler(Joining.class), "hi")).isSameAs(others);
            assertThat(session.closed()).isEmpty();
        }

        @Test
        void goesToTheMethodThatTakesIt() throws Exception {
            session.attributes().put("refused", refused("1"));

            text(handler(Answering.class), "hi");

            assertThat(session.sent()).containsExactly("no a: DENIED");
            assertThat(session.closed()).isEmpty();
        }

        @WsEndpoint("/")
        static class Joining {
            @OnMessage
            void join(WsSession session, String text) {
                throw (SubscriptionRefusedException) session.attributes().get("refused");
            }
        }

        @WsEndpoint("/")
        static class JoiningLater {
            @OnMessage
            CompletionStage<String> join(WsSession session, String text) {
                return CompletableFuture.failedFuture(
                        (SubscriptionRefusedException) session.attributes().get("refused"));
            }
        }

        @WsEndpoint("/")
        static class Answering extends Joining {
            @OnError
            String answer(SubscriptionRefusedException refused) {
                return "no " + refused.topic() + ": " + refused.reason();
            }
        }
    }

    @Nested
    class TheEnd {

        private final CloseEvent event = new CloseEvent(1006, "", Initiator.NONE, Cause.EOF_WITHOUT_CLOSE, false);

        @Test
        void isTold() throws Exception {
            handler(Closing.class).onClose(session, event);

            assertThat(session.attributes()).containsEntry("close", event);
        }

        @Test
        void goesUnnoticedWhenNobodyAsks() throws Exception {
            WsHandler handler = handler(AnException.Failing.class);

            handler.onOpen(session);
            handler.onClose(session, event);

            assertThat(session.sent()).isEmpty();
        }

        @WsEndpoint("/")
        static class Closing {
            @OnClose
            void closed(CloseEvent close, WsSession session) {
                session.attributes().put("close", close);
            }
        }
    }
}
