package dev.wsboot.ws.protocol;

import static dev.wsboot.ws.protocol.Zlib.frame;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Inflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that are delivered in parts, plain and compressed: RFC 6455 section 5.4 and RFC 7692 section 6.2. */
@ParameterizedClass
@EnumSource
class WebSocketProtocolPartsTest {

    private static final String HELLO = "F248CDC9C90700";
    private static final int CHUNK = ZlibPool.CHUNK;

    private final Side side;
    private final ZlibPool pool = new ZlibPool();
    private final Conversation conversation;

    WebSocketProtocolPartsTest(Side side) {
        this.side = side;
        this.conversation = conversation(false, MessageLimits.UNBOUNDED_PARTS);
    }

    private Conversation conversation(boolean takeover, MessageLimits limits) {
        DeflateParameters agreed = new DeflateParameters(!takeover, !takeover, 15, 15);
        Compression compression = new Compression(agreed, DeflateOptions.DEFAULT, pool);
        return new Conversation(side, new ProtocolOptions(side.role(), limits, true, compression, null));
    }

    @AfterEach
    void nothingIsLeftOver() {
        conversation.assertExhausted();
        assertThat(Retained.bytes(conversation.protocol)).isZero();
    }

    @Nested
    class Section_5_4_Fragmentation {

        @Test
        void wholeMessageIsOnePart() {
            conversation.receive("81 02 6869", "82 01 FF").expect("text-last(6869)", "binary-last(FF)");
        }

        @Test
        void fragmentsAreParts() {
            conversation.receive("01 01 61", "89 00", "00 02 6263", "80 01 64");
            conversation.expect("text-part(61)", "ping()", "text-part(6263)", "text-last(64)");
        }

        @Test
        void whatArrivedOfFrameIsPart() {
            byte[] wire = conversation.wire("82 05 0102030405");
            conversation.receiveBytes(Arrays.copyOf(wire, wire.length - 3)).expect("binary-part(0102)");
            conversation.receiveBytes(Arrays.copyOfRange(wire, wire.length - 3, wire.length - 1));
            conversation.expect("binary-part(0304)");
            conversation.receiveBytes(Arrays.copyOfRange(wire, wire.length - 1, wire.length));
            conversation.expect("binary-last(05)");
        }

        @Test
        void onlyTheLastPartMayBeEmpty() {
            conversation.receive("01 00", "00 00", "00 01 61", "00 00", "80 00", "82 00", "C1 00", "41 00", "80 00");
            conversation.expect("text-part(61)", "text-last()", "binary-last()", "text-last()", "text-last()");
        }

        @Test
        void partsOfTextMayEndWithinCharacter() {
            conversation.receive("01 02 E282", "00 00", "80 01 AC").expect("text-part(E282)", "text-last(AC)");
        }

        @Test
        void textFailsAtItsFirstBadByte() {
            conversation.receive("01 02 E282", "00 01 41").expect("text-part(E282)", "failure(1007)");
        }

        @Test
        void textFailsWhereItEndsWithinCharacter() {
            conversation.receive("01 02 E282", "80 00").expect("text-part(E282)", "failure(1007)");
        }
    }

    @Nested
    class Section_10_4_ImplementationSpecificLimits {

        @Test
        void sizeOfMessageIsLimited() {
            Conversation limited = conversation(false, new MessageLimits(4, 3, 8));
            limited.receive("02 03 010203", "80 01 04").expect("binary-part(010203)", "binary-last(04)");
            limited.receive("C1 03 4B0400").expect("text-last(61)");
            limited.receive("02 03 010203", "80 02").expect("binary-part(010203)", "failure(1009)");
            limited.assertExhausted();
        }

        @Test
        void sizeOfFrameIsLimited() {
            Conversation limited = conversation(false, new MessageLimits(4, 3, 8));
            limited.receive("82 04")
                    .expectFailure(1009, "frame larger than 3 bytes")
                    .assertExhausted();
        }

        @Test
        void fragmentsAreNotCounted() {
            Conversation limited = conversation(false, new MessageLimits(100, 100, 2));
            limited.receive("02 01 01", "00 01 02", "00 00", "00 00", "00 01 03", "00 00", "00 00", "80 01 04");
            limited.expect("binary-part(01)", "binary-part(02)", "binary-part(03)", "binary-last(04)")
                    .assertExhausted();
        }

        @ParameterizedTest
        @ValueSource(strings = {"02 00", "42 00"})
        void emptyFragmentsInRowAreCounted(String first) {
            Conversation limited = conversation(false, new MessageLimits(100, 100, 3));
            limited.receive(first, "00 00", "00 00").expect();
            limited.receive("80 00")
                    .expectFailure(1008, "message of more than 3 fragments")
                    .assertExhausted();
        }

        @Test
        void emptyFragmentsAreCountedFromNewBehindPart() {
            Conversation limited = conversation(false, new MessageLimits(100, 100, 2));
            limited.receive("02 01 01", "00 00", "00 00").expect("binary-part(01)");
            limited.receive("00 00").expect("failure(1008)").assertExhausted();
        }

        /** 4 GiB in one frame, of which nothing is kept. */
        @Test
        @Tag("sweep")
        void moreThanAnIntCanCount() {
            long length = 1L << 32;
            Counting events = new Counting();
            WebSocketProtocol protocol = new WebSocketProtocol(
                    new ProtocolOptions(side.role(), MessageLimits.UNBOUNDED_PARTS, true, null, null),
                    side.writer(),
                    events);
            byte[] header = conversation.wire("82 7F %016X".formatted(length));
            protocol.receive(ByteBuffer.wrap(header));
            ByteBuffer piece = ByteBuffer.allocateDirect(1 << 26);
            for (long sent = 0; sent < length - 1; sent += piece.limit()) {
                protocol.receive(piece.position(0).limit((int) Math.min(piece.capacity(), length - 1 - sent)));
            }
            assertThat(events.bytes).isEqualTo(length - 1);
            assertThat(events.last).isZero();
            protocol.receive(piece.position(0).limit(1));
            assertThat(events.bytes).isEqualTo(length);
            assertThat(events.last).isEqualTo(1);
            assertThat(Retained.bytes(protocol)).isZero();
        }

        /** As many fragments as one likes make more than a long can count. */
        @Test
        void moreThanLongCanCountFails() {
            Conversation one = conversation(false, MessageLimits.UNBOUNDED_PARTS);
            one.receive("02 01 61", "80 7F 7FFFFFFFFFFFFFFF")
                    .expect("binary-part(61)", "failure(1009)")
                    .assertExhausted();
            conversation.receive("82 7F 7FFFFFFFFFFFFFFF 61").expect("binary-part(61)");
        }
    }

    /** RFC 7692 section 6.2, and a pause between two chunks of a piece, which leaves what was not inflated. */
    @Nested
    class Compressed {

        private final byte[] zeros = new byte[5 * CHUNK + 100];

        @Test
        void wholeMessage() {
            conversation.receive("C1 07" + HELLO, "C2 07" + HELLO);
            conversation.expect("text-last(48656C6C6F)", "binary-last(48656C6C6F)");
        }

        @Test
        void fragmentsAreParts() {
            conversation.receive("41 03 F248CD", "89 00", "00 02 C9C9", "80 02 0700");
            String all = String.join(" ", conversation.events.all());
            conversation.events.all().clear();
            assertThat(all.replaceAll("ping\\(\\)|text-part\\(|text-last\\(|[ )]", ""))
                    .isEqualTo("48656C6C6F");
            assertThat(all).contains("ping()").endsWith(")").containsOnlyOnce("text-last");
        }

        @Test
        void chunksAreParts() {
            conversation.receive(frame("C2", Zlib.deflate(zeros)));
            String chunk = "binary-part(" + "00".repeat(CHUNK) + ")";
            conversation.expect(chunk, chunk, chunk, chunk, chunk, "binary-last(" + "00".repeat(100) + ")");
        }

        /** Nothing is known of the end when the last chunk is full. */
        @Test
        void lastPartIsEmptyWhereTheChunkBeforeIsFull() {
            conversation.receive(frame("C2", Zlib.deflate(new byte[CHUNK])));
            conversation.expect("binary-part(" + "00".repeat(CHUNK) + ")", "binary-last()");
        }

        @Test
        void pauseLeavesWhatWasNotInflated() {
            conversation.events.afterEach(conversation.protocol::pause);
            byte[] wire = conversation.wire(frame("C2", Zlib.deflate(zeros)), "89 01 07");
            byte[] before = wire.clone();
            ByteBuffer in = Buffers.guarded(wire);
            int start = in.position();
            int parts = 0;
            while (in.hasRemaining()) {
                conversation.protocol.receive(in);
                assertThat(Hex.of(in))
                        .isEqualTo(Hex.of(Arrays.copyOfRange(before, in.position() - start, wire.length)));
                parts++;
            }
            Buffers.assertGuardsIntact(in);
            String chunk = "binary-part(" + "00".repeat(CHUNK) + ")";
            conversation.expect(chunk, chunk, chunk, chunk, chunk, "binary-last(" + "00".repeat(100) + ")", "ping(07)");
            assertThat(parts).isGreaterThan(5);
        }

        @Test
        void pauseBetweenChunksOfContentThatDoesNotShrink() {
            byte[] message = new byte[4 * CHUNK];
            new Random(1).nextBytes(message);
            conversation.events.afterEach(conversation.protocol::pause);
            ByteBuffer in = ByteBuffer.wrap(conversation.wire(frame("C2", Zlib.deflate(message)), "81 01 61"));
            int rounds = 0;
            while (in.hasRemaining()) {
                conversation.protocol.receive(in);
                rounds++;
            }
            assertThat(rounds).isGreaterThan(4);
            List<String> all = new ArrayList<>(conversation.events.all());
            conversation.events.all().clear();
            assertThat(all.remove(all.size() - 1)).isEqualTo("text-last(61)");
            assertThat(String.join("", all).replaceAll("binary-part\\(|binary-last\\(|\\)", ""))
                    .isEqualTo(Hex.of(message));
        }

        /** Where all input is consumed, nothing would bring what is left. */
        @Test
        void pauseWithAllInputConsumedGoesOn() {
            byte[] deflated = Zlib.deflate(new byte[CHUNK + 100]);
            conversation.events.afterEach(conversation.protocol::pause);
            byte[] wire = conversation.wire(frame("C2", deflated));
            for (int cut = wire.length - 3; cut <= wire.length; cut++) {
                ByteBuffer in = ByteBuffer.wrap(wire.clone()).limit(cut);
                while (in.position() < wire.length) {
                    conversation.protocol.receive(in);
                    if (!in.hasRemaining()) {
                        in.limit(wire.length);
                    }
                }
                assertThat(String.join("", conversation.events.all())
                                .replaceAll("binary-part\\(|\\)|binary-last\\(", ""))
                        .isEqualTo("00".repeat(CHUNK + 100));
                assertThat(conversation.events.all()).last().asString().startsWith("binary-last(");
                conversation.events.all().clear();
            }
        }

        /** The tail of RFC 7692 section 7.2.2 can make a chunk full too, where the data was cut within a block. */
        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void pausesChangeNothingWhereverTheDataWasCut(boolean takeover) {
            byte[] deflated = Zlib.deflate(new byte[6 * CHUNK]);
            for (int length = 0; length < deflated.length; length++) {
                String frame = frame("C2", Arrays.copyOf(deflated, length));
                assertThat(events(takeover, frame, true))
                        .as("%d bytes", length)
                        .isEqualTo(events(takeover, frame, false));
            }
        }

        private String events(boolean takeover, String frame, boolean pauses) {
            Conversation one = conversation(takeover, MessageLimits.UNBOUNDED_PARTS);
            if (pauses) {
                one.events.afterEach(one.protocol::pause);
            }
            ByteBuffer in = ByteBuffer.wrap(one.wire(frame, "C2 07" + HELLO));
            while (in.hasRemaining()) {
                one.protocol.receive(in);
            }
            one.protocol.release();
            return String.join(" ", one.events.all());
        }

        @Test
        void bombIsLimitedInPartsToo() {
            Conversation limited = conversation(false, new MessageLimits(CHUNK + 1, 1000, 8));
            limited.receive(frame("C2", Zlib.deflate(zeros)));
            limited.expect("binary-part(" + "00".repeat(CHUNK) + ")", "failure(1009)")
                    .assertExhausted();
        }

        @Test
        void textFailsWithinMessage() {
            byte[] text = Hex.bytes("61".repeat(CHUNK) + "62FF63");
            conversation.receive(frame("C1", Zlib.deflate(text)));
            conversation.expect("text-part(" + "61".repeat(CHUNK) + ")", "failure(1007)");
        }
    }

    /** Sending. */
    @Nested
    class Section_5_4_SendingInParts {

        private final Conversation plain =
                new Conversation(side, ProtocolOptions.of(side.role(), MessageLimits.DEFAULT));

        @Test
        void plainParts() {
            plain.part(true, "E2", false).expectSent("01 01 E2");
            plain.part(true, "", false).expectSent("00 00");
            plain.ping("07").expectSent("89 01 07");
            plain.part(true, "82AC", true).expectSent("80 02 82AC");
            plain.part(false, "01", true).expectSent("82 01 01");
            plain.part(false, "", true).expectSent("82 00");
            plain.assertExhausted();
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void compressedParts(boolean takeover) {
            Conversation sender = conversation(takeover, MessageLimits.DEFAULT);
            Inflater inflater = new Inflater(true);
            for (int i = 0; i < 3; i++) {
                ByteArrayOutputStream payload = new ByteArrayOutputStream();
                sender.part(true, "61".repeat(300), false);
                payload.writeBytes(payload(sender.sent(), 0x41));
                sender.part(true, "", false);
                payload.writeBytes(payload(sender.sent(), 0x00));
                sender.ping("07").expectSent("89 01 07").pong("").expectSent("8A 00");
                sender.part(true, "62".repeat(300), false);
                payload.writeBytes(payload(sender.sent(), 0x00));
                sender.part(true, i == 1 ? "" : "63", true);
                payload.writeBytes(payload(sender.sent(), 0x80));
                if (!takeover) {
                    inflater.reset();
                    assertThat(Zlib.deflatersIn(pool)).isEqualTo(1);
                }
                assertThat(Hex.of(Zlib.inflate(inflater, payload.toByteArray())))
                        .isEqualTo("61".repeat(300) + "62".repeat(300) + (i == 1 ? "" : "63"));
            }
            inflater.end();
            sender.protocol.release();
            assertThat(Zlib.deflatersIn(pool)).isEqualTo(1);
        }

        /** Each part can be read when it arrives. */
        @Test
        void partsAreFlushed() {
            Conversation sender = conversation(false, MessageLimits.DEFAULT);
            Conversation reader = reader();
            for (String part : List.of("61", "6262", "", "63")) {
                reader.receiveBytes(sender.part(true, part, false).sent());
                reader.expect(part.isEmpty() ? new String[0] : new String[] {"text-part(" + part + ")"});
            }
            reader.receiveBytes(sender.part(true, "", true).sent()).expect("text-last()");
        }

        private Conversation reader() {
            Role other = side.role() == Role.SERVER ? Role.CLIENT : Role.SERVER;
            Compression compression =
                    new Compression(new DeflateParameters(true, true, 15, 15), DeflateOptions.DEFAULT, pool);
            return new Conversation(
                    side, new ProtocolOptions(other, MessageLimits.UNBOUNDED_PARTS, true, compression, null));
        }

        private byte[] payload(byte[] frame, int first) {
            assertThat(frame[0]).isEqualTo((byte) first);
            int length7 = frame[1] & 0x7F;
            int header = 2 + (length7 == 126 ? 2 : 0);
            byte[] key = side.role() == Role.CLIENT ? Arrays.copyOfRange(frame, header, header + 4) : new byte[4];
            byte[] payload = Arrays.copyOfRange(frame, header + (side.role() == Role.CLIENT ? 4 : 0), frame.length);
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= key[i % 4];
            }
            return payload;
        }
    }

    private static final class Counting implements ProtocolEvents {

        private long bytes;
        private int last;

        @Override
        public void onPart(boolean text, ByteBuffer payload, boolean isLast) {
            bytes += payload.remaining();
            last += isLast ? 1 : 0;
        }

        @Override
        public void onText(ByteBuffer payload, boolean ascii) {
            throw new AssertionError();
        }

        @Override
        public void onBinary(ByteBuffer payload) {
            throw new AssertionError();
        }

        @Override
        public void onPing(ByteBuffer payload) {
            throw new AssertionError();
        }

        @Override
        public void onPong(ByteBuffer payload) {
            throw new AssertionError();
        }

        @Override
        public void onClose(int code, String reason) {
            throw new AssertionError();
        }

        @Override
        public void onFailure(ProtocolFailure failure) {
            throw failure;
        }
    }
}
