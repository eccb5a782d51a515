package dev.wsboot.ws.net;

import static dev.wsboot.ws.net.Frames.close;
import static dev.wsboot.ws.net.Frames.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.CloseEvent.Initiator;
import dev.wsboot.ws.PreparedMessage;
import dev.wsboot.ws.StreamedMessage;
import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.handshake.UpgradeRejectedException;
import dev.wsboot.ws.protocol.CloseCode;
import dev.wsboot.ws.protocol.Compression;
import dev.wsboot.ws.protocol.DeflateOptions;
import dev.wsboot.ws.protocol.FrameWriter;
import dev.wsboot.ws.protocol.MessageLimits;
import dev.wsboot.ws.protocol.ProtocolOptions;
import dev.wsboot.ws.protocol.Role;
import dev.wsboot.ws.protocol.WebSocketProtocol;
import dev.wsboot.ws.protocol.ZlibPool;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent where permessage-deflate was agreed on (RFC 7692), read by {@code java.util.zip}. */
class SessionCompressionTest {

    private static final String LONG = "all work and no play makes Jack a dull boy. ".repeat(20);
    private static final String OFFER = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits";

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    private final TestServer server = new TestServer();
    private final WsGroup group = new WsGroup(List.of(server.loop));

    private Peer open(DeflateOptions options) {
        server.deflate = options;
        Peer peer = server.connect().upgrades("/ws", OFFER);
        assertThat(peer.receivesText()).startsWith("HTTP/1.1 101 ").contains("permessage-deflate");
        return peer;
    }

    /** undici CVE-2026-2229: RFC 7692 section 7.1 has a server decline what it cannot take, and go on without. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "server_max_window_bits=7",
                "server_max_window_bits=16",
                "server_max_window_bits=08",
                "server_max_window_bits",
                "server_max_window_bits=10; server_max_window_bits=10",
                "client_max_window_bits=7",
                "client_max_window_bits=16",
                "client_max_window_bits; client_max_window_bits"
            })
    void badWindowBitsAreDeclinedAndTheConnectionGoesOnWithoutCompression(String parameter) {
        server.deflate = DeflateOptions.DEFAULT;
        Peer peer = server.connect().upgrades("/ws", "Sec-WebSocket-Extensions: permessage-deflate; " + parameter);
        peer.expectAccepted();

        server.handler.session().sendText(LONG);
        server.run();
        peer.expect(text(LONG));
        peer.sends("C1 01 61").expect(close(1002, "reserved bit set"));
    }

    /** The same from a server to our client, which RFC 7692 section 7.1 has fail the connection. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "server_max_window_bits=7",
                "server_max_window_bits=16",
                "server_max_window_bits=08",
                "server_max_window_bits",
                "server_max_window_bits=10; server_max_window_bits=10",
                "client_max_window_bits",
                "client_max_window_bits=7",
                "client_max_window_bits=16"
            })
    void badWindowBitsFailTheClient(String parameter) {
        TestClient client = new TestClient();
        client.deflate = DeflateOptions.DEFAULT;
        String extension = "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; " + parameter;
        client.connect().sends(Peer.ACCEPTED.replace("\r\n\r\n", "\r\n" + extension + "\r\n\r\n"));

        assertThat(client.assertFailed()).isInstanceOf(UpgradeRejectedException.class);
    }

    /** undici GHSA-3wwx-pv8p-q78v: the limit, then a corrupt block, then it all again. */
    @Test
    void aBombAndGarbageBehindItMakeOneCloseFrameAndOneEvent() throws Exception {
        Peer peer = open(DeflateOptions.DEFAULT);
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(new byte[2 << 20]);
        byte[] bomb = new byte[10_000];
        int size = deflater.deflate(bomb, 0, bomb.length, Deflater.SYNC_FLUSH);
        deflater.end();
        Arrays.fill(bomb, size, bomb.length, (byte) 0xFF);
        String frame = Frames.frame(0xC2, Frames.hex(bomb));
        peer.brings(frame, frame, Frames.frame(0xC2, "FFFF"), close(4000, "")).sends(frame);
        peer.sends(frame).ends();

        String reason = "message larger than 1048576 bytes";
        peer.expect(close(1009, reason));
        server.assertOver(peer, new CloseEvent(1009, reason, Initiator.LOCAL, Cause.MESSAGE_TOO_BIG, false));
    }

    /** A session that knows its peer. */
    private record Line(Peer peer, WsSession session, Reader reader) {}

    private Line line(DeflateOptions options) {
        Peer peer = open(options);
        boolean takeover = options.serverContextTakeover();
        return new Line(peer, server.handler.session(), new Reader(takeover));
    }

    /** What stands on the wire: the first byte of each message's first frame, and the message inflated. */
    private static final class Reader {

        private final boolean contextTakeover;
        private Inflater inflater = new Inflater(true);
        int compressedBytes;

        Reader(boolean contextTakeover) {
            this.contextTakeover = contextTakeover;
        }

        List<String> read(byte[] wire) throws DataFormatException {
            List<String> messages = new ArrayList<>();
            ByteBuffer in = ByteBuffer.wrap(wire);
            ByteArrayOutputStream payload = new ByteArrayOutputStream();
            int first = 0;
            while (in.hasRemaining()) {
                int b0 = in.get() & 0xFF;
                int length = in.get() & 0xFF;
                length = length == 126 ? in.getShort() & 0xFFFF : length == 127 ? (int) in.getLong() : length;
                byte[] piece = new byte[length];
                in.get(piece);
                if ((b0 & 0x0F) >= 8) {
                    messages.add("%02X".formatted(b0));
                    continue;
                }
                first = (b0 & 0x0F) == 0 ? first : b0 & 0x7F;
                assertThat((b0 & 0x0F) == 0 && (b0 & 0x40) != 0)
                        .as("RSV1 on a continuation")
                        .isFalse();
                payload.writeBytes(piece);
                if ((b0 & 0x80) != 0) {
                    byte[] message = payload.toByteArray();
                    payload.reset();
                    boolean compressed = (first & 0x40) != 0;
                    compressedBytes += compressed ? message.length : 0;
                    messages.add("%02X ".formatted(first)
                            + new String(compressed ? inflate(message) : message, StandardCharsets.UTF_8));
                }
            }
            assertThat(payload.size()).as("unfinished").isZero();
            return messages;
        }

        private byte[] inflate(byte[] message) throws DataFormatException {
            if (!contextTakeover) {
                inflater.end();
                inflater = new Inflater(true);
            }
            ByteBuffer in = ByteBuffer.allocate(message.length + 4)
                    .put(message)
                    .put(new byte[] {0, 0, -1, -1})
                    .flip();
            inflater.setInput(in);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] chunk = new byte[4096];
            int count;
            while ((count = inflater.inflate(chunk)) > 0) {
                out.write(chunk, 0, count);
            }
            assertThat(inflater.getRemaining()).as("left over").isZero();
            return out.toByteArray();
        }
    }

    private List<String> received(Line line) throws DataFormatException {
        server.run();
        return line.reader.read(line.peer.receivesBytes());
    }

    /** The very String that was received, whose bytes are there already. */
    @ParameterizedTest
    @ValueSource(ints = {255, 256})
    void whatIsSentOnAsItCameIsCompressedFromTheSameSizeOn(int size) throws Exception {
        server.endpointHandler = new RecordingHandler() {
            @Override
            public void onOpen(WsSession session) throws Exception {
                server.handler.onOpen(session);
            }

            @Override
            public void onText(WsSession session, String text) {
                session.sendText(text);
            }
        };
        Line line = line(DeflateOptions.DEFAULT);
        String text = "a".repeat(size);
        line.peer.sends(text(text));

        assertThat(received(line)).containsExactly((size < 256 ? "01 " : "41 ") + text);
    }

    /** What is dropped must not be what later messages refer to. */
    @Test
    void whatCanStillBeDroppedIsNotCompressedYet() throws Exception {
        server.sendQueueSize = 2 * LONG.length();
        server.sendQueuePolicy = SendQueuePolicy.DROP_OLDEST;
        Line line = line(DeflateOptions.DEFAULT.withContextTakeover(true, true));
        line.session.sendText("0" + LONG);
        line.peer.transport.take(0);
        server.run();
        for (String number : List.of("1", "2", "3")) {
            line.session.sendText(number + LONG);
        }
        line.peer.transport.takeEverything();

        assertThat(received(line)).containsExactly("41 0" + LONG, "41 3" + LONG);
    }

    @Nested
    class WhatIsCompressed {

        @Test
        void textFromTheThresholdOn() throws Exception {
            Line line = line(DeflateOptions.DEFAULT);
            String below = "a".repeat(255);
            String at = "a".repeat(256);
            line.session.sendText(below);
            line.session.sendText(at);
            // Its characters are fewer than the threshold, its bytes are not.
            line.session.sendText("ß".repeat(128));

            assertThat(received(line)).containsExactly("01 " + below, "41 " + at, "41 " + "ß".repeat(128));
        }

        @Test
        void binaryOnlyWhereItIsWanted() throws Exception {
            ByteBuffer data = ByteBuffer.wrap(LONG.getBytes(StandardCharsets.UTF_8));
            Line without = line(DeflateOptions.DEFAULT);
            without.session.sendBinary(data);
            assertThat(received(without)).containsExactly("02 " + LONG);
        }

        @Test
        void binaryWhereItIs() throws Exception {
            ByteBuffer data = ByteBuffer.wrap(LONG.getBytes(StandardCharsets.UTF_8));
            Line with = line(DeflateOptions.DEFAULT.withThreshold(10, true));
            with.session.sendBinary(data);
            assertThat(received(with)).containsExactly("42 " + LONG);
        }

        @Test
        void notWhatGetsNoShorter() throws Exception {
            Line line = line(DeflateOptions.DEFAULT.withThreshold(0, true));
            byte[] noise = new byte[1000];
            new Random(1).nextBytes(noise);
            line.session.sendBinary(ByteBuffer.wrap(noise));
            line.session.sendText("");
            server.run();

            String wire = line.peer.receives();
            assertThat(wire).startsWith("827E03E8" + Frames.hex(noise));
        }

        @Test
        void sentFromAnotherThread() throws Exception {
            Line line = line(DeflateOptions.DEFAULT);
            MessageSenderTest.elsewhere(() -> line.session.sendText(LONG));

            assertThat(received(line)).containsExactly("41 " + LONG);
        }

        /** The observer is told what the application sends, whatever it becomes. */
        @Test
        void theObserverSeesTheMessage() throws Exception {
            Line line = line(DeflateOptions.DEFAULT);
            server.observer.events.clear();
            line.session.sendText(LONG);
            line.session.send(PreparedMessage.text(LONG));
            line.session.sendTextPart(LONG, true);
            assertThat(received(line)).hasSize(3);

            String sent = "sent TEXT " + LONG.length();
            server.observer.expect(sent, sent, sent);
        }

        @Test
        void aLargeMessageThatWaits() throws Exception {
            Line line = line(DeflateOptions.DEFAULT.withThreshold(10, true));
            byte[] data = new byte[1 << 20];
            line.peer.transport.take(0);
            line.session.sendBinary(ByteBuffer.wrap(data));
            server.run();
            assertThat(line.session.queuedBytes()).as("compressed").isLessThan(2000);
            line.peer.transport.takeEverything();

            assertThat(received(line)).containsExactly("42 " + new String(data, StandardCharsets.UTF_8));
        }
    }

    @Nested
    class InParts {

        @Test
        void aStreamIsCompressedAsAWhole() throws Exception {
            Line line = line(DeflateOptions.DEFAULT);
            List<String> parts = Stream.generate(() -> LONG).limit(100).toList();
            CompletableFuture<Void> sent =
                    line.session.send(StreamedMessage.text(parts.iterator())).toCompletableFuture();

            assertThat(received(line)).containsExactly("41 " + LONG.repeat(100));
            assertThat(sent).isCompleted();
            assertThat(line.reader.compressedBytes).isLessThan(100 * 40);
        }

        /**
         * While a message in parts is being compressed, nothing else may be: not even one that goes to others at the same
         * time, in the form that all of them share.
         */
        @Test
        void whatWaitsForItIsCompressedBehindIt() throws Exception {
            Line line = line(DeflateOptions.DEFAULT);
            Line other = line(DeflateOptions.DEFAULT);
            group.add(line.session);
            group.add(other.session);
            line.session.sendTextPart(LONG, false);
            PreparedMessage prepared = PreparedMessage.text(LONG + "!");
            group.send(prepared);
            line.session.sendText(LONG + "?");
            server.run();
            line.session.sendTextPart(LONG, false);
            line.session.sendTextPart(".", true);

            assertThat(received(line))
                    .containsExactly("41 " + LONG + LONG + ".", "41 " + LONG + "!", "41 " + LONG + "?");
            assertThat(received(other)).containsExactly("41 " + LONG + "!");
        }

        @Test
        void withContextTakeoverToo() throws Exception {
            Line line = line(DeflateOptions.DEFAULT.withContextTakeover(true, true));
            line.session.sendText(LONG);
            line.session.sendTextPart(LONG, false);
            line.session.send(PreparedMessage.text(LONG));
            line.session.sendText("short");
            line.session.sendTextPart("", true);
            line.session.sendText(LONG);

            assertThat(received(line))
                    .containsExactly("41 " + LONG, "41 " + LONG, "41 " + LONG, "01 short", "41 " + LONG);
        }

        /** RFC 7692 section 6.1: control frames are never compressed. */
        @Test
        void controlFramesInBetweenAreNot() throws Exception {
            Line line = line(DeflateOptions.DEFAULT);
            line.session.sendTextPart(LONG, false);
            line.session.ping(ByteBuffer.allocate(3));
            line.session.sendTextPart(LONG, true);

            assertThat(received(line)).containsExactly("89", "41 " + LONG + LONG);
        }

        @Test
        void anEmptyMessageOfOnePart() throws Exception {
            Line line = line(DeflateOptions.DEFAULT.withThreshold(0, true));
            line.session.sendTextPart("", true);
            line.session.send(StreamedMessage.binary(List.<ByteBuffer>of().iterator()));

            assertThat(received(line)).hasSize(2).allMatch(message -> message.matches("[0-9A-F]{2} "));
        }

        @Test
        void theEndOfTheSessionInTheMiddleLeavesNothingBehind() throws Exception {
            Line line = line(DeflateOptions.DEFAULT);
            line.session.sendTextPart(LONG, false);
            server.run();
            line.peer.receives();
            line.peer.sends(close(1000, "")).ends();
            Line next = line(DeflateOptions.DEFAULT);
            next.session.sendText("next " + LONG);

            assertThat(received(next)).containsExactly("41 next " + LONG);
        }
    }

    @Nested
    class Prepared {

        /** The form that a connection would send; none is made where there is none, because this one can send nothing. */
        private PreparedMessage formFor(Line line, PreparedMessage message) {
            WebSocketProtocol closed = new WebSocketProtocol(
                    new ProtocolOptions(
                            Role.SERVER,
                            MessageLimits.DEFAULT,
                            false,
                            new Compression(line.session.deflate(), server.deflate, new ZlibPool()),
                            null),
                    FrameWriter.server(),
                    null);
            closed.fail();
            closed.writeClose(CloseCode.NORMAL, "", ByteBuffer.allocate(10));
            return message.compressedBy(closed);
        }

        @Test
        void isCompressedOnceForAllThatShareTheForm() throws Exception {
            List<Line> lines = Stream.generate(() -> line(DeflateOptions.DEFAULT))
                    .limit(20)
                    .toList();
            lines.forEach(line -> group.add(line.session));
            PreparedMessage message = PreparedMessage.text(LONG);
            group.send(message);
            for (Line line : lines) {
                assertThat(received(line)).containsExactly("41 " + LONG);
            }
            PreparedMessage form = formFor(lines.get(0), message);

            assertThat(form.frameSize()).isLessThan(100);
            assertThat(form.payloadSize()).isEqualTo(LONG.length());
            assertThat(lines).allMatch(line -> line.reader.compressedBytes == form.frameSize() - 2);
            assertThatThrownBy(() -> formFor(lines.get(0), PreparedMessage.text(LONG)))
                    .as("what would be compressed again")
                    .isInstanceOf(IllegalStateException.class);
        }

        @Test
        void goesAsItIsWhereItGetsNoShorter() throws Exception {
            Line line = line(DeflateOptions.DEFAULT.withThreshold(0, true));
            byte[] noise = new byte[300];
            new Random(1).nextBytes(noise);
            PreparedMessage message = PreparedMessage.binary(ByteBuffer.wrap(noise));
            line.session.send(message);
            server.run();

            assertThat(line.peer.receives()).isEqualTo("827E012C" + Frames.hex(noise));
            assertThat(formFor(line, message)).isSameAs(message);
        }

        @Test
        void goesAsItIsBelowTheThreshold() throws Exception {
            Line line = line(DeflateOptions.DEFAULT);
            line.session.send(PreparedMessage.text("short"));
            line.session.send(PreparedMessage.binary(ByteBuffer.wrap(LONG.getBytes(StandardCharsets.UTF_8))));

            assertThat(received(line)).containsExactly("01 short", "02 " + LONG);
        }

        @Test
        void goesToEachInItsOwnForm() throws Exception {
            Line whole = line(DeflateOptions.DEFAULT);
            Peer small = server.connect()
                    .upgrades("/ws", "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=9");
            assertThat(small.receivesText()).contains("server_max_window_bits=9");
            Line window = new Line(small, server.handler.session(), new Reader(false));
            Peer none = server.connect().upgrades("/ws");
            none.receives();
            Line plain = new Line(none, server.handler.session(), new Reader(false));
            List<Line> lines = List.of(whole, window, plain);
            lines.forEach(line -> group.add(line.session));
            group.send(PreparedMessage.text(LONG));

            assertThat(received(whole)).containsExactly("41 " + LONG);
            assertThat(received(window)).containsExactly("41 " + LONG);
            assertThat(received(plain)).containsExactly("01 " + LONG);
            assertThat(window.reader.compressedBytes).isNotEqualTo(whole.reader.compressedBytes);
        }

        @Test
        void isCompressedForEachWhereMessagesReferToEarlierOnes() throws Exception {
            DeflateOptions takeover = DeflateOptions.DEFAULT.withContextTakeover(true, true);
            Line one = line(takeover);
            Line two = line(takeover);
            one.session.sendText(LONG);
            assertThat(received(one)).hasSize(1);
            int before = one.reader.compressedBytes;
            group.add(one.session);
            group.add(two.session);
            group.send(PreparedMessage.text(LONG));

            assertThat(received(one)).containsExactly("41 " + LONG);
            assertThat(received(two)).containsExactly("41 " + LONG);
            assertThat(one.reader.compressedBytes - before)
                    .as("refers to what it has sent before")
                    .isLessThan(two.reader.compressedBytes / 2);
        }
    }

    /** RFC 6455 section 5.3: what a client compresses is masked like everything else. */
    @Nested
    class Client {

        @Test
        void masksWhatItCompresses() throws Exception {
            TestClient client = new TestClient();
            client.deflate = DeflateOptions.DEFAULT;
            client.connect();
            client.receivesText();
            client.sends(Peer.ACCEPTED.replace(
                    "\r\n\r\n",
                    "\r\nSec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover;"
                            + " client_no_context_takeover\r\n\r\n"));
            PreparedMessage prepared = PreparedMessage.text(LONG);
            client.session().send(prepared);
            client.session().sendText("short");
            client.session().sendTextPart(LONG, false);
            client.session().sendTextPart("", true);
            client.run();
            byte[] wire = Frames.bytes(Frames.unmasked(client.transport.sent()));

            assertThat(new Reader(false).read(wire)).containsExactly("41 " + LONG, "01 short", "41 " + LONG);
        }
    }

    @Test
    void withoutAgreementNothingIsCompressed() throws Exception {
        server.deflate = DeflateOptions.DEFAULT;
        Peer peer = server.open();
        peer.session().sendText(LONG);
        peer.session().sendTextPart(LONG, true);
        server.run();

        peer.expect(text(LONG), text(LONG));
        assertThat(peer.session().deflate()).isNull();
    }

    @Test
    void whatWasAgreedOnCanBeSeen() {
        Line line = line(DeflateOptions.DEFAULT.withContextTakeover(true, false));

        assertThat(line.session.deflate()).isNotNull();
        assertThat(line.session.deflate().toString()).contains("15");
        assertThat(line.session.peerCertificates()).isEmpty();
    }
}
