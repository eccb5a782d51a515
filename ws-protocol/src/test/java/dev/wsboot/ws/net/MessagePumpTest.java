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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.CloseEvent.Initiator;
import dev.wsboot.ws.PreparedMessage;
import dev.wsboot.ws.StreamedMessage;
import dev.wsboot.ws.WsSession;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Messages that are made while they are sent. */
class MessagePumpTest {

    private static final String ENDED = "the session ended before everything was sent";

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    private final TestServer server = new TestServer();
    private final Peer peer = server.open();
    private final WsSession session = peer.session();
    private final Source source = new Source();

    private static String first(String text) {
        return frame(0x01, ascii(text));
    }

    private static String more(String text) {
        return frame(0x00, ascii(text));
    }

    private static String last(String text) {
        return frame(0x80, ascii(text));
    }

    private static CompletableFuture<Void> future(CompletionStage<Void> stage) {
        return stage.toCompletableFuture();
    }

    static Throwable failureOf(CompletableFuture<Void> future) {
        assertThat(future).isCompletedExceptionally();
        return assertThatThrownBy(future::get)
                .isInstanceOf(ExecutionException.class)
                .actual()
                .getCause();
    }

    private static void assertEnded(CompletableFuture<Void> future) {
        assertThat(failureOf(future)).isInstanceOf(IOException.class).hasMessage(ENDED);
    }

    @Nested
    class Sending {

        @Test
        void eachPartIsAFrameAndAnEmptyOneEndsTheMessage() {
            CompletableFuture<Void> sent = future(
                    session.send(StreamedMessage.text(List.of("Hel", "", "lo").iterator())));
            server.run();

            peer.expect(first("Hel"), more("lo"), last(""));
            assertThat(sent).isCompletedWithValue(null);
            server.observer.expect("sent TEXT 5");
        }

        @Test
        void aMessageWithoutPartsIsEmpty() {
            CompletableFuture<Void> sent = future(
                    session.send(StreamedMessage.binary(List.<ByteBuffer>of().iterator())));
            server.run();

            peer.expect(binary(""));
            assertThat(sent).isCompleted();
        }

        @Test
        void anInputStreamIsReadToItsEndAndClosed() throws Exception {
            byte[] data = new byte[200_000];
            TrackedStream stream = new TrackedStream(data);
            CompletableFuture<Void> sent =
                    elsewhere(() -> future(session.send(StreamedMessage.binary(stream, Runnable::run))));
            server.run();

            peer.expect(
                    frame(0x02, "00".repeat(65_522)),
                    frame(0x00, "00".repeat(65_522)),
                    frame(0x00, "00".repeat(65_522)),
                    frame(0x00, "00".repeat(200_000 - 3 * 65_522)),
                    last(""));
            assertThat(sent).isCompleted();
            assertThat(stream.closed).isPositive();
        }

        @Test
        void theNextPartIsAskedForWhenTheLastHasLeft() {
            session.send(source.binary());
            assertThat(source.requested).isEqualTo(1);
            peer.transport.take(3);
            source.gives(new byte[10]);
            server.run();
            assertThat(source.requested).isEqualTo(1);
            peer.transport.take(8);
            server.run();
            assertThat(source.requested).isEqualTo(1);
            peer.transport.take(1);
            server.run();

            assertThat(source.requested).isEqualTo(2);
        }

        /** Memory holds one part, however fast they are made. */
        @Test
        void theOutputNeverHoldsMoreThanOnePart() {
            AtomicInteger most = new AtomicInteger();
            Iterator<ByteBuffer> parts = IntStream.range(0, 100)
                    .mapToObj(i -> {
                        most.accumulateAndGet((int) session.queuedBytes(), Math::max);
                        return ByteBuffer.allocate(10_000);
                    })
                    .iterator();
            CompletableFuture<Void> sent = future(session.send(StreamedMessage.binary(parts)));
            while (!sent.isDone()) {
                peer.transport.take(3000);
                server.loop.turn();
            }

            assertThat(most.get()).isZero();
            assertThat(peer.receivesBytes()).hasSize(100 * 10_004 + 2);
        }

        /** A part may be larger than the send queue: only one is there at a time. */
        @Test
        void aPartMayBeLargerThanTheQueue() {
            peer.transport.take(0);
            session.ping(ByteBuffer.allocate(0));
            server.run();
            session.send(source.binary());
            source.gives(new byte[300_000]);
            server.run();
            peer.transport.takeEverything();
            source.ends();
            server.run();

            peer.expect("8900", frame(0x02, "00".repeat(300_000)), last(""));
        }

        @Test
        void theSourceMayPublishOnAnyThread() throws Exception {
            CompletableFuture<Void> sent = elsewhere(() -> future(session.send(source.binary())));
            server.run();
            elsewhere(() -> {
                source.gives(new byte[] {1});
                return null;
            });
            peer.expect();
            server.run();
            elsewhere(() -> {
                source.gives(new byte[] {2});
                source.ends();
                return null;
            });
            server.run();

            peer.expect(frame(0x02, "01"), frame(0x00, "02"), last(""));
            assertThat(sent).isCompleted();
        }

        @Test
        void sentMeansThatItsOwnLastByteHasLeft() {
            CompletableFuture<Void> sent = future(session.send(source.binary()));
            session.sendBinary(ByteBuffer.allocate(100));
            peer.transport.take(2);
            source.ends();
            server.loop.turn();
            assertThat(sent).isNotDone();
            server.run();

            assertThat(sent).isCompleted();
            assertThat(session.queuedBytes()).isEqualTo(102);
        }

        @Test
        void aLongMessageLeavesTheOtherConnectionsTheirTurns() {
            Peer other = server.open();
            Iterator<ByteBuffer> endless = IntStream.iterate(0, i -> i + 1)
                    .mapToObj(i -> ByteBuffer.allocate(1))
                    .iterator();
            session.send(StreamedMessage.binary(endless));
            other.brings(ping("hello"));
            for (int i = 0; i < 10; i++) {
                server.loop.turn();
            }

            other.expect(pong("hello"));
            assertThat(peer.receives()).startsWith("020100" + "000100");
        }
    }

    @Nested
    class Section54 {

        @Test
        void nothingComesInBetween() throws Exception {
            session.send(source.text());
            source.gives("a");
            session.sendText("whole");
            session.send(PreparedMessage.text("prepared"));
            elsewhere(() -> session.sendText("elsewhere"));
            CompletableFuture<Void> second = future(elsewhere(
                    () -> session.send(StreamedMessage.text(List.of("x", "y").iterator()))));
            server.run();
            session.sendTextPart("p", false);
            session.sendText("late");
            peer.sends(ping("r"));
            source.gives("b");
            server.run();
            peer.expect(first("a"), pong("r"), more("b"));
            source.ends();
            server.run();
            session.sendTextPart("q", true);
            server.run();

            peer.expect(
                    last(""),
                    text("whole"),
                    text("prepared"),
                    text("elsewhere"),
                    first("x"),
                    more("y"),
                    last(""),
                    first("p"),
                    last("q"),
                    text("late"));
            assertThat(second).isCompleted();
        }

        @Test
        void itWaitsForTheApplicationsOwnParts() {
            session.sendTextPart("p", false);
            CompletableFuture<Void> sent =
                    future(session.send(StreamedMessage.text(List.of("x").iterator())));
            session.sendTextPart("q", false);
            server.run();
            assertThat(sent).isNotDone();
            session.sendTextPart("r", true);
            server.run();

            peer.expect(first("p"), more("q"), last("r"), first("x"), last(""));
            assertThat(sent).isCompleted();
        }

        @Test
        void severalAreSentInOrder() {
            CompletableFuture<?>[] all = IntStream.range(0, 1000)
                    .mapToObj(i -> future(
                            session.send(StreamedMessage.text(List.of("x").iterator()))))
                    .toArray(CompletableFuture[]::new);
            server.run();

            peer.expect((first("x") + last("")).repeat(1000));
            assertThat(CompletableFuture.allOf(all)).isCompleted();
        }
    }

    /** Or two ends that stream to each other would both wait until the other one reads. */
    @Nested
    class WhileThePeerTakesNothing {

        private void block() {
            session.send(source.binary());
            peer.transport.take(0);
            source.gives(new byte[150_000]);
            server.run();
            assertThat(session.queuedBytes()).isPositive();
        }

        private void assertStopped() {
            assertThat(peer.transport.reading).isFalse();
            assertThat(session.isOpen()).isTrue();
            peer.transport.takeEverything();
            server.run();
            assertThat(peer.transport.reading).isTrue();
        }

        @Test
        void itIsRead() {
            block();
            peer.sends(text("a"), ping("p"), text("b"));

            server.handler.expect("text a", "ping 70", "text b");
            assertThat(peer.transport.reading).isTrue();
            peer.transport.takeEverything();
            server.run();
            assertThat(peer.receives()).endsWith(pong("p"));
        }

        @Test
        void untilTheAnswersNeedTheirRoom() {
            server.handler.does((from, what) -> from.sendText("answer"));
            block();
            int read = 0;
            while (read < 10_000 && peer.transport.reading) {
                peer.sends(text("a"));
                read++;
            }
            assertThat(read).isEqualTo(server.sendQueueSize / 8 / (64 + 6) + 1);

            assertStopped();
        }

        /** Only the latest of them is answered behind the first ones. */
        @Test
        void whateverItsPings() {
            block();
            long before = session.queuedBytes();
            for (int i = 0; i < 10_000; i++) {
                peer.sends(ping("%0100d".formatted(i)));
            }
            assertThat(peer.transport.reading).isTrue();
            assertThat(session.queuedBytes() - before).isEqualTo(server.maxPendingPongs * 102);
            peer.transport.takeEverything();
            server.run();

            assertThat(peer.receives()).contains(pong("%0100d".formatted(15)) + pong("%0100d".formatted(9_999)));
        }

        @Test
        void untilTheMessageHasEnded() {
            block();
            source.ends();
            server.run();
            peer.transport.take(0);
            peer.sends(text("a"), text("b"));
            server.run();

            server.handler.expect("text a");
            peer.transport.takeEverything();
            server.run();
            server.handler.expect("text b");
        }

        @Test
        void withoutAMessageInPartsItIsNot() {
            peer.transport.take(0);
            session.sendText("a");
            server.run();

            assertStopped();
        }

        @Test
        void whatAnEchoSendsInPartsIsBounded() {
            server.handler.does((from, what) -> from.sendBinaryPart(ByteBuffer.allocate(1000), false));
            peer.transport.take(0);
            int read = 0;
            while (read < 10_000 && peer.transport.reading) {
                peer.sends(text("more"));
                read++;
            }
            assertThat(read).isEqualTo(server.sendQueueSize / 8 / 1004 + 1);

            assertStopped();
        }
    }

    @Nested
    class SourcesThatFail {

        private final IllegalStateException failure = new IllegalStateException("no more paper");

        private void assertNothingWasSent(CompletableFuture<Void> sent, Throwable expected) {
            server.run();
            assertThat(failureOf(sent)).isSameAs(expected);
            session.sendText("next");
            server.run();
            peer.expect(text("next"));
        }

        private void assertSessionEnded(CompletableFuture<Void> sent, Throwable expected) {
            server.run();
            peer.expect(frame(0x02, "01"), close(1011, "")).ends();
            assertThat(failureOf(sent)).isSameAs(expected);
            server.assertOver(peer, new CloseEvent(1011, "", Initiator.LOCAL, Cause.HANDLER_ERROR, false));
        }

        @Test
        void beforeTheFirstPartNothingHappens() {
            CompletableFuture<Void> sent = future(session.send(source.binary()));
            CompletableFuture<Void> next =
                    future(session.send(StreamedMessage.text(List.<String>of().iterator())));
            source.fails(failure);
            server.run();

            peer.expect(text(""));
            assertThat(next).isCompleted();
            assertNothingWasSent(sent, failure);
        }

        @Test
        void behindAnEmptyPartToo() {
            CompletableFuture<Void> sent = future(session.send(source.binary()));
            source.gives(new byte[0]);
            server.run();
            source.fails(failure);

            assertNothingWasSent(sent, failure);
        }

        @Test
        void behindAPartTheSessionEnds() throws Exception {
            CompletableFuture<Void> sent = future(session.send(source.binary()));
            source.gives(new byte[] {1});
            server.run();
            elsewhere(() -> {
                source.fails(failure);
                return null;
            });

            assertSessionEnded(sent, failure);
        }

        @Test
        void whatSubscribingThrowsCounts() {
            Flow.Publisher<ByteBuffer> bad = subscriber -> {
                throw failure;
            };

            assertNothingWasSent(future(session.send(StreamedMessage.binary(bad))), failure);
        }

        @Test
        void whatAnIteratorThrowsCounts() {
            AssertionError error = new AssertionError("not even an exception");
            Iterator<ByteBuffer> bad = IntStream.of(1, 2)
                    .mapToObj(i -> {
                        if (i == 2) {
                            throw error;
                        }
                        return ByteBuffer.wrap(new byte[] {1});
                    })
                    .iterator();

            assertSessionEnded(future(session.send(StreamedMessage.binary(bad))), error);
        }

        @Test
        void whatAskingThrowsCounts() {
            AssertionError error = new AssertionError("not asked politely");
            Flow.Publisher<ByteBuffer> bad = subscriber -> subscriber.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long count) {
                    throw error;
                }

                @Override
                public void cancel() {
                    throw new IllegalStateException("nor this");
                }
            });

            assertNothingWasSent(future(session.send(StreamedMessage.binary(bad))), error);
        }

        @Test
        void aPartThatIsNoneFails() throws Exception {
            CompletableFuture<Void> sent = future(session.send(source.binary()));
            elsewhere(() -> {
                source.gives((ByteBuffer) null);
                return null;
            });
            server.run();

            assertThat(failureOf(sent)).isInstanceOf(NullPointerException.class);
            assertThat(source.cancelled).isTrue();
        }

        @Test
        void anErrorThatIsNoneFails() {
            CompletableFuture<Void> sent = future(session.send(source.binary()));
            source.fails(null);
            server.run();

            assertThat(failureOf(sent)).isInstanceOf(NullPointerException.class);
        }

        /** Whoever does not wait to be asked would fill the memory. */
        @Test
        void aPartThatWasNotAskedForFails() {
            CompletableFuture<Void> sent = future(session.send(source.binary()));
            source.gives(new byte[] {1});
            source.gives(new byte[] {2});
            server.run();

            assertThat(source.cancelled).isTrue();
            assertThat(failureOf(sent)).hasMessageContaining("not asked for");
            peer.expect(frame(0x02, "01"), close(1011, ""));
        }

        @Test
        void anInputStreamThatFailsIsClosed() {
            IOException broken = new IOException("disk");
            TrackedStream stream = new TrackedStream(new byte[0]) {
                @Override
                public synchronized int read(byte[] target, int offset, int length) {
                    throw sneaky(broken);
                }
            };
            CompletableFuture<Void> sent = future(session.send(StreamedMessage.text(stream, Runnable::run)));

            assertNothingWasSent(sent, broken);
            assertThat(stream.closed).isPositive();
        }

        @Test
        void whatComesBehindTheFailureIsIgnored() {
            CompletableFuture<Void> sent = future(session.send(source.binary()));
            source.fails(failure);
            source.fails(new IOException("again"));
            source.gives(new byte[] {1});
            source.ends();

            assertNothingWasSent(sent, failure);
        }

        @SuppressWarnings("unchecked")
        private static <E extends Throwable> RuntimeException sneaky(Throwable error) throws E {
            throw (E) error;
        }
    }

    @Nested
    class TheEndInTheMiddle {

        private CompletableFuture<Void> sent;
        private CompletableFuture<Void> waiting;
        private final TrackedStream neverRead = new TrackedStream(new byte[1]);

        private void begin() {
            sent = future(session.send(source.text()));
            source.gives("a");
            waiting = future(session.send(StreamedMessage.binary(neverRead, Runnable::run)));
            session.sendText("waits");
            server.run();
            peer.expect(first("a"));
        }

        private void assertAllFailed() {
            assertEnded(sent);
            assertEnded(waiting);
            assertThat(source.cancelled).isTrue();
            assertThat(neverRead.closed).isPositive();
        }

        @Test
        void thePeerCloses() {
            begin();
            peer.sends(close(1000, "")).expect(close(1000, "")).ends();

            assertAllFailed();
            server.assertOver(peer, new CloseEvent(1000, "", Initiator.REMOTE, Cause.CLOSE_FRAME, true));
        }

        @Test
        void thisSideCloses() throws Exception {
            begin();
            elsewhere(() -> {
                session.close();
                return null;
            });
            server.run();

            peer.expect(close(1000, ""));
            assertAllFailed();
            source.gives("late");
            source.ends();
            peer.sends(close(1000, "")).expect().ends();
            server.assertOver(peer, new CloseEvent(1000, "", Initiator.LOCAL, Cause.CLOSE_FRAME, true));
        }

        @Test
        void theWireBreaks() {
            begin();
            peer.transport.failWrites();
            source.gives("b");
            peer.transport.failReads();
            server.run();

            assertAllFailed();
            server.assertOver(peer, new CloseEvent(1006, "", Initiator.NONE, Cause.IO_ERROR, false));
        }

        @Test
        void thePeerDisappears() {
            begin();
            peer.ends();

            assertAllFailed();
            server.assertOver(peer, new CloseEvent(1006, "", Initiator.NONE, Cause.EOF_WITHOUT_CLOSE, false));
        }

        @Test
        void thePeerTakesNothing() {
            begin();
            peer.transport.take(0);
            source.gives("b");
            server.run().advance(TestServer.STALL_TIMEOUT);

            assertAllFailed();
            server.assertOver(peer, new CloseEvent(1006, "", Initiator.LOCAL, Cause.WRITE_TIMEOUT, false));
        }

        @Test
        void theHandlerFails() {
            server.handler.does((of, what) -> {
                if (what.startsWith("text")) {
                    throw new IllegalStateException("secret");
                }
            });
            begin();
            peer.sends(text("boom")).expect(close(1011, ""));

            assertAllFailed();
            errors.expect("closing with 1011");
        }

        @Test
        void theLastBytesDoNotLeaveAnyMore() {
            begin();
            peer.transport.take(0);
            source.ends();
            server.run();
            assertThat(sent).isNotDone();
            peer.transport.failWrites();
            server.run();

            assertEnded(sent);
        }

        @Test
        void whatIsSentAfterwardsFailsAtOnce() throws Exception {
            begin();
            peer.ends();
            TrackedStream late = new TrackedStream(new byte[1]);
            assertEnded(future(session.send(StreamedMessage.binary(late, Runnable::run))));
            CompletableFuture<Void> later = elsewhere(() -> future(session.send(new Source().text())));
            server.run();

            assertEnded(later);
            assertThat(late.closed).isPositive();
        }

        @Test
        void whenClosingHasBegunToo() {
            session.close();
            assertEnded(future(session.send(source.text())));
            assertThat(source.cancelled).isTrue();
        }

        @Test
        void aSourceThatSubscribesLateIsCancelledToo() {
            Flow.Subscriber<?>[] kept = new Flow.Subscriber<?>[1];
            sent = future(session.send(
                    StreamedMessage.binary((Flow.Publisher<ByteBuffer>) subscriber -> kept[0] = subscriber)));
            peer.ends();
            assertEnded(sent);
            kept[0].onSubscribe(source);

            assertThat(source.cancelled).isTrue();
            assertThat(source.requested).isZero();
        }

        @Test
        void aSourceThatCannotBeSubscribedToAnyMoreChangesNothing() {
            session.sendTextPart("a", false);
            Flow.Publisher<ByteBuffer> bad = subscriber -> {
                throw new IllegalStateException("too late");
            };
            waiting = future(session.send(StreamedMessage.binary(bad)));
            peer.ends();

            assertEnded(waiting);
        }

        @Test
        void whoIsToldMayDoWhatHeLikes() {
            begin();
            sent.whenComplete((nothing, error) -> {
                session.close();
                assertThat(session.sendText("a")).isFalse();
                assertEnded(future(session.flush()));
            });
            peer.sends(close(1000, "")).expect(close(1000, "")).ends();

            assertAllFailed();
            assertThat(sent).isCompletedExceptionally();
        }
    }

    /** A future that never completes is a thread that waits for ever. */
    @Nested
    class WhenTheLoopHasEnded {

        private final EventLoop loop = server.loop;

        private void endLoop() throws Exception {
            peer.connection.cut();
            elsewhere(() -> {
                loop.execute(LoopTask.of(loop::stop));
                return null;
            });
            loop.run();
        }

        @Test
        void whatIsSentFails() throws Exception {
            endLoop();
            TrackedStream stream = new TrackedStream(new byte[1]);
            assertEnded(elsewhere(() -> future(session.send(StreamedMessage.binary(stream, Runnable::run)))));
            assertThat(stream.closed).isPositive();
            assertEnded(elsewhere(() -> future(session.flush())));
            assertThat(elsewhere(() -> session.sendText("a"))).isFalse();
        }

        @Test
        void whatItHasNotBegunFails() throws Exception {
            loop.execute(LoopTask.of(loop::stop));
            CompletableFuture<Void> sent = new CompletableFuture<>();
            CompletableFuture<Void> flushed = new CompletableFuture<>();
            loop.execute(LoopTask.of(() -> {
                try {
                    elsewhere(
                            () -> session.send(source.text()).whenComplete((done, e) -> sent.completeExceptionally(e)));
                    elsewhere(() -> session.flush().whenComplete((done, e) -> flushed.completeExceptionally(e)));
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }));
            loop.run();

            assertEnded(sent);
            assertEnded(flushed);
            assertThat(source.cancelled).isTrue();
        }

        @Test
        void whatWaitedForItsBytesFails() throws Exception {
            peer.transport.take(0);
            session.sendText("a");
            CompletableFuture<Void> flushed = future(session.flush());
            endLoop();

            assertEnded(flushed);
        }

        @Test
        void whatItsSourceStillMakesIsLost() throws Exception {
            CompletableFuture<Void> sent = future(session.send(source.text()));
            loop.execute(LoopTask.of(loop::stop));
            loop.run();
            elsewhere(() -> {
                source.gives("a");
                return null;
            });

            assertEnded(sent);
            assertThat(source.cancelled).isTrue();
        }
    }

    @Test
    void theTimeOfASlowSourceIsNobodysFault() {
        CompletableFuture<Void> sent = future(session.send(source.text()));
        source.gives("a");
        server.run().advance(Duration.ofHours(1));
        source.ends();
        server.run();

        peer.expect(first("a"), last(""));
        assertThat(sent).isCompleted();
    }

    /** Tells how often it was closed. */
    private static class TrackedStream extends ByteArrayInputStream {

        int closed;

        TrackedStream(byte[] data) {
            super(data);
        }

        @Override
        public void close() {
            closed++;
        }
    }

    /** A source that goes on sending by itself, behind its own message, when another one's end had brought its turn. */
    @Test
    void whoBeginsAnewFromWithinATurnKeepsTheTurn() {
        session.sendTextPart("a", false);
        session.send(StreamedMessage.text(new Flow.Publisher<>() {
            @Override
            public void subscribe(Flow.Subscriber<? super String> subscriber) {
                subscriber.onSubscribe(new Flow.Subscription() {
                    @Override
                    public void request(long n) {
                        subscriber.onComplete();
                        session.sendTextPart("c", false);
                    }

                    @Override
                    public void cancel() {}
                });
            }
        }));
        session.sendTextPart("b", true);
        session.sendText("whole");
        session.sendTextPart("d", true);
        server.run();

        peer.expect(first("a"), last("b"), text(""), first("c"), last("d"), text("whole"));
    }
}
