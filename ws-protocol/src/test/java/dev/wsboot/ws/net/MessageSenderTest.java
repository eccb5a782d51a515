package dev.wsboot.ws.net;

import static dev.wsboot.ws.net.Frames.ascii;
import static dev.wsboot.ws.net.Frames.binary;
import static dev.wsboot.ws.net.Frames.close;
import static dev.wsboot.ws.net.Frames.frame;
import static dev.wsboot.ws.net.Frames.ping;
import static dev.wsboot.ws.net.Frames.pong;
import static dev.wsboot.ws.net.Frames.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.CloseEvent.Initiator;
import dev.wsboot.ws.PreparedMessage;
import dev.wsboot.ws.WsSession;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an application sends, as it stands on the wire. */
class MessageSenderTest {

    private static final String OVERFLOW = "too slow: the send queue is full";

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    private final TestServer server = new TestServer();
    private Peer peer;
    private WsSession session;

    private void open() {
        peer = server.open();
        session = peer.session();
    }

    /** Runs on a thread that is not the loop's, and waits for it. */
    static <T> T elsewhere(Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        new Thread(task).start();
        return task.get();
    }

    private static String first(String text) {
        return frame(0x01, ascii(text));
    }

    private static String more(String text) {
        return frame(0x00, ascii(text));
    }

    private static String last(String text) {
        return frame(0x80, ascii(text));
    }

    private void assertOverflown() {
        peer.transport.takeEverything();
        server.run();
        peer.receives();
        peer.ends();
        server.assertOver(peer, new CloseEvent(1008, OVERFLOW, Initiator.LOCAL, Cause.SEND_QUEUE_OVERFLOW, false));
    }

    /** "A fragmented message consists of a single frame with the FIN bit clear and an opcode other than 0, followed by ...". */
    @Nested
    class Section54 {

        @Test
        void eachPartIsAFrame() {
            open();
            assertThat(session.sendTextPart("Hel", false)).isTrue();
            assertThat(session.sendTextPart("", false)).isTrue();
            assertThat(session.sendTextPart("lo", true)).isTrue();
            assertThat(session.sendBinaryPart(ByteBuffer.wrap(new byte[] {1, 2}), false))
                    .isTrue();
            assertThat(session.sendBinaryPart(ByteBuffer.allocate(0), true)).isTrue();
            server.run();

            peer.expect(first("Hel"), more(""), last("lo"), frame(0x02, "0102"), last(""));
            server.observer.expect("sent TEXT 5", "sent BINARY 2");
        }

        @Test
        void aMessageOfOnePartIsAWholeMessage() {
            open();
            session.sendTextPart("all", true);
            session.sendBinaryPart(ByteBuffer.allocate(1), true);
            server.run();

            peer.expect(text("all"), binary("00"));
        }

        @Test
        void fromAnotherThreadToo() throws Exception {
            open();
            ByteBuffer data =
                    ByteBuffer.wrap(new byte[] {9, 1, 2, 9}).position(1).limit(3);
            elsewhere(() -> session.sendTextPart("a", false)
                    && session.sendTextPart("b", true)
                    && session.sendBinaryPart(data, true));
            assertThat(session.queuedBytes()).isEqualTo(4);
            data.put(1, (byte) 5);
            peer.expect();
            server.run();

            peer.expect(first("a"), last("b"), binary("0102"));
            assertThat(data.position()).isEqualTo(1);
            assertThat(session.queuedBytes()).isZero();
        }

        /** "The fragments of one message MUST NOT be interleaved between the fragments of another message". */
        @Test
        void everythingElseWaitsForTheLastPart() throws Exception {
            open();
            session.sendTextPart("a", false);
            byte[] data = {1};
            session.sendText("whole");
            session.sendBinary(ByteBuffer.wrap(data));
            data[0] = 2;
            session.send(PreparedMessage.text("prepared"));
            elsewhere(() -> session.sendText("elsewhere"));
            server.run();
            peer.expect(first("a"));
            assertThat(session.queuedBytes()).isPositive();

            session.sendTextPart("b", true);
            server.run();

            peer.expect(last("b"), text("whole"), binary("01"), text("prepared"), text("elsewhere"));
            assertThat(session.queuedBytes()).isZero();
            server.observer.expect("sent TEXT 2", "sent TEXT 5", "sent BINARY 1", "sent TEXT 8", "sent TEXT 9");
        }

        /** "Control frames themselves MUST NOT be fragmented" but "MAY be injected in the middle of a fragmented message". */
        @Test
        void controlFramesDoNotWait() {
            open();
            session.sendTextPart("a", false);
            session.ping(ByteBuffer.wrap(new byte[] {'p'}));
            session.pong(ByteBuffer.wrap(new byte[] {'q'}));
            peer.sends(ping("r"));
            session.sendTextPart("b", true);
            server.run();

            peer.expect(first("a"), ping("p"), pong("q"), pong("r"), last("b"));
        }

        @Test
        void whatIsSentWhileOthersStillWaitGoesBehindThem() {
            open();
            session.sendTextPart("a", false);
            session.sendText("1");
            session.sendTextPart("b", true);
            session.sendText("2");
            server.run();

            peer.expect(first("a"), last("b"), text("1"), text("2"));
        }

        /** Each has its end, and after each comes the next: no matter how many, the stack does not grow. */
        @Test
        void manyMessagesInPartsWait() {
            server.sendQueueSize = 10_000_000;
            Source source = new Source();
            open();
            session.send(source.text());
            source.gives("s");
            for (int i = 0; i < 20_000; i++) {
                session.sendTextPart("x", true);
            }
            source.ends();
            server.run();

            peer.expect(first("s"), last(""), text("x").repeat(20_000));
        }

        @Test
        void aTextIsNotContinuedByBinary() {
            open();
            session.sendTextPart("a", false);
            assertThatThrownBy(() -> session.sendBinaryPart(ByteBuffer.allocate(1), false))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("a message is either text or binary in all its parts");
            assertThatThrownBy(() -> session.sendBinaryPart(ByteBuffer.allocate(1), true))
                    .isInstanceOf(IllegalStateException.class);
            session.sendTextPart("b", true);
            server.run();

            peer.expect(first("a"), last("b"));
        }

        @Test
        void neitherWhereItWaits() {
            Source source = new Source();
            open();
            session.send(source.text());
            session.sendBinaryPart(ByteBuffer.allocate(1), false);
            assertThatThrownBy(() -> session.sendTextPart("a", true)).isInstanceOf(IllegalStateException.class);
            session.sendBinaryPart(ByteBuffer.allocate(1), true);
            session.sendTextPart("a", true);
            source.ends();
            server.run();

            peer.expect(text(""), frame(0x02, "00"), frame(0x80, "00"), text("a"));
        }

        @Test
        void elsewhereTheSessionEnds() throws Exception {
            open();
            elsewhere(() -> session.sendTextPart("a", false) && session.sendBinaryPart(ByteBuffer.allocate(1), false));
            server.run();

            peer.expect(first("a"), close(1011, "")).ends();
            errors.expect("failed; closing with 1011");
            server.assertOver(peer, new CloseEvent(1011, "", Initiator.LOCAL, Cause.HANDLER_ERROR, false));
        }

        /** Section 5.5.1: "The application MUST NOT send any more data frames after sending a Close frame." */
        @Test
        void aCloseEndsWhatIsNotComplete() throws Exception {
            open();
            session.sendTextPart("a", false);
            session.sendText("waits");
            session.close();
            assertThat(session.sendTextPart("b", true)).isFalse();
            assertThat(session.sendBinaryPart(ByteBuffer.allocate(1), true)).isFalse();
            assertThat(elsewhere(() -> session.sendTextPart("b", true))).isFalse();
            assertThat(session.queuedBytes()).as("what waits is lost").isLessThan(20);
            server.run();

            peer.expect(first("a"), close(1000, ""));
            peer.sends(close(1000, "")).ends();
            server.assertOver(peer, new CloseEvent(1000, "", Initiator.LOCAL, Cause.CLOSE_FRAME, true));
        }

        @Test
        void whatComesTooLateIsDropped() throws Exception {
            open();
            elsewhere(() -> session.sendTextPart("late", true) && session.ping(ByteBuffer.allocate(0)));
            peer.transport.endInput();
            server.run();

            peer.expect();
            assertThat(session.queuedBytes()).isZero();
        }
    }

    @Nested
    class Bounds {

        @Test
        void whatWaitsForAMessageInPartsCounts() {
            server.sendQueueSize = 1000;
            open();
            session.sendTextPart("a", false);
            server.run();
            assertThat(session.sendBinary(ByteBuffer.allocate(500))).isTrue();
            assertThat(session.queuedBytes()).isEqualTo(500 + 64);
            assertThat(session.sendBinary(ByteBuffer.allocate(500))).isFalse();
            assertThat(session.isOpen()).isFalse();

            assertOverflown();
        }

        /** Each costs memory, whatever it holds. */
        @Test
        void emptyMessagesThatWaitCount() {
            server.sendQueueSize = 64 * 100;
            open();
            session.sendTextPart("a", false);
            int taken = 0;
            while (session.sendText("") && taken < 1000) {
                taken++;
            }
            assertThat(taken).isEqualTo(1 + 100);
            server.run();
            peer.expect(first("a"), close(1008, OVERFLOW));
        }

        /** Or it could never end, and they never go. */
        @Test
        void thoseThatWaitDoNotKeepTheMessageFromItsEnd() throws Exception {
            server.sendQueueSize = 1000;
            open();
            session.sendTextPart("a", false);
            server.run();
            assertThat(session.send(PreparedMessage.binary(ByteBuffer.allocate(5000))))
                    .as("more than the queue, but alone")
                    .isTrue();
            assertThat(session.sendTextPart("b", false)).isTrue();
            assertThat(elsewhere(() -> session.sendTextPart("c", false) && session.ping(ByteBuffer.allocate(1))))
                    .isTrue();
            server.run();
            assertThat(session.sendTextPart("d", true)).isTrue();
            server.run();

            peer.expect(first("a"), more("b"), more("c"), frame(0x89, "00"), last("d"), binary("00".repeat(5000)));
        }

        /** Whoever was told that his message was taken is not told later that it was too much. */
        @Test
        void whatWasTakenIsNotRefusedWhenItsTurnComes() {
            server.sendQueueSize = 1000;
            Source source = new Source();
            open();
            session.send(source.binary());
            source.gives(new byte[1]);
            server.run();
            peer.transport.take(0);
            source.gives(new byte[900]);
            assertThat(session.queuedBytes()).isLessThanOrEqualTo(904);
            server.run();
            assertThat(session.queuedBytes()).isEqualTo(904);
            assertThat(session.sendBinary(ByteBuffer.allocate(32))).isTrue();
            source.ends();
            server.run();
            assertThat(session.isOpen()).isTrue();
            peer.transport.takeEverything();
            server.run();

            peer.expect(frame(0x02, "00"), frame(0x00, "00".repeat(900)), last(""), binary("00".repeat(32)));
        }

        /** It is not only at its end that the peer is asked to take it. */
        @Test
        void whatOneTurnSendsIsBoundedToo() {
            server.sendQueueSize = 1000;
            open();
            peer.transport.take(0);
            int taken = 0;
            while (taken < 100 && session.sendBinary(ByteBuffer.allocate(98))) {
                taken++;
            }
            assertThat(taken).isEqualTo(10);

            assertOverflown();
        }

        /** Before it was sent nobody could know that the peer takes nothing. */
        @Test
        void theMessageWithWhichThatShowsIsTaken() {
            server.sendQueueSize = 1000;
            open();
            peer.transport.take(0);
            assertThat(session.sendBinary(ByteBuffer.allocate(600))).isTrue();
            assertThat(session.sendBinary(ByteBuffer.allocate(600))).isTrue();
            assertThat(session.sendBinary(ByteBuffer.allocate(600))).isFalse();

            assertOverflown();
        }

        @Test
        void aTextThatHasToWaitTakesTheRoomThatItNeeds() {
            server.sendQueueSize = 100_000;
            open();
            peer.transport.take(0);
            assertThat(session.sendText("x".repeat(10))).isTrue();
            assertThat(session.sendText("x".repeat(60_000))).isTrue();
            assertThat(session.sendText("x".repeat(30_000))).isTrue();
            assertThat(session.queuedBytes()).isEqualTo(12 + 60_004 + 30_004);
        }

        @Test
        void whatWaitsForAMessageInPartsCountsInTheSameTurn() {
            server.sendQueueSize = 1000;
            open();
            peer.transport.take(0);
            session.sendTextPart("a", false);
            assertThat(session.sendBinary(ByteBuffer.allocate(400))).isTrue();
            assertThat(session.sendBinary(ByteBuffer.allocate(400))).isTrue();
            assertThat(session.sendBinary(ByteBuffer.allocate(400))).isFalse();

            assertOverflown();
        }

        @Test
        void aPeerThatReadsMayHaveMoreInOneTurn() {
            server.sendQueueSize = 1000;
            open();
            for (int i = 0; i < 100; i++) {
                assertThat(session.sendBinary(ByteBuffer.allocate(98))).isTrue();
            }
            assertThat(session.queuedBytes()).isZero();
        }

        @Test
        void partsThatAPeerDoesNotTakeEndTheSession() {
            server.sendQueueSize = 1000;
            open();
            peer.transport.take(0);
            assertThat(session.sendBinaryPart(ByteBuffer.allocate(900), false)).isTrue();
            server.run();
            assertThat(session.sendBinaryPart(ByteBuffer.allocate(900), false)).isFalse();

            assertOverflown();
        }

        @Test
        void partsThatWaitEndItToo() {
            server.sendQueueSize = 1000;
            Source source = new Source();
            open();
            session.send(source.text());
            assertThat(session.sendBinaryPart(ByteBuffer.allocate(900), false)).isTrue();
            assertThat(session.sendBinaryPart(ByteBuffer.allocate(900), false)).isFalse();
            assertThat(source.cancelled).isTrue();

            assertOverflown();
        }

        @Test
        void partsOfAnotherThreadEndItToo() throws Exception {
            server.sendQueueSize = 1000;
            open();
            boolean both = elsewhere(() -> session.sendBinaryPart(ByteBuffer.allocate(900), false)
                    && session.sendBinaryPart(ByteBuffer.allocate(900), false));
            assertThat(both).isFalse();
            server.run();

            assertOverflown();
        }

        @Test
        void controlFramesThatAPeerDoesNotTakeEndIt() {
            server.sendQueueSize = 1000;
            open();
            peer.transport.take(0);
            session.ping(ByteBuffer.allocate(0));
            server.run();
            int taken = 1;
            while (taken < 5000 && session.pong(ByteBuffer.allocate(8))) {
                taken++;
            }
            assertThat(taken).isEqualTo(1 + 99);

            assertOverflown();
        }

        @Test
        void thoseOfAnotherThreadToo() throws Exception {
            server.sendQueueSize = 1000;
            open();
            int taken = elsewhere(() -> {
                int count = 0;
                while (count < 5000 && session.ping(ByteBuffer.allocate(0))) {
                    count++;
                }
                return count;
            });
            assertThat(taken).isEqualTo(500);
            server.run();

            assertOverflown();
        }
    }

    @Nested
    class PingAndPong {

        @Test
        void leaveAsTheyAreAskedFor() throws Exception {
            open();
            ByteBuffer payload =
                    ByteBuffer.wrap(new byte[] {9, 1, 2, 9}).position(1).limit(3);
            session.ping(payload);
            session.pong(payload);
            elsewhere(() -> session.ping(payload) && session.pong(payload));
            payload.put(1, (byte) 5);
            server.run();

            peer.expect(frame(0x89, "0102"), frame(0x8A, "0102"), frame(0x89, "0102"), frame(0x8A, "0102"));
            assertThat(payload.position()).isEqualTo(1);
            assertThat(session.queuedBytes()).isZero();
            server.observer.expect();
        }

        /** Section 5.5: "All control frames MUST have a payload length of 125 bytes or less". */
        @Test
        void takeNoMoreThanAControlFrameDoes() {
            open();
            assertThat(session.ping(ByteBuffer.allocate(125))).isTrue();
            assertThatThrownBy(() -> session.ping(ByteBuffer.allocate(126)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a control frame takes at most 125 bytes, not 126");
            assertThatThrownBy(() -> session.pong(ByteBuffer.allocate(126)))
                    .isInstanceOf(IllegalArgumentException.class);
            server.run();

            peer.expect(frame(0x89, "00".repeat(125)));
        }

        @Test
        void areRefusedWhenClosingHasBegun() throws Exception {
            open();
            session.close();
            assertThat(session.ping(ByteBuffer.allocate(0))).isFalse();
            assertThat(session.pong(ByteBuffer.allocate(0))).isFalse();
            assertThat(elsewhere(() -> session.ping(ByteBuffer.allocate(0)))).isFalse();
        }
    }

    /** Section 5.3: "The masking key MUST be derived from a strong source of entropy", one for each frame. */
    @Nested
    class Section53 {

        /**
         * RFC 6455 section 5.3: "the masking key MUST be derived from a strong source of entropy, and the masking key for a
         * given frame MUST NOT make it simple for a server/proxy to predict the masking key for a subsequent frame."
         */
        @Test
        void aClientsKeysAreFreshAndFollowNoStep() {
            TestClient client = new TestClient().open();
            int frames = 1000;
            for (int i = 0; i < frames; i++) {
                client.session().sendBinary(ByteBuffer.allocate(0));
            }
            client.run();
            ByteBuffer wire = ByteBuffer.wrap(client.transport.sent());
            assertThat(wire.remaining()).isEqualTo(6 * frames);
            Set<Integer> keys = new HashSet<>();
            Set<Integer> steps = new HashSet<>();
            for (int i = 0, before = 0; i < frames; i++) {
                int key = wire.getInt(6 * i + 2);
                keys.add(key);
                steps.add(key - before);
                before = key;
            }

            assertThat(keys).hasSizeGreaterThan(frames - 5);
            assertThat(steps).hasSizeGreaterThan(frames - 5);
        }

        @Test
        void aClientMasksEachPartByAKeyOfItsOwn() {
            TestClient client = new TestClient().open();
            PreparedMessage prepared = PreparedMessage.text("prepared");
            client.session().sendTextPart("a", false);
            client.session().ping(ByteBuffer.allocate(0));
            client.session().sendTextPart("b", true);
            client.session().send(prepared);
            client.session().send(prepared);
            client.run();

            client.expect(first("a"), "8900", last("b"), text("prepared"), text("prepared"));
        }
    }
}
