package dev.wsboot.ws.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.CloseEvent.Initiator;
import dev.wsboot.ws.WsHandler;
import dev.wsboot.ws.WsSession;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** What the first page of the documentation promises, with a client that is not ours. */
@SpringBootTest(properties = "ws.server.port=0")
class ChatApplicationTest {

    @LocalWsPort
    private int port;

    @Autowired
    private ChatEndpoint chat;

    @Autowired
    private WsSessions sessions;

    @Autowired
    private MeterRegistry meters;

    @BeforeEach
    void waitForEarlierTests() {
        await().until(() -> sessions.all().isEmpty());
        chat.ends.clear();
    }

    @Test
    void shouldSendWhatOneSaysToAllInTheRoom() throws Exception {
        TestClient ann = new TestClient(port, "/chat/blue");
        TestClient bob = new TestClient(port, "/chat/blue");
        TestClient eve = new TestClient(port, "/chat/red");
        await().until(() -> chat.joined.get() >= 3);

        ann.send("{\"from\":\"ann\",\"text\":\"hi\"}");
        eve.send("{\"from\":\"eve\",\"text\":\"alone\"}");

        assertThat(ann.next()).isEqualTo("{\"from\":\"ann\",\"text\":\"hi\"}");
        assertThat(bob.next()).isEqualTo("{\"from\":\"ann\",\"text\":\"hi\"}");
        assertThat(eve.next()).isEqualTo("{\"from\":\"eve\",\"text\":\"alone\"}");
        closeAll(ann, bob, eve);
    }

    @Test
    void shouldExplainHowAConnectionEnded() throws Exception {
        TestClient polite = new TestClient(port, "/chat/blue");
        polite.close(4001, "bye");
        assertThat(nextEnd()).isEqualTo(new CloseEvent(4001, "bye", Initiator.REMOTE, Cause.CLOSE_FRAME, true));

        TestClient rude = new TestClient(port, "/chat/blue");
        rude.abort();
        CloseEvent end = nextEnd();
        assertThat(end.code()).isEqualTo(1006);
        assertThat(end.initiator()).isEqualTo(Initiator.NONE);
        assertThat(end.cause()).isIn(Cause.EOF_WITHOUT_CLOSE, Cause.IO_ERROR);

        await().untilAsserted(() -> assertThat(meters.find("ws.server.connections.closed")
                        .tags("endpoint", "/chat/{room}", "code", "1006")
                        .counter())
                .isNotNull());
    }

    @Test
    void shouldCloseWith1007WhenTheJsonIsBad() throws Exception {
        TestClient client = new TestClient(port, "/chat/blue");

        client.send("{\"from\":");

        assertThat(client.closed()).isEqualTo("1007 message is not what is expected here");
    }

    @Test
    void shouldCloseWith1003WhenTheMessageIsBinary() throws Exception {
        TestClient client = new TestClient(port, "/chat/blue");

        client.send((byte) 1);

        assertThat(client.closed()).startsWith("1003 ");
    }

    @Test
    void shouldReplyInOrder() throws Exception {
        TestClient client = new TestClient(port, "/echo/7");
        assertThat(client.next()).isEqualTo("welcome to 7");

        for (int i = 0; i < 100; i++) {
            client.send("message " + i);
        }
        for (int i = 0; i < 100; i++) {
            assertThat(client.next()).isEqualTo("message " + i);
        }
        client.send((byte) 1, (byte) 2);
        assertThat(client.next()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2}));
        closeAll(client);
    }

    @Test
    void shouldCloseWith1011AndTellNothingWhenAHandlerFails() throws Exception {
        TestClient client = new TestClient(port, "/echo/7");

        client.send("fail");

        assertThat(client.closed()).isEqualTo("1011 ");
    }

    @Test
    void shouldRefuseAPathThatCannotBeConverted() throws Exception {
        assertThat(TestClient.refusal(port, "/echo/seven")).isEqualTo(400);
        assertThat(TestClient.refusal(port, "/nowhere")).isEqualTo(404);
    }

    @Test
    void shouldServeHandlersAsTheyAre() throws Exception {
        TestClient client = new TestClient(port, "/plain");

        client.send("hi");

        assertThat(client.next()).isEqualTo("plain hi");
        closeAll(client);
    }

    @Test
    void shouldCloseSessionsByTheirId() throws Exception {
        TestClient client = new TestClient(port, "/plain");
        await().until(() -> sessions.all().size() == 1);

        String id = sessions.all().iterator().next().id();

        assertThat(sessions.close(id, 4000, "enough")).isTrue();
        assertThat(client.closed()).isEqualTo("4000 enough");
    }

    private CloseEvent nextEnd() throws InterruptedException {
        return chat.ends.poll(10, TimeUnit.SECONDS);
    }

    private static void closeAll(TestClient... clients) throws Exception {
        for (TestClient client : List.of(clients)) {
            client.close(1000, "");
        }
    }

    record ChatMessage(String from, String text) {}

    @WsEndpoint("/chat/{room}")
    static class ChatEndpoint {

        private final WsTopics topics;
        private final BlockingQueue<CloseEvent> ends = new LinkedBlockingQueue<>();
        private final java.util.concurrent.atomic.AtomicInteger joined =
                new java.util.concurrent.atomic.AtomicInteger();

        ChatEndpoint(WsTopics topics) {
            this.topics = topics;
        }

        @OnOpen
        void join(WsSession session, @PathParam String room) {
            topics.subscribe(session, "chat:" + room);
            joined.incrementAndGet();
        }

        @OnMessage
        void say(@PathParam String room, ChatMessage message) {
            topics.publish("chat:" + room, message);
        }

        @OnClose
        void left(WsSession session, CloseEvent close) {
            ends.add(close);
        }
    }

    @WsEndpoint("/echo/{number}")
    static class EchoEndpoint {

        @OnOpen
        String welcome(@PathParam int number) {
            return "welcome to " + number;
        }

        @OnMessage
        String text(String text) {
            if (text.equals("fail")) {
                throw new IllegalStateException("a secret");
            }
            return text;
        }

        @OnMessage
        ByteBuffer binary(ByteBuffer data) {
            return data;
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import({ChatEndpoint.class, EchoEndpoint.class})
    static class Application {

        @Bean
        @WsEndpoint("/plain")
        WsHandler plain() {
            return new WsHandler() {
                @Override
                public void onText(WsSession session, String text) {
                    session.sendText("plain " + text);
                }
            };
        }

        @Bean
        MeterRegistry meterRegistry() {
            return new SimpleMeterRegistry();
        }
    }
}
