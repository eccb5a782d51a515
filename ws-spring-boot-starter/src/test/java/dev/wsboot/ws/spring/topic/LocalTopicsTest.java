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
import dev.wsboot.ws.spring.SubscriptionRefusedException;
import dev.wsboot.ws.spring.SubscriptionRefusedException.Reason;
import dev.wsboot.ws.spring.TestCodec;
import dev.wsboot.ws.spring.WsPayloadCodec;
import dev.wsboot.ws.spring.WsTopicAuthorizer;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

class LocalTopicsTest {

    private final List<WsGroup> groups = Collections.synchronizedList(new ArrayList<>());
    private final LocalTopics topics = new LocalTopics(this::newGroup, new TestCodec(), rules());
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
                null,
                rules());

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
        List<String> names = List.of(
                "*",
                "**",
                "a.*",
                "chat:*",
                "chat:blue",
                "[a-z]",
                "#{T(java.lang.Runtime).getRuntime().exec('id')}",
                "T(java.lang.Runtime)",
                "${user.home}",
                "../..",
                "\r\nPUBLISH",
                "a\0b",
                "x".repeat(256));
        names.forEach(name -> topics.subscribe(one, name));

        names.forEach(name -> topics.publish(name, name));

        assertThat(groups).hasSize(names.size());
        for (int i = 0; i < names.size(); i++) {
            ArgumentCaptor<PreparedMessage> sent = ArgumentCaptor.forClass(PreparedMessage.class);
            verify(groups.get(i), times(1)).send(sent.capture());
            assertThat(text(sent.getValue())).isEqualTo(names.get(i));
        }
    }

    @Nested
    class ASubscription {

        private final List<String> asked = new ArrayList<>();

        @Test
        void isAskedAboutOnceBySessionAndTopic() {
            LocalTopics guarded = guarded(10, (session, topic) -> asked.add(session.id() + " " + topic));

            guarded.subscribe(one, "a");
            guarded.subscribe(one, "a");
            guarded.subscribe(one, "b");
            guarded.subscribe(other, "a");

            assertThat(asked).containsExactly("1 a", "1 b", "2 a");
            assertThat(groups).hasSize(2);
        }

        @Test
        void isAskedAboutAgainWhenItWasEnded() {
            LocalTopics guarded = guarded(10, (session, topic) -> asked.add(topic));

            guarded.subscribe(one, "a");
            guarded.unsubscribe(one, "a");
            guarded.subscribe(one, "a");

            assertThat(asked).containsExactly("a", "a");
        }

        @Test
        void leavesNoTraceWhenItIsDenied() {
            LocalTopics guarded = guarded(10, (session, topic) -> false);

            assertThatThrownBy(() -> guarded.subscribe(one, "a")).isInstanceOf(SubscriptionRefusedException.class);

            assertThat(guarded).hasFieldOrPropertyWithValue("topics", Map.of());
            assertThat(guarded).hasFieldOrPropertyWithValue("topicsOf", Map.of());
            assertThat(groups).isEmpty();
        }

        @Test
        void leavesWhatTheSessionHasWhenItIsDenied() {
            LocalTopics guarded = guarded(10, (session, topic) -> topic.equals("a"));
            guarded.subscribe(one, "a");

            assertThatThrownBy(() -> guarded.subscribe(one, "b")).isInstanceOf(SubscriptionRefusedException.class);
            guarded.publish("a", "hi");
            guarded.publish("b", "secret");

            assertThat(groups).hasSize(1);
            verify(groups.get(0), times(1)).send(any());
            verify(groups.get(0), never()).remove(any());
        }

        @Test
        void needsTheAgreementOfAll() {
            LocalTopics guarded =
                    guarded(10, (session, topic) -> !topic.equals("a"), (session, topic) -> !topic.equals("b"));

            assertThatThrownBy(() -> guarded.subscribe(one, "a")).isInstanceOf(SubscriptionRefusedException.class);
            assertThatThrownBy(() -> guarded.subscribe(one, "b")).isInstanceOf(SubscriptionRefusedException.class);
            guarded.subscribe(one, "c");

            assertThat(groups).hasSize(1);
        }

        @Test
        void leavesNoTraceWhenWhoIsAskedThrows() {
            IllegalStateException down = new IllegalStateException("the database is down");
            LocalTopics guarded = guarded(10, (session, topic) -> {
                throw down;
            });

            assertThatThrownBy(() -> guarded.subscribe(one, "a")).isSameAs(down);

            assertThat(guarded).hasFieldOrPropertyWithValue("topics", Map.of());
            assertThat(guarded).hasFieldOrPropertyWithValue("topicsOf", Map.of());
            assertThat(groups).isEmpty();
        }

        @Test
        void holdsNobodyUpWhileItIsDecided() {
            AtomicReference<LocalTopics> itself = new AtomicReference<>();
            LocalTopics guarded = guarded(10, (session, topic) -> {
                if (topic.equals("slow")) {
                    CompletableFuture.runAsync(() -> {
                                itself.get().subscribe(session, "quick");
                                itself.get().subscribe(other, "slow too");
                                itself.get().unsubscribe(session, "before");
                            })
                            .orTimeout(10, TimeUnit.SECONDS)
                            .join();
                }
                return true;
            });
            itself.set(guarded);
            guarded.subscribe(one, "before");

            guarded.subscribe(one, "slow");

            assertThat(groups).hasSize(4);
        }

        @Test
        void isNotAskedAboutByASessionThatIsClosing() {
            LocalTopics guarded = guarded(10, (session, topic) -> asked.add(topic));
            one.close();

            guarded.subscribe(one, "a");

            assertThat(asked).isEmpty();
        }

        @Test
        void isLeftAgainWhenTheSessionEndsWhileItIsDecided() {
            AtomicReference<LocalTopics> itself = new AtomicReference<>();
            LocalTopics guarded = guarded(10, (session, topic) -> {
                end(one, itself.get());
                return true;
            });
            itself.set(guarded);

            guarded.subscribe(one, "a");

            assertThat(guarded).hasFieldOrPropertyWithValue("topics", Map.of());
            assertThat(guarded).hasFieldOrPropertyWithValue("topicsOf", Map.of());
        }
    }

    @Nested
    class Limits {

        @Test
        void endWithTheLastTopicThatASessionMayHave() {
            LocalTopics limited = guarded(2);
            limited.subscribe(one, "a");
            limited.subscribe(one, "b");

            assertThatThrownBy(() -> limited.subscribe(one, "c"))
                    .isInstanceOfSatisfying(
                            SubscriptionRefusedException.class,
                            refused -> assertThat(refused.reason()).isEqualTo(Reason.TOO_MANY));

            assertThat(groups).hasSize(2);
            limited.subscribe(one, "a");
            limited.subscribe(other, "c");
            limited.unsubscribe(one, "a");
            limited.subscribe(one, "c");
            verify(groups.get(2)).add(one);
        }

        @Test
        void areLookedAtBeforeAnybodyIsAsked() {
            List<String> asked = new ArrayList<>();
            LocalTopics limited = guarded(1, (session, topic) -> asked.add(topic));
            limited.subscribe(one, "a");

            assertThatThrownBy(() -> limited.subscribe(one, "b")).isInstanceOf(SubscriptionRefusedException.class);
            assertThatThrownBy(() -> limited.subscribe(other, "x".repeat(257)))
                    .isInstanceOf(SubscriptionRefusedException.class);

            assertThat(asked).containsExactly("a");
        }

        @Test
        void holdForThreadsThatSubscribeAtOnce() throws Exception {
            CyclicBarrier allDecided = new CyclicBarrier(2);
            LocalTopics limited = guarded(3, (session, topic) -> {
                if (topic.startsWith("raced")) {
                    await(allDecided);
                }
                return true;
            });
            limited.subscribe(one, "a");
            limited.subscribe(one, "b");

            List<CompletableFuture<Void>> raced = Stream.of("raced 1", "raced 2")
                    .map(name -> CompletableFuture.runAsync(
                            () -> limited.subscribe(one, name), work -> new Thread(work).start()))
                    .toList();

            assertThat(raced.stream().filter(LocalTopicsTest::isRefused)).hasSize(1);
            assertThat(groups).hasSize(3);
        }

        @Test
        void leaveNoTraceOfANameThatIsRefused() {
            for (String name : Arrays.asList(null, "", " \t\r\n", "x".repeat(257), "y".repeat(1 << 20))) {
                assertThatThrownBy(() -> topics.subscribe(one, name)).isInstanceOf(SubscriptionRefusedException.class);
            }

            assertThat(topics).hasFieldOrPropertyWithValue("topics", Map.of());
            assertThat(topics).hasFieldOrPropertyWithValue("topicsOf", Map.of());
            assertThat(groups).isEmpty();
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
        LocalTopics counting = new LocalTopics(
                this::newGroup,
                new WsPayloadCodec() {
                    @Override
                    public Function<String, Object> reader(Type type) {
                        throw new AssertionError();
                    }

                    @Override
                    public String write(Object message) {
                        written.incrementAndGet();
                        return "";
                    }
                },
                rules());
        counting.publish("a", List.of());
        assertThat(written).hasValue(0);

        counting.subscribe(one, "a");
        counting.subscribe(other, "a");
        counting.publish("a", List.of());

        assertThat(written).hasValue(1);
    }

    @Test
    void shouldSayWhatIsMissingWhenThereIsNoJson() {
        LocalTopics plain = new LocalTopics(this::newGroup, null, rules());
        plain.subscribe(one, "a");

        assertThatThrownBy(() -> plain.publish("a", List.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("spring-boot-starter-jackson");
    }

    @Test
    void shouldEndUpEmptyWhateverManyThreadsDo() throws Exception {
        List<Callable<Void>> work = new ArrayList<>();
        List<FakeSession> sessions = new ArrayList<>();
        LocalTopics shared = new LocalTopics(() -> mock(WsGroup.class), null, rules());
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
        LocalTopics fresh = new LocalTopics(this::newGroup, new TestCodec(), rules());
        fresh.subscribe(one, "a");
        fresh.publish("a", message);
        ArgumentCaptor<PreparedMessage> sent = ArgumentCaptor.forClass(PreparedMessage.class);
        verify(groups.get(groups.size() - 1)).send(sent.capture());
        MessageType type = sent.getValue().type();
        return type + " " + text(sent.getValue());
    }

    private static String text(PreparedMessage message) {
        return StandardCharsets.UTF_8.decode(message.payload()).toString();
    }

    private static SubscriptionRules rules() {
        return new SubscriptionRules(1_000, 256, List::of);
    }

    private LocalTopics guarded(int maxPerSession, WsTopicAuthorizer... authorizers) {
        return new LocalTopics(
                this::newGroup, null, new SubscriptionRules(maxPerSession, 256, () -> List.of(authorizers)));
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether a subscription was refused, and not anything else. */
    private static boolean isRefused(CompletableFuture<Void> subscription) {
        try {
            subscription.get(10, TimeUnit.SECONDS);
            return false;
        } catch (Exception e) {
            assertThat(e.getCause()).isInstanceOf(SubscriptionRefusedException.class);
            return true;
        }
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
