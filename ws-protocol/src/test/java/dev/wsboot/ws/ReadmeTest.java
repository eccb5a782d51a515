package dev.wsboot.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.handshake.UpgradeRejectedException;
import dev.wsboot.ws.net.Backoff;
import dev.wsboot.ws.net.EndpointOptions;
import dev.wsboot.ws.net.KeptConnection;
import dev.wsboot.ws.net.WsClient;
import dev.wsboot.ws.net.WsGroup;
import dev.wsboot.ws.net.WsRequest;
import dev.wsboot.ws.net.WsServer;
import dev.wsboot.ws.protocol.MessageLimits;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of the README that do without Spring stand below as well, so that they compile. */
class ReadmeTest {

    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "README.zh-CN.md"})
    void shouldShowExamplesThatCompile(String name) throws IOException {
        String readme = Files.readString(Path.of("..", name));
        String source = dense(Files.readString(Path.of("src/test/java/dev/wsboot/ws/ReadmeTest.java")));

        List<String> examples = JAVA.matcher(
                        readme.substring(readme.indexOf("class EchoHandler") - "```java\n".length()))
                .results()
                .map((MatchResult match) -> match.group(1))
                .filter(example -> !example.contains("@Bean"))
                .toList();

        assertThat(examples).hasSize(9).allSatisfy(example -> assertThat(source).contains(dense(example)));
    }

    private static String dense(String text) {
        return text.replaceAll("\\s", "");
    }

    static class EchoHandler implements WsHandler {
        @Override
        public void onText(WsSession session, String text) {
            session.sendText(text);
        }
    }

    static void server() throws IOException {
        try (WsServer server =
                WsServer.builder().port(6060).endpoint("/ws", new EchoHandler()).start()) {
            System.out.println("ws://localhost:" + server.port() + "/ws, until a key is pressed");
            System.in.read();
        }
    }

    static void client(WsHandler handler) {
        try (WsClient client = WsClient.create()) {
            WsSession session = client.connect(URI.create("ws://localhost:6060/ws"), handler)
                    .join();
            session.sendText("hello");
        }
    }

    static void request(WsClient client, WsHandler handler, String token) {
        WsRequest request = WsRequest.to("wss://example.com/chat")
                .authorization("Bearer " + token)
                .subprotocols("chat.v2", "chat.v1");
        client.connect(request, handler).whenComplete((session, failure) -> {
            if (failure instanceof UpgradeRejectedException refusal) {
                System.out.println(refusal.status() + ", " + refusal.header("Retry-After") + ": " + refusal.body());
            }
        });
    }

    static void keptConnection(WsClient client, WsRequest request, WsHandler handler) {
        KeptConnection connection = client.keepConnected(request, handler, Backoff.DEFAULT);
        connection.ended().whenComplete((nothing, refusal) -> System.out.println("no more attempts: " + refusal));
    }

    static void group(WsServer server, WsSession session) {
        WsGroup room = server.newGroup();
        room.add(session);
        room.send(PreparedMessage.text("welcome"));
    }

    static void stream(WsSession session, Path film, Executor executor) throws IOException {
        session.send(StreamedMessage.binary(Files.newInputStream(film), executor))
                .thenRun(() -> System.out.println("all of it has left"));
    }

    static class Upload implements WsHandler {
        @Override
        public void onOpen(WsSession session) throws IOException {
            Path file = Files.createTempFile("upload", null);
            session.attributes().put("file", FileChannel.open(file, StandardOpenOption.WRITE));
        }

        @Override
        public void onBinaryPart(WsSession session, ByteBuffer part, boolean last) throws IOException {
            ((FileChannel) session.attributes().get("file")).write(part);
        }

        @Override
        public void onClose(WsSession session, CloseEvent close) throws IOException {
            ((FileChannel) session.attributes().get("file")).close();
        }
    }

    static void parts(Executor executor) throws IOException {
        WsServer.builder()
                .endpoint("/upload", new Upload(), EndpointOptions.DEFAULT.withParts(MessageLimits.UNBOUNDED_PARTS))
                .executor(executor)
                .start();
    }
}
