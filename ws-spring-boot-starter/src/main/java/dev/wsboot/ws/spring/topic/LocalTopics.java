package dev.wsboot.ws.spring.topic;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.PreparedMessage;
import dev.wsboot.ws.WsObserver;
import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.net.WsGroup;
import dev.wsboot.ws.spring.WsPayloadCodec;
import dev.wsboot.ws.spring.WsTopicAuthorizer;
import dev.wsboot.ws.spring.WsTopics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Topics among the sessions of this server.
 *
 * <p>Two maps know the same thing from both sides: a topic counts its subscribers, so that it can go with the last one, and
 * a session's entry names its topics, so that it can leave them all. An entry is changed only inside
 * {@code topicsOf.compute}, a topic only inside {@code topics.compute}, and the first may call the second, never the other
 * way round.
 */
public final class LocalTopics implements WsTopics, WsObserver {

    private final Supplier<WsGroup> newGroup;
    private final @Nullable WsPayloadCodec codec;
    private final SubscriptionRules rules;
    private final ConcurrentMap<String, Topic> topics = new ConcurrentHashMap<>();
    private final ConcurrentMap<WsSession, Set<String>> topicsOf = new ConcurrentHashMap<>();

    /**
     * For the auto-configuration.
     *
     * @param newGroup makes a group of the running server
     * @param codec writes what is neither text nor bytes; null where there is no JSON
     * @param rules what a session may subscribe to
     */
    public LocalTopics(Supplier<WsGroup> newGroup, @Nullable WsPayloadCodec codec, SubscriptionRules rules) {
        this.newGroup = newGroup;
        this.codec = codec;
        this.rules = rules;
    }

    @Override
    public void subscribe(WsSession session, String topic) {
        if (!session.isOpen()) {
            return;
        }
        rules.requireName(session, topic);
        List<WsTopicAuthorizer> authorizers = rules.authorizers();
        if (!authorizers.isEmpty()) {
            if (has(session, topic)) {
                return;
            }
            // Not inside of compute: it is the application's code, and may wait for others who subscribe.
            rules.requireAgreement(session, topic, authorizers);
        }
        topicsOf.compute(session, (same, names) -> {
            Set<String> joined = names == null ? new HashSet<>(4) : names;
            if (!joined.contains(topic)) {
                rules.requireRoom(session, topic, joined.size());
                join(session, topic);
                joined.add(topic);
            }
            return joined;
        });
        // A session stops being open before sessionClosed is called. So either that call still comes and finds the
        // entry, or it has gone by and is made up for here.
        if (!session.isOpen()) {
            leaveAll(session);
        }
    }

    @Override
    public void unsubscribe(WsSession session, String topic) {
        topicsOf.computeIfPresent(session, (same, names) -> {
            if (names.remove(topic)) {
                leave(session, topic);
            }
            return names.isEmpty() ? null : names;
        });
    }

    @Override
    public void publish(String topic, Object message) {
        Topic found = topics.get(topic);
        if (found != null) {
            found.group().send(prepare(message));
        }
    }

    @Override
    public void sessionClosed(WsSession session, CloseEvent close, Duration lifetime) {
        leaveAll(session);
    }

    /** Refuses where there is no room for one more, so that nobody is asked in vain. */
    private boolean has(WsSession session, String topic) {
        AtomicBoolean found = new AtomicBoolean();
        topicsOf.computeIfPresent(session, (same, names) -> {
            found.setPlain(names.contains(topic));
            if (!found.getPlain()) {
                rules.requireRoom(session, topic, names.size());
            }
            return names;
        });
        return found.getPlain();
    }

    private void leaveAll(WsSession session) {
        topicsOf.computeIfPresent(session, (same, names) -> {
            names.forEach(topic -> leave(session, topic));
            return null;
        });
    }

    private void join(WsSession session, String name) {
        topics.compute(name, (same, topic) -> {
            Topic joined =
                    topic == null ? new Topic(newGroup.get(), 1) : new Topic(topic.group(), topic.subscribers() + 1);
            joined.group().add(session);
            return joined;
        });
    }

    private void leave(WsSession session, String name) {
        topics.computeIfPresent(name, (same, topic) -> {
            topic.group().remove(session);
            return topic.subscribers() == 1 ? null : new Topic(topic.group(), topic.subscribers() - 1);
        });
    }

    private PreparedMessage prepare(Object message) {
        if (message instanceof PreparedMessage prepared) {
            return prepared;
        }
        if (message instanceof String text) {
            return PreparedMessage.text(text);
        }
        if (message instanceof byte[] bytes) {
            return PreparedMessage.binary(ByteBuffer.wrap(bytes));
        }
        if (message instanceof ByteBuffer buffer) {
            return PreparedMessage.binary(buffer.duplicate());
        }
        if (codec == null) {
            throw new IllegalStateException("No JsonMapper and no WsPayloadCodec to write a "
                    + message.getClass().getName() + "; add spring-boot-starter-jackson to the application");
        }
        return PreparedMessage.text(codec.write(message));
    }

    /**
     * A topic that has subscribers.
     *
     * @param group sends to them
     * @param subscribers how many they are
     */
    private record Topic(WsGroup group, int subscribers) {}
}
