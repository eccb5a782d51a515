package dev.wsboot.ws.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.WsSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Import;

/** Who may have what, asked by clients that are not ours. */
@SpringBootTest(properties = {"ws.server.port=0", "ws.topics.max-per-session=2"})
@ExtendWith(OutputCaptureExtension.class)
class TopicAuthorizationTest {

    @LocalWsPort
    private int port;

    @Autowired
    private WsTopics topics;

    @Test
    void shouldLetAClientGoOnThatIsAnswered() throws Exception {
        TestClient ann = new TestClient(port, "/answering/ann");

        ann.send("for:bob");
        assertThat(ann.next()).isEqualTo("for:bob: DENIED");
        ann.send("for:ann");
        assertThat(ann.next()).isEqualTo("joined for:ann");

        topics.publish("for:bob", "a secret of bob");
        topics.publish("for:ann", "hello ann");
        assertThat(ann.next()).isEqualTo("hello ann");
        ann.close(1000, "");
    }

    @Test
    void shouldSayWhichLimitWasReached() throws Exception {
        TestClient ann = new TestClient(port, "/answering/ann");
        String name = "for:ann" + "x".repeat(250);

        ann.send(name);
        assertThat(ann.next()).isEqualTo(name + ": NAME_TOO_LONG");
        ann.send(" ");
        assertThat(ann.next()).isEqualTo(" : NO_NAME");
        for (String topic : new String[] {"for:ann", "for:ann/2", "for:ann"}) {
            ann.send(topic);
            assertThat(ann.next()).isEqualTo("joined " + topic);
        }
        ann.send("for:ann/3");
        assertThat(ann.next()).isEqualTo("for:ann/3: TOO_MANY");
        ann.close(1000, "");
    }

    @Test
    void shouldCloseWith1008WhereNobodyAnswersAndLogNothing(CapturedOutput output) throws Exception {
        TestClient eve = new TestClient(port, "/silent/eve");

        eve.send("for:bob\r\nforged");

        assertThat(eve.closed()).isEqualTo("1008 subscription refused");
        assertThat(output).doesNotContain("forged").doesNotContain("SubscriptionRefusedException");
    }

    /** Users have what is for them. */
    static class OwnTopics implements WsTopicAuthorizer {

        @Override
        public boolean maySubscribe(WsSession session, String topic) {
            return topic.startsWith("for:" + session.upgrade().pathParameters().get("user"));
        }
    }

    @WsEndpoint("/answering/{user}")
    static class Answering {

        private final WsTopics topics;

        Answering(WsTopics topics) {
            this.topics = topics;
        }

        @OnMessage
        String join(WsSession session, String topic) {
            topics.subscribe(session, topic);
            return "joined " + topic;
        }

        @OnError
        String refused(SubscriptionRefusedException refused) {
            return refused.topic() + ": " + refused.reason();
        }
    }

    @WsEndpoint("/silent/{user}")
    static class Silent {

        private final WsTopics topics;

        Silent(WsTopics topics) {
            this.topics = topics;
        }

        @OnMessage
        String join(WsSession session, String topic) {
            topics.subscribe(session, topic);
            return "joined " + topic;
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import({OwnTopics.class, Answering.class, Silent.class})
    static class Application {}
}
