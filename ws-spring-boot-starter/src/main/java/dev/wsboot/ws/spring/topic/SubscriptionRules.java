package dev.wsboot.ws.spring.topic;

import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.spring.SubscriptionRefusedException;
import dev.wsboot.ws.spring.SubscriptionRefusedException.Reason;
import dev.wsboot.ws.spring.WsTopicAuthorizer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;

/** What a session may subscribe to, and how often it was refused. */
public final class SubscriptionRules {

    private final int maxPerSession;
    private final int maxNameLength;
    private final Supplier<List<WsTopicAuthorizer>> authorizers;
    private final Map<Reason, LongAdder> refused = new EnumMap<>(Reason.class);

    /**
     * For the auto-configuration.
     *
     * @param maxPerSession topics that a session may have
     * @param maxNameLength characters that the name of a topic may have
     * @param authorizers gives those who have to agree, when the first subscription asks: they may need the topics themselves
     */
    public SubscriptionRules(int maxPerSession, int maxNameLength, Supplier<List<WsTopicAuthorizer>> authorizers) {
        this.maxPerSession = maxPerSession;
        this.maxNameLength = maxNameLength;
        this.authorizers = authorizers;
        for (Reason reason : Reason.values()) {
            refused.put(reason, new LongAdder());
        }
    }

    /**
     * Counts what was refused.
     *
     * @param reason one of the reasons
     * @return how often so far
     */
    public long refused(Reason reason) {
        return adder(reason).sum();
    }

    List<WsTopicAuthorizer> authorizers() {
        return authorizers.get();
    }

    /** Null comes from JSON without the property, so it is treated as the client's mistake too. */
    void requireName(WsSession session, @Nullable String topic) {
        if (topic == null || topic.isBlank()) {
            throw refusal(session, topic == null ? "" : topic, Reason.NO_NAME, "a topic needs a name");
        }
        if (topic.length() > maxNameLength) {
            throw refusal(
                    session,
                    topic,
                    Reason.NAME_TOO_LONG,
                    "the name has " + topic.length() + " characters, and ws.topics.max-name-length is "
                            + maxNameLength);
        }
    }

    void requireRoom(WsSession session, String topic, int has) {
        if (has >= maxPerSession) {
            throw refusal(
                    session,
                    topic,
                    Reason.TOO_MANY,
                    "it has " + has + " topics, and ws.topics.max-per-session is " + maxPerSession);
        }
    }

    void requireAgreement(WsSession session, String topic, List<WsTopicAuthorizer> all) {
        for (WsTopicAuthorizer authorizer : all) {
            if (!authorizer.maySubscribe(session, topic)) {
                throw refusal(
                        session,
                        topic,
                        Reason.DENIED,
                        AopUtils.getTargetClass(authorizer).getName() + " does not agree");
            }
        }
    }

    private SubscriptionRefusedException refusal(WsSession session, String topic, Reason reason, String why) {
        adder(reason).increment();
        return new SubscriptionRefusedException(session, topic, reason, why);
    }

    private LongAdder adder(Reason reason) {
        return Objects.requireNonNull(refused.get(reason));
    }
}
