package dev.wsboot.ws.net;

import static dev.wsboot.ws.net.Frames.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.MessageType;
import dev.wsboot.ws.WsHandler;
import dev.wsboot.ws.WsObserver;
import dev.wsboot.ws.WsSession;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * HotSpot inlines fifteen calls deep (MaxInlineLevel), often counted from {@code MessageContent.accept}. The eight behind it here, of
 * which the last stands for {@code WebSocketProtocol.writeText}, leave seven to {@code FrameWriter.write} and to the JDK's buffers
 * below it. ARCHITECTURE.md says what it costs where fewer are left.
 */
class CallDepthTest {

    private final TestServer server = new TestServer();
    private final List<String> calls = new ArrayList<>();

    @Test
    void fewCallsLieBetweenAMessageAndItsAnswer() {
        server.endpointHandler = new Echo();
        server.watcher = new WsObserver() {
            @Override
            public void messageSent(WsSession session, MessageType type, long bytes) {
                writeDownCalls();
            }
        };
        server.connect().upgrades("/ws").sends(text("hello"));

        assertThat(calls)
                .containsExactly(
                        "MessageContent.accept",
                        "MessageReader.message",
                        "WebSocketConnection.onText",
                        "InlineCalls.text",
                        "Callbacks.text",
                        "Echo.onText",
                        "Session.sendText",
                        "MessageSender.sendText",
                        "MessageSender.sent");
    }

    private void writeDownCalls() {
        StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE).walk(frames -> {
            frames.dropWhile(frame -> frame.getDeclaringClass() != MessageSender.class)
                    .map(frame -> frame.getDeclaringClass().getSimpleName() + "." + frame.getMethodName())
                    .takeWhile(call -> !call.startsWith("MessageAssembler"))
                    .forEach(call -> calls.add(0, call));
            return null;
        });
    }

    private static final class Echo implements WsHandler {
        @Override
        public void onText(WsSession session, String text) {
            session.sendText(text);
        }
    }
}
