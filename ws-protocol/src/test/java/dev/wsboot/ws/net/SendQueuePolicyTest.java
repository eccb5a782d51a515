package dev.wsboot.ws.net;

import static dev.wsboot.ws.net.Frames.ascii;
import static dev.wsboot.ws.net.Frames.binary;
import static dev.wsboot.ws.net.Frames.close;
import static dev.wsboot.ws.net.Frames.frame;
import static dev.wsboot.ws.net.Frames.ping;
import static dev.wsboot.ws.net.Frames.pong;
import static dev.wsboot.ws.net.Frames.text;
import static dev.wsboot.ws.net.MessageSenderTest.elsewhere;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.CloseEvent.Initiator;
import dev.wsboot.ws.MessageType;
import dev.wsboot.ws.PreparedMessage;
import dev.wsboot.ws.StreamedMessage;
import dev.wsboot.ws.WsObserver;
import dev.wsboot.ws.WsSession;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of messages to a peer that takes nothing, policy by policy. */
@Timeout(30)
class SendQueuePolicyTest {

    private static final String OVERFLOW = "too slow: the send queue is full";
    private static final CloseEvent OVERFLOWN =
            new CloseEvent(1008, OVERFLOW, Initiator.LOCAL, Cause.SEND_QUEUE_OVERFLOW, false);

    private final TestServer server = new TestServer();
    private Peer peer;
    private WsSession session;

    /** A session whose peer has not taken a first message of one character, for a queue of ten bytes and five messages. */
    private void openBlocked(SendQueuePolicy policy) {
        openForTen(policy);
        block();
    }

    private void openForTen(SendQueuePolicy policy) {
        server.sendQueueSize = 10;
        server.sendQueueMessages = 5;
        server.sendQueuePolicy = policy;
        open();
    }

    private void open() {
        peer = server.open();
        session = peer.session();
    }

    private void block() {
        peer.transport.take(0);
        session.sendText("-");
        server.run();
    }

    private Peer unblock() {
        peer.transport.takeEverything();
        server.run();
        return peer;
    }

    /** The sizes of the messages that were dropped. */
    private List<Long> dropped() {
        return server.observer.events.stream()
                .filter(event -> event.startsWith("dropped TEXT "))
                .map(event -> Long.valueOf(event.substring("dropped TEXT ".length())))
                .toList();
    }

    private List<Boolean> send(String... texts) {
        List<Boolean> taken = new ArrayList<>();
        for (String text : texts) {
            taken.add(session.sendText(text));
        }
        return taken;
    }

    private static PreparedMessage keyed(String key, String text) {
        return PreparedMessage.text(text).withKey(key);
    }

    @Nested
    class DropOldest {

        @Test
        void makesRoomForTheNewest() {
            openBlocked(SendQueuePolicy.DROP_OLDEST);

            assertThat(send("aaaa", "bbbb", "cc", "ddd")).containsOnly(true);

            assertThat(dropped()).containsExactly(4L);
            assertThat(session.queuedBytes()).isEqualTo(3 + 4 + 2 + 3);
            unblock().expect(text("-"), text("bbbb"), text("cc"), text("ddd"));
            assertThat(session.queuedBytes()).isZero();
        }

        @Test
        void boundsTheNumberToo() {
            openBlocked(SendQueuePolicy.DROP_OLDEST);

            assertThat(send("a", "b", "c", "d", "e", "f", "")).containsOnly(true);

            assertThat(dropped()).containsExactly(1L, 1L);
            unblock().expect(text("-"), text("c"), text("d"), text("e"), text("f"), text(""));
        }

        @Test
        void takesASingleLargeMessage() {
            openBlocked(SendQueuePolicy.DROP_OLDEST);
            send("a", "b", "x".repeat(100));

            assertThat(dropped()).containsExactly(1L, 1L);
            unblock().expect(text("-"), text("x".repeat(100)));
        }

        @Test
        void dropsThoseOfOtherThreadsOnTheLoop() throws Exception {
            openBlocked(SendQueuePolicy.DROP_OLDEST);
            send("aaaa", "bbbb");

            assertThat(elsewhere(() -> session.sendText("cccc") && session.send(PreparedMessage.text("dd"))))
                    .isTrue();
            server.run();

            assertThat(dropped()).containsExactly(4L);
            unblock().expect(text("-"), text("bbbb"), text("cccc"), text("dd"));
        }

        /** The loop may be busy: what it has not seen cannot be dropped any more. */
        @Test
        void refusesWhatTheLoopCannotFollow() throws Exception {
            openBlocked(SendQueuePolicy.DROP_OLDEST);

            assertThat(elsewhere(() -> List.of(
                            session.sendText("aaaa"),
                            session.sendText("bbbb"),
                            session.sendText("ccc"),
                            session.sendText("cc"))))
                    .containsExactly(true, true, false, true);

            assertThat(dropped()).containsExactly(3L);
            assertThat(session.isOpen()).isTrue();
            server.run();
            unblock().expect(text("-"), text("aaaa"), text("bbbb"), text("cc"));
        }

        @Test
        void sparesTheMessageThatIsPartlySent() {
            openBlocked(SendQueuePolicy.DROP_OLDEST);
            peer.transport.take(2);
            server.run();
            send("aaaaaa", "bbbbbb");

            unblock().expect(text("-"), text("bbbbbb"));
        }

        /** It was not blocked yet: the queue grows until the end of the turn, and the bound finds out. */
        @Test
        void findsOutAboutThePeerAtTheBound() {
            server.sendQueueSize = 1000;
            server.sendQueuePolicy = SendQueuePolicy.DROP_OLDEST;
            open();
            peer.transport.take(0);
            for (int i = 0; i < 100; i++) {
                assertThat(session.send(PreparedMessage.text("%020d".formatted(i))))
                        .isTrue();
            }

            assertThat(session.queuedBytes()).isLessThanOrEqualTo(1000 + 1000);
            assertThat(dropped()).isNotEmpty();
            unblock();
            String received = peer.receives();
            assertThat(received).startsWith(text("%020d".formatted(0))).endsWith(text("%020d".formatted(99)));
            assertThat(received.length() / text("%020d".formatted(0)).length())
                    .isEqualTo(100 - dropped().size());
        }

        @Test
        void ignoresKeys() {
            openBlocked(SendQueuePolicy.DROP_OLDEST);
            session.send(keyed("k", "1"));
            session.send(keyed("k", "2"));

            unblock().expect(text("-"), text("1"), text("2"));
        }
    }

    @Nested
    class DropNewest {

        @Test
        void keepsWhatWaits() {
            openBlocked(SendQueuePolicy.DROP_NEWEST);

            assertThat(send("aaaa", "bbbb", "ccc", "dd")).containsExactly(true, true, false, true);

            assertThat(dropped()).containsExactly(3L);
            assertThat(session.isOpen()).isTrue();
            unblock().expect(text("-"), text("aaaa"), text("bbbb"), text("dd"));
        }

        @Test
        void boundsTheNumberToo() {
            openBlocked(SendQueuePolicy.DROP_NEWEST);

            assertThat(send("", "", "", "", "", "", "")).containsExactly(true, true, true, true, true, false, false);
            assertThat(dropped()).containsExactly(0L, 0L);
        }

        @Test
        void tellsOtherThreadsAtOnce() throws Exception {
            openBlocked(SendQueuePolicy.DROP_NEWEST);

            assertThat(elsewhere(() -> List.of(session.sendText("aaaaa"), session.sendText("bbbbb"))))
                    .containsExactly(true, false);
            assertThat(dropped()).containsExactly(5L);
            assertThat(session.isOpen()).isTrue();
        }
    }

    @Nested
    class Conflate {

        @Test
        void replacesWhatHasTheSameKeyInItsPlace() {
            openBlocked(SendQueuePolicy.CONFLATE);
            session.send(keyed("a", "a1"));
            session.send(PreparedMessage.text("x"));
            session.send(keyed("b", "b1"));
            session.send(keyed("a", "a22"));
            session.send(keyed("b", "b"));

            assertThat(dropped()).containsExactly(2L, 2L);
            assertThat(session.queuedBytes()).isEqualTo(3 + 3 + 1 + 1);
            unblock().expect(text("-"), text("a22"), text("x"), text("b"));
        }

        @Test
        void replacesNothingThatWasSent() {
            openBlocked(SendQueuePolicy.CONFLATE);
            session.send(keyed("a", "1"));
            unblock();
            session.send(keyed("a", "2"));
            server.run();

            peer.expect(text("-"), text("1"), text("2"));
            assertThat(dropped()).isEmpty();
        }

        @Test
        void closesWhereThereIsNoRoomAllTheSame() {
            openBlocked(SendQueuePolicy.CONFLATE);
            session.send(keyed("a", "aaaa"));
            session.sendText("bbbb");

            assertThat(session.send(keyed("c", "ccc"))).isFalse();

            unblock()
                    .expect(text("-"), text("aaaa"), text("bbbb"), close(1008, OVERFLOW))
                    .ends();
            server.assertOver(peer, OVERFLOWN);
        }

        @Test
        void closesWhereANewValueIsTooLargeForThePlace() {
            openBlocked(SendQueuePolicy.CONFLATE);
            session.send(keyed("a", "a"));
            session.sendText("bbbb");

            assertThat(session.send(keyed("a", "aaaaaaa"))).isFalse();
            assertThat(session.isOpen()).isFalse();
        }

        @Test
        void aSingleValueMayBeLarge() {
            openBlocked(SendQueuePolicy.CONFLATE);
            session.send(keyed("a", "a"));

            assertThat(session.send(keyed("a", "a".repeat(100)))).isTrue();
            unblock().expect(text("-"), text("a".repeat(100)));
        }

        @Test
        void keysMayComeThroughAGroup() {
            openBlocked(SendQueuePolicy.CONFLATE);
            WsGroup group = new WsGroup(List.of(server.loop));
            group.add(session);
            group.send(keyed("a", "1"));
            group.send(keyed("a", "2"));
            server.run();

            unblock().expect(text("-"), text("2"));
        }
    }

    @Nested
    class Block {

        @Test
        void letsOtherThreadsWaitUntilThereIsRoom() throws Exception {
            openBlocked(SendQueuePolicy.BLOCK);
            assertThat(elsewhere(() -> session.sendText("aaaaaa"))).isTrue();
            server.run();
            FutureTask<Boolean> sending = new FutureTask<>(() -> session.sendText("bbbb"));
            Thread thread = waiting(sending);

            unblock();
            assertThat(sending.get()).isTrue();
            thread.join();
            server.run();
            peer.expect(text("-"), text("aaaaaa"), text("bbbb"));
            assertThat(dropped()).isEmpty();
        }

        /** Nobody would ever tell them. */
        @Test
        void letsThemGoWhereTheSessionEnds() throws Exception {
            openBlocked(SendQueuePolicy.BLOCK);
            session.sendText("aaaaaa");
            FutureTask<Boolean> sending = new FutureTask<>(() -> session.sendText("bbbb"));
            waiting(sending);

            server.advance(TestServer.STALL_TIMEOUT);

            assertThat(sending.get()).isFalse();
        }

        @Test
        void letsThemGoWhereItIsClosed() throws Exception {
            openBlocked(SendQueuePolicy.BLOCK);
            session.sendText("aaaaaa");
            FutureTask<Boolean> sending = new FutureTask<>(() -> session.sendText("bbbb"));
            waiting(sending);

            session.close();
            server.run();

            assertThat(sending.get()).isFalse();
        }

        @Test
        void anInterruptEndsTheWaiting() throws Exception {
            openBlocked(SendQueuePolicy.BLOCK);
            session.sendText("aaaaaa");
            FutureTask<Boolean> sending = new FutureTask<>(
                    () -> !session.sendText("bbbb") && Thread.currentThread().isInterrupted());
            waiting(sending).interrupt();

            assertThat(sending.get()).isTrue();
            assertThat(session.isOpen()).isTrue();
        }

        /** The queue empties without the peer ever having taken nothing. */
        @Test
        void theFlushAtTheEndOfATurnMakesRoom() throws Exception {
            openForTen(SendQueuePolicy.BLOCK);
            session.send(PreparedMessage.text("aaaaaaaa"));
            FutureTask<Boolean> sending = new FutureTask<>(() -> session.sendText("bbbb"));
            waiting(sending);
            server.run();

            assertThat(sending.get()).isTrue();
        }

        @Test
        void theEndOfAMessageInPartsMakesRoom() throws Exception {
            openForTen(SendQueuePolicy.BLOCK);
            session.sendTextPart("p", false);
            assertThat(elsewhere(() -> session.sendText("aaaaaaaa"))).isTrue();
            server.run();
            FutureTask<Boolean> sending = new FutureTask<>(() -> session.sendText("bbbb"));
            waiting(sending);
            session.sendTextPart("q", true);
            server.run();

            assertThat(sending.get()).isTrue();
        }

        @Test
        void theEndOfAStreamedMessageMakesRoom() throws Exception {
            openForTen(SendQueuePolicy.BLOCK);
            Source source = new Source();
            session.send(source.text());
            server.run();
            assertThat(elsewhere(() -> session.sendText("aaaaaaaa"))).isTrue();
            server.run();
            FutureTask<Boolean> sending = new FutureTask<>(() -> session.sendText("bbbb"));
            waiting(sending);
            source.ends();
            server.run();

            assertThat(sending.get()).isTrue();
        }

        @Test
        void pingsAndPartsWaitToo() throws Exception {
            openForTen(SendQueuePolicy.BLOCK);
            assertThat(elsewhere(() -> session.sendText("aaaaaaaaaa"))).isTrue();
            FutureTask<Boolean> sending = new FutureTask<>(
                    () -> session.ping(ByteBuffer.allocate(1)) && session.sendTextPart("bbbbbbbbb", true));
            waiting(sending);
            server.run();
            Vitals.soon().until(() -> {
                server.run();
                return sending.isDone();
            });

            assertThat(sending.get()).isTrue();
            assertThat(session.isOpen()).isTrue();
        }

        /** Two that wait for each other would wait for ever, and so would all their connections. */
        @Test
        void otherEventLoopsDoNotWait() throws Exception {
            openBlocked(SendQueuePolicy.BLOCK);
            session.sendText("aaaaaa");

            assertThat(elsewhere(() -> {
                        new EventLoop(new FakePoller(), new FakeClock()).own();
                        return session.sendText("bbbbbb");
                    }))
                    .isFalse();
            assertThat(session.isOpen()).isFalse();
        }

        @Test
        void whatCannotBeSentIsNotCountedForEver() throws Exception {
            openForTen(SendQueuePolicy.BLOCK);
            assertThat(elsewhere(() ->
                            session.sendTextPart("a", false) && session.sendBinaryPart(ByteBuffer.allocate(1), false)))
                    .isTrue();
            server.run();

            assertThat(((Session) session).hasPosted()).isFalse();
            assertThat(server.handler.closes).extracting(CloseEvent::code).containsExactly(1011);
        }

        @Test
        void cannotWaitOnTheLoop() {
            openBlocked(SendQueuePolicy.BLOCK);

            assertThat(send("aaaaaa", "bbbbbb")).containsExactly(true, false);

            unblock().expect(text("-"), text("aaaaaa"), close(1008, OVERFLOW)).ends();
            server.assertOver(peer, OVERFLOWN);
        }

        private Thread waiting(FutureTask<?> task) throws InterruptedException {
            Thread thread = new Thread(task);
            thread.start();
            while (thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            return thread;
        }
    }

    /** Only the loop is late. */
    @ParameterizedTest
    @EnumSource(names = {"DROP_OLDEST", "DROP_NEWEST"})
    void aPingThatDoesNotFitIsDropped(SendQueuePolicy policy) throws Exception {
        openForTen(policy);

        assertThat(elsewhere(() -> session.sendText("aaaaaaaaaa") && session.ping(ByteBuffer.allocate(1))))
                .isFalse();
        server.run();
        assertThat(session.isOpen()).isTrue();
        peer.expect(text("aaaaaaaaaa"));
    }

    /** Somebody was told that his message is on its way. */
    @Test
    void aKeyThatThrowsEndsTheSession() throws Exception {
        openBlocked(SendQueuePolicy.CONFLATE);
        Object broken = new Object() {
            @Override
            public boolean equals(Object other) {
                return this == other;
            }

            @Override
            public int hashCode() {
                throw new IllegalStateException("provoked");
            }
        };

        assertThat(elsewhere(() -> session.send(PreparedMessage.text("a").withKey(broken))))
                .isTrue();
        server.run();
        assertThat(server.handler.closes).extracting(CloseEvent::code).containsExactly(1011);
    }

    @Test
    void anObserverMaySendWhenAMessageIsDropped() {
        AtomicBoolean once = new AtomicBoolean();
        server.watcher = new WsObserver() {
            @Override
            public void messageDropped(WsSession from, MessageType type, long bytes) {
                if (!once.getAndSet(true)) {
                    from.sendText("c");
                }
            }
        };
        openBlocked(SendQueuePolicy.DROP_OLDEST);
        send("aaaa");
        CompletableFuture<Void> flushed = session.flush().toCompletableFuture();
        send("bbbb", "dddd");

        unblock().expect(text("-"), text("bbbb"), text("c"), text("dddd"));
        assertThat(flushed).isCompleted();
    }

    /** Those that were handed over by other threads, and whose bytes may be none. */
    @Test
    void theNumberOfMessagesIsBoundedUnderEveryPolicy() throws Exception {
        server.sendQueueMessages = 5;
        open();

        assertThat(elsewhere(() -> List.of(
                        session.sendText(""),
                        session.sendText(""),
                        session.sendText(""),
                        session.sendText(""),
                        session.sendText(""),
                        session.sendText(""))))
                .containsExactly(true, true, true, true, true, false);
        server.run();
        peer.expect(text(""), text(""), text(""), text(""), text(""), close(1008, OVERFLOW));
    }

    /** Their bytes count, and those of one message may be many. */
    @Test
    void partsAreNotCountedAsMessages() throws Exception {
        server.sendQueueMessages = 5;
        open();

        assertThat(elsewhere(() -> {
                    boolean taken = true;
                    for (int i = 0; i < 20; i++) {
                        taken &= session.sendTextPart("", i == 19) && session.ping(ByteBuffer.allocate(0));
                    }
                    return taken && session.sendText("a");
                }))
                .isTrue();
        assertThat(session.queuedBytes()).isPositive();
        server.run();
        assertThat(session.isOpen()).isTrue();
        assertThat(session.queuedBytes()).isZero();
        assertThat(peer.receives()).endsWith(text("a"));
    }

    @ParameterizedTest
    @EnumSource(names = {"DROP_OLDEST", "DROP_NEWEST", "CONFLATE", "BLOCK"})
    void whatWaitsLeavesBeforeTheCloseFrame(SendQueuePolicy policy) {
        openBlocked(policy);
        send("aaaa", "bbbb");
        session.close(4000, "");

        unblock()
                .expect(text("-"), text("aaaa"), text("bbbb"), close(4000, ""))
                .sends(close(4000, ""))
                .ends();
        server.assertOver(peer, new CloseEvent(4000, "", Initiator.LOCAL, Cause.CLOSE_FRAME, true));
    }

    /** A client reads a server that takes nothing. */
    @ParameterizedTest
    @EnumSource(names = {"DROP_OLDEST", "DROP_NEWEST", "CONFLATE", "BLOCK"})
    void whatWaitsLeavesBeforeTheAnswerToAClose(SendQueuePolicy policy) {
        TestClient client = new TestClient();
        client.sendQueuePolicy = policy;
        client.open().transport.take(0);
        client.session().sendText("-");
        client.run().session().sendText("a");
        client.sendsFrames(close(1000, "")).transport.takeEverything();

        client.run().expect(text("-"), text("a"), close(1000, ""));
    }

    @Test
    void controlFramesDoNotWaitBehindMessages() {
        openBlocked(SendQueuePolicy.DROP_OLDEST);
        send("aaaa");
        peer.transport.take(3);
        server.run();
        session.ping(ByteBuffer.wrap(new byte[] {7}));
        peer.brings(ping("01"));

        unblock().expect(text("-"), text("aaaa"), frame(0x89, "07"), pong("01"));
    }

    @Nested
    class MessagesInParts {

        /** Section 5.4: "The fragments of one message MUST NOT be interleaved". Whole ones wait, and may be dropped meanwhile. */
        @Test
        void othersCanBeDroppedWhileOneLeaves() {
            server.sendQueueSize = 10;
            server.sendQueuePolicy = SendQueuePolicy.DROP_OLDEST;
            open();
            session.sendTextPart("p", false);
            send("aaaa", "bbbb", "cccc");
            session.sendTextPart("q", true);
            server.run();

            assertThat(dropped()).containsExactly(4L);
            peer.expect(frame(0x01, ascii("p")), frame(0x80, ascii("q")), text("bbbb"), text("cccc"));
            assertThat(session.queuedBytes()).isZero();
        }

        @Test
        void comeBehindWhatWaits() {
            openBlocked(SendQueuePolicy.DROP_OLDEST);
            send("a");
            session.sendTextPart("b", true);
            send("c");
            session.send(StreamedMessage.text(List.of("d").iterator()));
            send("e");

            unblock()
                    .expect(
                            text("-"),
                            text("a"),
                            frame(0x81, ascii("b")),
                            text("c"),
                            frame(0x01, ascii("d")),
                            frame(0x80, ""),
                            text("e"));
        }

        @Test
        void comeInOrderBehindEachOther() {
            server.sendQueuePolicy = SendQueuePolicy.DROP_OLDEST;
            Source first = new Source();
            open();
            session.send(first.text());
            send("a");
            session.send(StreamedMessage.text(List.of("b").iterator()));
            send("c");
            first.ends();
            server.run();

            peer.expect(frame(0x81, ""), text("a"), frame(0x01, ascii("b")), frame(0x80, ""), text("c"));
        }
    }

    @Nested
    class Flush {

        @Test
        void isDoneWhenWhatWaitedHasLeft() {
            openBlocked(SendQueuePolicy.DROP_OLDEST);
            send("aaaa");
            CompletableFuture<Void> flushed = session.flush().toCompletableFuture();
            send("bbbb");
            peer.transport.take(3);
            server.run();
            assertThat(flushed).isNotDone();
            unblock();

            assertThat(flushed).isCompleted();
        }

        @Test
        void isDoneWhenItWasDropped() {
            openBlocked(SendQueuePolicy.DROP_OLDEST);
            send("aaaa");
            CompletableFuture<Void> flushed = session.flush().toCompletableFuture();
            send("bbbb", "cccc", "dddd");
            server.run();
            assertThat(flushed).as("the first message still waits").isNotDone();
            peer.transport.take(3);
            server.run();

            assertThat(flushed).isCompleted();
        }

        /** Whoever paces the parts of his message by it would wait for himself. */
        @Test
        void doesNotWaitForWhatWaitsForAMessageInParts() {
            openForTen(SendQueuePolicy.DROP_OLDEST);
            session.sendTextPart("p", false);
            session.sendText("x");
            CompletableFuture<Void> flushed = session.flush().toCompletableFuture();
            server.run();

            assertThat(flushed).isCompleted();
        }

        @Test
        void failsWithTheSession() {
            openBlocked(SendQueuePolicy.DROP_OLDEST);
            send("aaaa");
            CompletableFuture<Void> flushed = session.flush().toCompletableFuture();
            server.advance(TestServer.STALL_TIMEOUT);

            assertThat(flushed).isCompletedExceptionally();
        }
    }

    @Test
    void anEndpointHasAPolicyOfItsOwn() {
        server.endpointOptions = EndpointOptions.DEFAULT.withSendQueuePolicy(SendQueuePolicy.DROP_NEWEST);
        openBlocked(SendQueuePolicy.CLOSE);

        assertThat(send("aaaaaa", "bbbbbb")).containsExactly(true, false);
        assertThat(session.isOpen()).isTrue();
    }

    @Test
    void binaryMessagesWaitAsTheyWere() {
        openBlocked(SendQueuePolicy.DROP_OLDEST);
        ByteBuffer data = ByteBuffer.wrap(new byte[] {1, 2});
        session.sendBinary(data);
        data.put(0, (byte) 9);

        unblock().expect(text("-"), binary("0102"));
    }

    @Test
    void whatIsSentLaterIsToldAsSentThen() {
        openBlocked(SendQueuePolicy.DROP_OLDEST);
        send("aa");
        assertThat(server.observer.events).doesNotContain("sent TEXT 2");
        unblock();

        assertThat(server.observer.events).contains("sent TEXT 2");
    }

    @Test
    void aPeerThatTakesNothingIsCutAllTheSame() {
        openBlocked(SendQueuePolicy.DROP_OLDEST);
        server.advance(TestServer.STALL_TIMEOUT);

        server.assertOver(peer, new CloseEvent(1006, "", Initiator.LOCAL, Cause.WRITE_TIMEOUT, false));
    }

    /** A farewell waits for messages in parts, and not for a slow peer. */
    @Test
    void whoIsSlowIsNotSendingInParts() {
        openBlocked(SendQueuePolicy.DROP_OLDEST);
        session.sendText("a");

        assertThat(peer.connection.isSendingInParts()).isFalse();
    }
}
