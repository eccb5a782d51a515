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
import dev.wsboot.ws.WsHandler;
import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.protocol.DeflateOptions;
import dev.wsboot.ws.protocol.MessageLimits;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Messages that are delivered as they arrive, and reading that stops where the application asks for it. */
class PartsTest {

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    private final TestServer server = new TestServer();
    private Peer peer;
    private WsSession session;

    private void open() {
        server.endpointOptions = EndpointOptions.DEFAULT.withParts(MessageLimits.UNBOUNDED_PARTS);
        peer = server.open();
        session = peer.session();
    }

    private void suspendAt(String event) {
        server.handler.does((from, what) -> {
            if (what.equals(event)) {
                from.suspendReading();
            }
        });
    }

    @Nested
    class Delivery {

        @Test
        void whatArrivesIsHandedOn() {
            open();
            peer.sends(frame(0x02, "0102"), frame(0x00, "03")).sends(frame(0x80, "04"), text("whole"));

            server.handler.expect("binary 0102...", "binary 03...", "binary 04.", "text whole.");
            server.observer.expect("received BINARY 4", "received TEXT 5");
        }

        @Test
        void aFrameNeedNotBeComplete() {
            open();
            byte[] frame = Frames.masked(binary("0102030405"));
            for (byte b : frame) {
                peer.sendsBytes(new byte[] {b});
            }

            server.handler.expect("binary 01...", "binary 02...", "binary 03...", "binary 04...", "binary 05.");
        }

        @Test
        void onlyTheLastMayBeEmpty() {
            open();
            peer.sends(frame(0x01, ""), frame(0x00, ascii("a")), frame(0x00, ""), frame(0x80, ""));
            peer.sends(text(""), binary(""));

            server.handler.expect("text a...", "text .", "text .", "binary .");
        }

        /** "It never ends within a character". */
        @Test
        void aTextThatIsCutWithinACharacter() {
            open();
            peer.sends(frame(0x01, "61E2")).sends(frame(0x00, "82")).sends(frame(0x80, "AC"));

            server.handler.expect("text a...", "text €.");
        }

        @Test
        void thePartsOfAnEndpointAreNotBoundedByTheServersLimits() {
            server.messageLimits = new MessageLimits(10, 10, 2);
            open();
            peer.sends(frame(0x02, "00".repeat(20)));
            for (int i = 0; i < 5; i++) {
                peer.sends(frame(0x00, "00".repeat(20)));
            }

            assertThat(server.handler.events).hasSize(6);
        }

        @Test
        void theyHaveLimitsOfTheirOwn() {
            server.endpointOptions = EndpointOptions.DEFAULT.withParts(new MessageLimits(3, 10, 10));
            peer = server.open();
            peer.sends(frame(0x02, "0000"), frame(0x80, "0000"));

            server.handler.expect("binary 0000...", "close");
            peer.expect(close(1009, "message larger than 3 bytes"));
        }

        @Test
        void anEndpointWithoutPartsTakesWholeMessages() {
            peer = server.open();
            peer.sends(frame(0x02, "01"), frame(0x80, "02"));

            server.handler.expect("binary 0102");
        }

        @Test
        void whoDoesNotTakeThemRefusesThem() {
            WsHandler onlyWhole = new WsHandler() {};
            server.endpointHandler = onlyWhole;
            server.endpointOptions = EndpointOptions.DEFAULT.withParts(MessageLimits.UNBOUNDED_PARTS);
            Peer one = server.connect().upgrades("/ws");
            one.receives();
            one.sends(frame(0x01, ascii("a"))).expect(close(1003, "text is not accepted here"));
            Peer two = server.connect().upgrades("/ws");
            two.receives();
            two.sends(frame(0x02, "00")).expect(close(1003, "binary is not accepted here"));
        }

        @Test
        void whatAHandlerThrowsEndsTheSession() {
            server.handler.does((from, what) -> {
                if (what.contains("...")) {
                    throw new IllegalStateException("secret");
                }
            });
            open();
            peer.sends(frame(0x02, "00"), frame(0x80, "01")).expect(close(1011, ""));

            server.handler.expect("binary 00...", "close");
            errors.expect("closing with 1011");
        }

        @Test
        void aTextPartToo() {
            server.handler.does((from, what) -> {
                if (what.contains("...")) {
                    throw new IllegalStateException("secret");
                }
            });
            open();
            peer.sends(frame(0x01, ascii("a"))).expect(close(1011, ""));
            errors.expect("closing with 1011");
        }

        /** The part belongs to the read buffer: a handler can neither change it nor see what lies around. */
        @Test
        void aPartIsForReadingOnly() {
            List<ByteBuffer> parts = new ArrayList<>();
            server.endpointHandler = new WsHandler() {
                @Override
                public void onBinaryPart(WsSession from, ByteBuffer part, boolean last) {
                    assertThat(part.isReadOnly()).isTrue();
                    parts.add(part);
                }
            };
            server.endpointOptions = EndpointOptions.DEFAULT.withParts(MessageLimits.UNBOUNDED_PARTS);
            peer = server.connect().upgrades("/ws");
            peer.sends(frame(0x02, "00"));

            assertThat(parts).hasSize(1);
        }

        @Test
        void whatAnEchoSendsInPartsComesBackInParts() {
            server.endpointHandler = new WsHandler() {
                @Override
                public void onTextPart(WsSession from, String part, boolean last) {
                    from.sendTextPart(part, last);
                }

                @Override
                public void onBinaryPart(WsSession from, ByteBuffer part, boolean last) {
                    from.sendBinaryPart(part, last);
                }
            };
            server.endpointOptions = EndpointOptions.DEFAULT.withParts(MessageLimits.UNBOUNDED_PARTS);
            peer = server.connect().upgrades("/ws");
            peer.receives();
            String[] frames = {
                frame(0x02, "01"), frame(0x00, "02"), frame(0x80, ""), frame(0x01, ascii("a")), frame(0x80, ascii("b"))
            };
            peer.sends(frames).expect(frames);
        }

        @Test
        void aClientTakesThemToo() {
            TestClient client = new TestClient();
            client.request = client.request.inParts(MessageLimits.UNBOUNDED_PARTS);
            client.open().sendsFrames(frame(0x01, "61E2"), frame(0x80, "82AC"), binary("01"));

            client.handler.expect("text a...", "text €.", "binary 01.");
        }
    }

    @Nested
    class OnAnExecutor {

        private final Queue<Runnable> submitted = new ArrayDeque<>();

        private void openWithExecutor() {
            server.executor = submitted::add;
            server.endpointOptions = EndpointOptions.DEFAULT.withParts(MessageLimits.UNBOUNDED_PARTS);
            peer = server.connect().upgrades("/ws");
            peer.receives();
            runCallbacks();
            server.handler.events.clear();
            session = server.handler.session();
        }

        private void runCallbacks() {
            while (!submitted.isEmpty()) {
                submitted.remove().run();
            }
        }

        @Test
        void partsAreStillThereWhenTheLoopHasReadOn() {
            openWithExecutor();
            peer.sends(frame(0x02, "0102")).sends(frame(0x80, "0304"));
            peer.sends(frame(0x01, "61E2")).sends(frame(0x00, "82")).sends(frame(0x80, "AC"), text(""));
            runCallbacks();

            server.handler.expect("binary 0102...", "binary 0304.", "text a...", "text €.", "text .");
        }

        @Test
        void readingStopsWhenAsManyWaitAsMay() {
            server.handlerQueue = 3;
            openWithExecutor();
            peer.sends(frame(0x02, "01"), frame(0x00, "02"), frame(0x00, "03"), frame(0x80, "04"));
            assertThat(peer.transport.reading).isFalse();
            peer.brings(binary("05"));
            server.run();
            while (!server.handler.events.contains("binary 05.")) {
                runCallbacks();
                server.run();
            }

            server.handler.expect("binary 01...", "binary 02...", "binary 03...", "binary 04.", "binary 05.");
            assertThat(peer.transport.reading).isTrue();
        }

        /** Messages without end have no limit that could bound what waits: the send queue's does. */
        @Test
        void readingStopsWhenAsManyBytesWaitAsMay() {
            server.sendQueueSize = 100;
            openWithExecutor();
            peer.sends(frame(0x02, "00".repeat(49)), frame(0x00, "01"));
            assertThat(peer.transport.reading).isFalse();
            runCallbacks();
            server.run();

            assertThat(peer.transport.reading).isTrue();
        }

        @Test
        void aHandlerSuspendsFromItsThread() throws Exception {
            openWithExecutor();
            elsewhere(() -> {
                session.suspendReading();
                return null;
            });
            server.run();
            assertThat(peer.transport.reading).isFalse();
            peer.brings(binary("01"));
            server.run();
            runCallbacks();
            server.handler.expect();
            elsewhere(() -> {
                session.resumeReading();
                return null;
            });
            server.run();
            runCallbacks();

            server.handler.expect("binary 01.");
        }
    }

    @Nested
    class Suspending {

        @Test
        void nothingComesBeforeItIsResumed() {
            suspendAt("binary 01...");
            open();
            peer.sends(frame(0x02, "01"), frame(0x00, "02"), ping("p"), frame(0x80, "03"));
            server.handler.expect("binary 01...");
            peer.expect();
            peer.brings(text("later"));
            server.run();
            assertThat(peer.transport.unread()).isPositive();
            session.resumeReading();
            server.run();

            server.handler.expect("binary 02...", "ping 70", "binary 03.", "text later.");
            peer.expect(pong("p"));
        }

        @Test
        void withinAFrame() {
            suspendAt("binary 0102...");
            open();
            byte[] frame = Frames.masked(binary("0102030405"));
            peer.sendsBytes(java.util.Arrays.copyOf(frame, frame.length - 3));
            peer.transport.arrive(java.util.Arrays.copyOfRange(frame, frame.length - 3, frame.length));
            server.run();
            server.handler.expect("binary 0102...");
            session.resumeReading();
            server.run();

            server.handler.expect("binary 030405.");
        }

        @Test
        void wholeMessagesToo() {
            suspendAt("text a");
            peer = server.open();
            peer.sends(text("a"), text("b"));
            server.handler.expect("text a");
            peer.session().resumeReading();
            server.run();

            server.handler.expect("text b");
        }

        @Test
        void resumedInTheSameCallbackItGoesOn() {
            server.handler.does((from, what) -> {
                from.suspendReading();
                from.resumeReading();
            });
            open();
            peer.sends(frame(0x02, "01"), frame(0x80, "02"));

            server.handler.expect("binary 01...", "binary 02.");
        }

        @Test
        void suspendedTwiceItIsResumedOnce() {
            open();
            session.suspendReading();
            session.suspendReading();
            session.resumeReading();
            session.resumeReading();
            peer.sends(binary("01"));

            server.handler.expect("binary 01.");
        }

        @Test
        void fromTheFirstCallbackOn() {
            suspendAt("open");
            server.endpointOptions = EndpointOptions.DEFAULT.withParts(MessageLimits.UNBOUNDED_PARTS);
            Peer early = server.connect();
            early.transport.arrive(Peer.request("/ws"));
            early.brings(binary("01"));
            server.run();
            server.handler.expect("open");
            server.handler.session().resumeReading();
            server.run();

            server.handler.expect("binary 01.");
        }

        /** "The peer's silence does not count against it". */
        @Test
        void thePeersSilenceDoesNotCount() {
            server.heartbeat = new Heartbeat(Duration.ofSeconds(25), Duration.ofSeconds(20), 0, Duration.ofSeconds(60));
            open();
            session.suspendReading();
            for (int i = 0; i < 100; i++) {
                server.advance(Duration.ofSeconds(10));
            }
            assertThat(session.isOpen()).isTrue();
            session.resumeReading();
            server.advance(Duration.ofSeconds(59));
            assertThat(server.handler.closes).isEmpty();
        }

        /** "Its end is not seen". */
        @Test
        void thePeersCloseIsSeenAfterwards() {
            open();
            session.suspendReading();
            peer.brings(close(1000, "bye"));
            peer.transport.endInput();
            server.run();
            peer.expect();
            assertThat(session.isOpen()).isTrue();
            session.resumeReading();
            server.run();

            peer.expect(close(1000, ""));
            server.assertOver(peer, new CloseEvent(1000, "bye", Initiator.REMOTE, Cause.CLOSE_FRAME, true));
        }

        @Test
        void aPeerThatIsGoneIsSeenAfterwards() {
            open();
            session.suspendReading();
            peer.transport.endInput();
            server.run();
            assertThat(server.handler.closes).isEmpty();
            session.resumeReading();

            server.assertOver(peer, new CloseEvent(1006, "", Initiator.NONE, Cause.EOF_WITHOUT_CLOSE, false));
        }

        /** "Closing the session resumes reading", or the peer's answer would never be seen. */
        @Test
        void closingResumes() {
            suspendAt("binary 01...");
            open();
            peer.sends(frame(0x02, "01"), frame(0x00, "02"));
            session.close();
            session.suspendReading();
            peer.sends(close(1000, "")).expect(close(1000, "")).ends();

            server.handler.expect("binary 01...", "close");
            server.assertOver(peer, new CloseEvent(1000, "", Initiator.LOCAL, Cause.CLOSE_FRAME, true));
        }

        @Test
        void aStoppingServerResumes() {
            open();
            session.suspendReading();
            peer.connection.shutdown(1001);
            peer.sends(close(1001, ""));

            assertThat(server.handler.closes)
                    .containsExactly(new CloseEvent(1001, "", Initiator.LOCAL, Cause.SHUTDOWN, true));
        }

        @Test
        void whatEndsTheSessionResumes() {
            server.sendQueueSize = 100;
            open();
            session.suspendReading();
            peer.transport.take(0);
            session.sendBinary(ByteBuffer.allocate(90));
            server.run();
            session.sendBinary(ByteBuffer.allocate(90));
            peer.transport.takeEverything();
            server.run();
            session.suspendReading();
            session.resumeReading();
            peer.ends();

            server.assertOver(
                    peer,
                    new CloseEvent(
                            1008,
                            "too slow: the send queue is full",
                            Initiator.LOCAL,
                            Cause.SEND_QUEUE_OVERFLOW,
                            false));
        }

        /** A peer that takes nothing is not read either: both reasons hold until both have gone. */
        @Test
        void twoReasonsToStop() {
            open();
            peer.transport.take(0);
            session.sendText("a");
            server.run();
            session.suspendReading();
            peer.transport.takeEverything();
            server.run();
            peer.brings(binary("01"));
            server.run();
            server.handler.expect();
            session.resumeReading();
            server.run();

            server.handler.expect("binary 01.");
        }
    }

    /** RFC 7692: what is compressed becomes more than what arrived. */
    @Nested
    class Compressed {

        private void openCompressed() {
            server.deflate = DeflateOptions.DEFAULT;
            server.endpointOptions = EndpointOptions.DEFAULT.withParts(MessageLimits.UNBOUNDED_PARTS);
            peer = server.connect().upgrades("/ws", "Sec-WebSocket-Extensions: permessage-deflate");
            peer.receives();
            server.handler.events.clear();
            session = server.handler.session();
        }

        static String deflated(byte[] message) {
            Deflater deflater = new Deflater(9, true);
            deflater.setInput(message);
            byte[] out = new byte[message.length + 100];
            int size = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
            deflater.end();
            return Frames.hex(java.util.Arrays.copyOf(out, size - 4));
        }

        @Test
        void aPauseHoldsBackWhatIsNotInflatedYet() {
            server.handler.does((from, what) -> from.suspendReading());
            openCompressed();
            session.resumeReading();
            byte[] zeros = new byte[1_000_000];
            peer.brings(frame(0xC2, deflated(zeros)), text("next"));
            server.run();
            int delivered = 0;
            int parts = 0;
            while (server.handler.events.size() == 1 && !server.handler.events.contains("text next.")) {
                String event = server.handler.events.remove(0);
                assertThat(event).matches("binary (00)*\\.+");
                delivered += event.replace("binary ", "").replace(".", "").length() / 2;
                parts++;
                session.resumeReading();
                server.run();
            }

            assertThat(delivered).isEqualTo(zeros.length);
            assertThat(parts).isGreaterThan(10);
            server.handler.expect("text next.");
        }

        /** Few bytes arrive and become many, which an executor answers while the loop still reads: all answers fit. */
        @Test
        void anExecutorThatEchoesDoesNotOverflowTheQueue() {
            server.executor = task -> {
                try {
                    elsewhere(() -> {
                        task.run();
                        return null;
                    });
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            };
            server.handler.does((from, what) -> {
                if (what.startsWith("binary")) {
                    from.sendBinaryPart(ByteBuffer.allocate((what.length() - 8) / 2), what.endsWith("0."));
                }
            });
            openCompressed();
            peer.sends(frame(0xC2, deflated(new byte[2_000_000])));
            server.run();

            assertThat(session.isOpen()).isTrue();
            assertThat(peer.receivesBytes()).hasSizeGreaterThan(2_000_000);
            assertThat(peer.transport.reading).isTrue();
        }

        @Test
        void readingStopsWhenAsManyBytesWaitAsMay() {
            Queue<Runnable> submitted = new ArrayDeque<>();
            server.executor = submitted::add;
            openCompressed();
            submitted.remove().run();
            server.handler.events.clear();
            peer.sends(frame(0xC2, deflated(new byte[1_000_000])));
            int calls = 0;
            while (!submitted.isEmpty()) {
                submitted.remove().run();
                calls++;
                server.run();
            }

            assertThat(calls).as("times that reading had stopped").isGreaterThan(3);
            assertThat(server.handler.events.stream().mapToInt(String::length).sum())
                    .isGreaterThan(2_000_000);
            assertThat(server.handler.events.get(server.handler.events.size() - 1))
                    .doesNotEndWith("...");
        }
    }
}
