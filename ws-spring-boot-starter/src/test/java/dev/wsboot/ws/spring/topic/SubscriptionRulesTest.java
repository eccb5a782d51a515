package dev.wsboot.ws.spring.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.spring.FakeSession;
import dev.wsboot.ws.spring.SubscriptionRefusedException;
import dev.wsboot.ws.spring.SubscriptionRefusedException.Reason;
import dev.wsboot.ws.spring.WsTopicAuthorizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.ProxyFactory;

class SubscriptionRulesTest {

    private final SubscriptionRules rules = new SubscriptionRules(2, 5, List::of);
    private final FakeSession session = new FakeSession("7");

    @Test
    void shouldRefuseAndCountWhatHasNoName() {
        for (String name : Arrays.asList(null, "", " ", "\t\r\n", "\u2003")) {
            SubscriptionRefusedException refused = refused(() -> rules.requireName(session, name));

            assertThat(refused.reason()).isEqualTo(Reason.NO_NAME);
            assertThat(refused).hasMessageEndingWith("\": a topic needs a name");
        }
        assertThat(rules.refused(Reason.NO_NAME)).isEqualTo(5);
        assertThat(rules.refused(Reason.NAME_TOO_LONG)).isZero();
    }

    @Test
    void shouldRefuseAndCountANameThatIsTooLong() {
        rules.requireName(session, "12345");

        SubscriptionRefusedException refused = refused(() -> rules.requireName(session, "123456"));

        assertThat(refused.reason()).isEqualTo(Reason.NAME_TOO_LONG);
        assertThat(refused)
                .hasMessage("Session 7 may not have the topic \"123456\": the name has 6 characters, and"
                        + " ws.topics.max-name-length is 5");
        assertThat(rules.refused(Reason.NAME_TOO_LONG)).isEqualTo(1);
    }

    @Test
    void shouldRefuseAndCountATopicTooMany() {
        rules.requireRoom(session, "a", 1);

        SubscriptionRefusedException refused = refused(() -> rules.requireRoom(session, "a", 2));

        assertThat(refused.reason()).isEqualTo(Reason.TOO_MANY);
        assertThat(refused)
                .hasMessage(
                        "Session 7 may not have the topic \"a\": it has 2 topics, and ws.topics.max-per-session is 2");
        assertThat(rules.refused(Reason.TOO_MANY)).isEqualTo(1);
    }

    @Test
    void shouldAskUntilOneDoesNotAgreeAndNameIt() {
        List<String> asked = new ArrayList<>();
        WsTopicAuthorizer agreeing = (who, topic) -> asked.add(topic);

        SubscriptionRefusedException refused =
                refused(() -> rules.requireAgreement(session, "a", List.of(agreeing, new Members(), agreeing)));

        assertThat(asked).containsExactly("a");
        assertThat(refused.reason()).isEqualTo(Reason.DENIED);
        assertThat(refused)
                .hasMessage("Session 7 may not have the topic \"a\": " + Members.class.getName() + " does not agree");
        assertThat(rules.refused(Reason.DENIED)).isEqualTo(1);
    }

    @Test
    void shouldNameTheClassBehindAProxy() {
        ProxyFactory factory = new ProxyFactory(new Members());

        SubscriptionRefusedException refused =
                refused(() -> rules.requireAgreement(session, "a", List.of((WsTopicAuthorizer) factory.getProxy())));

        assertThat(refused).hasMessageContaining(Members.class.getName());
    }

    @Test
    void shouldLetInWhatAllAgreeTo() {
        WsTopicAuthorizer agreeing = (who, topic) -> true;

        assertThatCode(() -> rules.requireAgreement(session, "a", List.of(agreeing, agreeing)))
                .doesNotThrowAnyException();
    }

    private static SubscriptionRefusedException refused(ThrowingCallable asked) {
        return catchThrowableOfType(SubscriptionRefusedException.class, asked);
    }

    static class Members implements WsTopicAuthorizer {

        @Override
        public boolean maySubscribe(WsSession session, String topic) {
            return false;
        }
    }
}
