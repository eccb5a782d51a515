package dev.wsboot.ws.sample.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.spring.LocalWsPort;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@SpringBootTest(properties = "ws.server.port=0")
class ChatEndpointTest {

    @LocalWsPort
    private int port;

    @Autowired
    private JsonMapper json;

    @Test
    void shouldEchoTextAsTextAndBinaryAsBinary() throws Exception {
        TestClient client = new TestClient(port, "/ws");

        client.send("héllo €");
        assertThat(client.next()).isEqualTo("héllo €");
        client.send(new byte[] {0, 1, -1});
        assertThat(client.next()).isEqualTo(new byte[] {0, 1, -1});
    }

    @Test
    void shouldBringPeopleTogether() throws Exception {
        TestClient ada = new TestClient(port, "/chat/together?name=Ada");
        JsonNode welcome = event(ada, "welcome");
        assertThat(welcome.at("/you/name").asString()).isEqualTo("Ada");
        assertThat(welcome.at("/room").asString()).isEqualTo("together");

        TestClient bob = new TestClient(port, "/chat/together?name=Bob%20%E2%9C%8C");
        assertThat(event(bob, "welcome").at("/people")).hasSize(2);
        assertThat(event(ada, "joined").at("/person/name").asString()).isEqualTo("Bob ✌");

        bob.send("{\"type\":\"typing\"}");
        event(ada, "typing");
        event(bob, "typing");
        bob.send("{\"type\":\"say\",\"text\":\"hello\"}");
        assertThat(event(ada, "said").at("/text").asString()).isEqualTo("hello");
        assertThat(event(bob, "said").at("/person/name").asString()).isEqualTo("Bob ✌");

        bob.close(1000, "");
        JsonNode left = event(ada, "left");
        assertThat(left.at("/why/code").asInt()).isEqualTo(1000);
        assertThat(left.at("/why/initiator").asString()).isEqualTo("REMOTE");
        assertThat(left.at("/why/cause").asString()).isEqualTo("CLOSE_FRAME");
        assertThat(left.at("/why/clean").asBoolean()).isTrue();
    }

    @Test
    void shouldTellTheOthersThatAConnectionBroke() throws Exception {
        TestClient ada = new TestClient(port, "/chat/broken?name=Ada");
        event(ada, "welcome");
        TestClient bob = new TestClient(port, "/chat/broken?name=Bob");
        event(ada, "joined");

        bob.cut();

        JsonNode why = event(ada, "left").at("/why");
        assertThat(why.at("/code").asInt()).isEqualTo(1006);
        assertThat(why.at("/initiator").asString()).isEqualTo("NONE");
        assertThat(why.at("/cause").asString()).isIn("EOF_WITHOUT_CLOSE", "IO_ERROR");
    }

    @Test
    void shouldShowToWhoComesLaterWhatWasSaid() throws Exception {
        TestClient ada = new TestClient(port, "/chat/memory?name=Ada");
        event(ada, "welcome");
        for (int i = 0; i < 60; i++) {
            ada.send("{\"type\":\"say\",\"text\":\"line " + i + "\"}");
            event(ada, "said");
        }
        ada.close(1000, "");

        JsonNode recent =
                event(new TestClient(port, "/chat/memory?name=Bob"), "welcome").at("/recent");
        assertThat(recent).hasSize(50);
        assertThat(recent.get(0).at("/text").asString()).isEqualTo("line 10");
        assertThat(recent.get(0).at("/type").asString()).isEqualTo("said");
        assertThat(recent.get(49).at("/text").asString()).isEqualTo("line 59");
    }

    @Test
    void shouldSayWhatIsWrongWithAMessage() throws Exception {
        TestClient ada = new TestClient(port, "/chat/errors?name=Ada");
        event(ada, "welcome");

        ada.send("{\"type\":\"say\",\"text\":\"  \"}");
        assertThat(event(ada, "error").at("/message").asString()).isEqualTo("There is nothing in this message.");
        ada.send("{\"type\":\"say\"}");
        event(ada, "error");
        ada.send("{\"type\":\"say\",\"text\":\"" + "x".repeat(2_001) + "\"}");
        assertThat(event(ada, "error").at("/message").asString()).isEqualTo("A message has at most 2000 characters.");
    }

    @Test
    void shouldRefuseWhatIsNoNameAndNoRoom() {
        assertThat(new TestClient(port, "/chat/lobby").closed()).startsWith("4000 a name");
        assertThat(new TestClient(port, "/chat/lobby?name=%20").closed()).startsWith("4000 a name");
        assertThat(new TestClient(port, "/chat/lobby?name=a%0Ab").closed()).startsWith("4000 a name");
        assertThat(new TestClient(port, "/chat/lobby?name=" + "x".repeat(31)).closed())
                .startsWith("4000 a name");
        assertThat(new TestClient(port, "/chat/lob%20by?name=Ada").closed()).startsWith("4000 a room");
    }

    @Test
    void shouldEndAConnectionThatSendsSomethingElse() throws Exception {
        TestClient ada = new TestClient(port, "/chat/else?name=Ada");
        event(ada, "welcome");
        ada.send("{\"type\":\"shout\"}");
        assertThat(ada.closed()).startsWith("1007");

        TestClient bob = new TestClient(port, "/chat/else?name=Bob");
        event(bob, "welcome");
        bob.send(new byte[] {1});
        assertThat(bob.closed()).startsWith("1003");
    }

    private JsonNode event(TestClient client, String type) throws Exception {
        JsonNode event = json.readTree((String) client.next());
        assertThat(event.at("/type").asString()).isEqualTo(type);
        return event;
    }
}
