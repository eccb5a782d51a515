package dev.wsboot.ws.spring.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.CloseEvent.Initiator;
import dev.wsboot.ws.MessageType;
import dev.wsboot.ws.PreparedMessage;
import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.net.WsGroup;
import dev.wsboot.ws.spring.FakeSession;
import dev.wsboot.ws.spring.TestCodec;
import dev.wsboot.ws.spring.WsPayloadCodec;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

class LocalTopicsTest {

    private final List<WsGroup> groups = new ArrayList<>();
    private final LocalTopics topics = new LocalTopics(this::newGroup, new TestCodec());
    private final FakeSession one = new FakeSession("1");
    private final FakeSession other = new FakeSession("2");

    private WsGroup newGroup() {
        WsGroup group = mock(WsGroup.class);
        groups.add(group);
        return group;
    }

    @Test
    void shouldKeepOneGroupATopic() {
        topics.subscribe(one, "a");
        topics.subscribe(other, "a");
        topics.subscribe(one, "b");

        assertThat(groups).hasSize(2);
        verify(groups.get(0)).add(one);
        verify(groups.get(0)).add(other);
        verify(groups.get(1)).add(one);
    }

    @Test
    void shouldSubscribeOnlyOnce() {
        topics.subscribe(one, "a");
        topics.subscribe(one, "a");

        verify(groups.get(0)).add(one);
        topics.unsubscribe(one, "a");
        topics.publish("a", "gone");
        verify(groups.get(0), never()).send(any());
    }

    @Test
    void shouldForgetATopicWithItsLastSubscriber() {
        topics.subscribe(one, "a");
        topics.subscribe(other, "a");

        topics.unsubscribe(one, "a");
        topics.publish("a", "still there");
        topics.unsubscribe(other, "a");
        topics.publish("a", "gone");

        verify(groups.get(0)).remove(one);
        verify(groups.get(0)).remove(other);
        verify(groups.get(0), times(1)).send(any());
        topics.subscribe(one, "a");
        assertThat(groups).hasSize(2);
    }

    @Test
    void shouldIgnoreAnUnsubscribeWithoutASubscription() {
        topics.unsubscribe(one, "a");
        topics.subscribe(one, "b");
        topics.unsubscribe(one, "a");

        verify(groups.get(0)).add(one);
        verifyNoMoreInteractions(groups.get(0));
    }

    @Test
    void shouldLetASessionThatEndsLeaveAllItsTopics() {
        topics.subscribe(one, "a");
        topics.subscribe(one, "b");
        topics.subscribe(other, "b");

        end(one);
        topics.publish("a", "gone");
        topics.publish("b", "still there");

        verify(groups.get(0), never()).send(any());
        verify(groups.get(1)).remove(one);
        verify(groups.get(1)).send(any());
    }

    @Test
    void shouldNotSubscribeASessionThatIsClosing() {
        one.close();

        topics.subscribe(one, "a");

        assertThat(groups).isEmpty();
    }

    @Test
    void shouldLeaveAgainWhenTheSessionEndsWhileItSubscribes() {
        LocalTopics closing = new LocalTopics(
                () -> {
                    end(one);
                    return newGroup();
                },
                null);

        closing.subscribe(one, "a");

        verify(groups.get(0)).add(one);
        verify(groups.get(0)).remove(one);
        closing.publish("a", "gone");
        verify(groups.get(0), never()).send(any());
    }

    @Test
    void shouldForgetASubscriptionThatTheServerRefuses() {
        topics.subscribe(one, "a");
        doThrow(new IllegalArgumentException("not ours")).when(groups.get(0)).add(other);

        assertThatThrownBy(() -> topics.subscribe(other, "a")).hasMessage("not ours");
        topics.unsubscribe(one, "a");
        topics.publish("a", "gone");

        verify(groups.get(0), never()).send(any());
    }

    @Test
    void shouldTakeHostileNamesForNamesOnly() {
        List<String> names = List.of("*", "a.*", "#{T(java.lang.Runtime)}", "${user.home}", "../..", "\r\nPUBLISH", "");
        names.forEach(name -> topics.subscribe(one, name));

        topics.publish("*", "only here");

        assertThat(groups).hasSize(names.size());
        verify(groups.get(0)).send(any());
        for (WsGroup group : groups.subList(1, groups.size())) {
            verify(group, never()).send(any());
        }
    }

    @Test
    void shouldSendTextAndBytesAsTheyAre() {
        assertThat(published("text")).isEqualTo("TEXT text");
        assertThat(published(new byte[] {'b', 'y'})).isEqualTo("BINARY by");
        ByteBuffer buffer = ByteBuffer.wrap(new byte[] {'b', 'u', 'f'});
        assertThat(published(buffer)).isEqualTo("BINARY buf");
        assertThat(buffer.remaining()).isEqualTo(3);
        assertThat(published(PreparedMessage.text("ready"))).isEqualTo("TEXT ready");
    }

    @Test
    void shouldSendAnythingElseAsJson() {
        assertThat(published(Map.of("a", 1))).isEqualTo("TEXT {\"a\":1}");
    }

    @Test
    void shouldEncodeOnceForManyAndNotAtAllForNobody() {
        AtomicInteger written = new AtomicInteger();
        LocalTopics counting = new LocalTopics(this::newGroup, new WsPayloadCodec() {
            @Override
            public Function<String, Object> reader(Type type) {
                throw new AssertionError();
            }

            @Override
            public String write(Object message) {
                written.incrementAndGet();
                return "";
            }
        });
        counting.publish("a", List.of());
        assertThat(written).hasValue(0);

        counting.subscribe(one, "a");
        counting.subscribe(other, "a");
        counting.publish("a", List.of());

        assertThat(written).hasValue(1);
    }

    @Test
    void shouldSayWhatIsMissingWhenThereIsNoJson() {
        LocalTopics plain = new LocalTopics(this::newGroup, null);
        plain.subscribe(one, "a");

        assertThatThrownBy(() -> plain.publish("a", List.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("spring-boot-starter-jackson");
    }

    @Test
    void shouldEndUpEmptyWhateverManyThreadsDo() throws Exception {
        List<Callable<Void>> work = new ArrayList<>();
        List<FakeSession> sessions = new ArrayList<>();
        LocalTopics shared = new LocalTopics(() -> mock(WsGroup.class), null);
        for (int i = 0; i < 50; i++) {
            FakeSession session = new FakeSession("s" + i);
            sessions.add(session);
            work.add(() -> {
                for (int topic = 0; topic < 20; topic++) {
                    shared.subscribe(session, "t" + topic % 5);
                    shared.unsubscribe(session, "t" + (topic + 2) % 5);
                }
                return null;
            });
            work.add(() -> {
                end(session, shared);
                return null;
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (var done : threads.invokeAll(work)) {
                done.get();
            }
        } finally {
            threads.shutdown();
        }

        assertThat(shared).hasFieldOrPropertyWithValue("topics", Map.of());
        assertThat(shared).hasFieldOrPropertyWithValue("topicsOf", Map.of());
    }

    private String published(Object message) {
        LocalTopics fresh = new LocalTopics(this::newGroup, new TestCodec());
        fresh.subscribe(one, "a");
        fresh.publish("a", message);
        ArgumentCaptor<PreparedMessage> sent = ArgumentCaptor.forClass(PreparedMessage.class);
        verify(groups.get(groups.size() - 1)).send(sent.capture());
        MessageType type = sent.getValue().type();
        return type + " " + StandardCharsets.UTF_8.decode(sent.getValue().payload());
    }

    private void end(FakeSession session) {
        end(session, topics);
    }

    private static void end(FakeSession session, LocalTopics topics) {
        session.close();
        topics.sessionClosed(
                (WsSession) session,
                new CloseEvent(1000, "", Initiator.REMOTE, Cause.CLOSE_FRAME, true),
                Duration.ofSeconds(1));
    }
}
