package dev.wsboot.ws.protocol;

import static dev.wsboot.ws.protocol.Zlib.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.zip.Deflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7692: what a peer may send where permessage-deflate was negotiated, and what it must not. */
@ParameterizedClass
@EnumSource
class WebSocketProtocolDeflateTest {

    private static final int MIB = 1 << 20;
    private static final MessageLimits LIMITS = new MessageLimits(MIB, MIB, 64);
    private static final String HELLO = "F248CDC9C90700";

    /** What attacks.md calls bounded is the limit and 64 KiB. */
    private static final int SLACK = 64 << 10;

    private final Side side;
    private final ZlibPool pool = new ZlibPool();
    private final Conversation conversation;

    WebSocketProtocolDeflateTest(Side side) {
        this.side = side;
        this.conversation = conversation(false, LIMITS, false);
    }

    private Conversation conversation(boolean takeover, MessageLimits limits, boolean inParts) {
        DeflateParameters agreed = new DeflateParameters(!takeover, !takeover, 15, 15);
        Compression compression = new Compression(agreed, DeflateOptions.DEFAULT, pool);
        return new Conversation(side, new ProtocolOptions(side.role(), limits, inParts, compression, null));
    }

    private Conversation takeover() {
        return conversation(true, LIMITS, false);
    }

    private Conversation limitedTo(int maxMessageSize, int maxFrameSize) {
        return conversation(false, new MessageLimits(maxMessageSize, maxFrameSize, 8), false);
    }

    @AfterEach
    void nothingIsLeftOver() {
        conversation.assertExhausted();
    }

    @Nested
    class Section_5_3_WhichMessages {

        /** Section 7.1.1.1: without context takeover for one direction only, the other one still has it. */
        @Test
        void theContextIsThatOfThePeer() {
            boolean peerIsServer = side.role() == Role.CLIENT;
            DeflateParameters onlyThePeer = new DeflateParameters(!peerIsServer, peerIsServer, 15, 15);
            Compression compression = new Compression(onlyThePeer, DeflateOptions.DEFAULT, pool);
            Conversation one =
                    new Conversation(side, new ProtocolOptions(side.role(), LIMITS, false, compression, null));
            one.receive("C1 07" + HELLO, "C1 05 F200110000").expect("text(Hello)", "text(Hello)");
        }
    }

    @Nested
    class Section_6_Framing {

        @Test
        void uncompressedMessagesBetweenCompressedOnes() {
            conversation.receive("C1 07" + HELLO, "81 02 6869", "C1 07" + HELLO, "82 01 FF", "01 01 61", "80 01 62");
            conversation.expect("text(Hello)", "text(hi)", "text(Hello)", "binary(FF)", "text(ab)");
        }

        @Test
        void uncompressedMessagesAreNoContext() {
            takeover()
                    .receive("C1 07" + HELLO, "81 02 6869", "C1 05 F200110000")
                    .expect("text(Hello)", "text(hi)", "text(Hello)")
                    .assertExhausted();
        }

        @Test
        void fragmentedWithControlFramesBetween() {
            conversation.receive("41 03 F248CD", "89 01 01", "00 00", "8A 00", "80 04 C9C90700");
            conversation.expect("ping(01)", "pong()", "text(Hello)");
        }

        @Test
        void binary() {
            conversation.receive("C2 07" + HELLO).expect("binary(48656C6C6F)");
        }

        /** "non-first fragments of a data message" */
        @ParameterizedTest
        @ValueSource(strings = {"C0 04 C9C90700", "40 04 C9C90700", "C0 00"})
        void reservedBitOnContinuationFails(String continuation) {
            conversation
                    .receive("41 03 F248CD", continuation)
                    .expectFailure(1002, "reserved bit set on a continuation");
        }

        /** "An endpoint MUST NOT set the 'Per-Message Compressed' bit of control frames" */
        @ParameterizedTest
        @ValueSource(strings = {"C8 00", "C9 00", "CA 01 01"})
        void reservedBitOnControlFrameFails(String control) {
            conversation.receive(control).expectFailure(1002, "reserved bit set on a control frame");
        }

        @ParameterizedTest
        @ValueSource(strings = {"A1 00", "91 00", "E1 00", "D1 00", "F1 00"})
        void otherReservedBitsFail(String frame) {
            conversation.receive(frame).expectFailure(1002, "reserved bit set");
        }

        @ParameterizedTest
        @ValueSource(strings = {"C1 07" + HELLO, "C2 00", "41 00"})
        void reservedBitWithoutNegotiationFails(String frame) {
            new Conversation(side)
                    .receive(frame)
                    .expectFailure(1002, "reserved bit set")
                    .assertExhausted();
        }
    }

    /** What fuzzing found: a message that breaks two rules fails for the same one, however it is cut. */
    @Nested
    class Section_8_1_BeforeCorruptData {

        /** A whole block of the content, and then a block of a type that does not exist. */
        private byte[] thenCorrupt(byte[] content) {
            byte[] deflated = Zlib.deflate(content);
            byte[] message = Arrays.copyOf(deflated, deflated.length + 5);
            System.arraycopy(Hex.bytes("0000FFFF 07"), 0, message, deflated.length, 5);
            return message;
        }

        @Test
        void invalidTextComesFirst() {
            conversation
                    .receive(frame("C1", thenCorrupt(Hex.bytes("61FF"))))
                    .expectFailure(1007, "text is not valid UTF-8");
        }

        @Test
        void tooLargeComesFirst() {
            limitedTo(100, 100)
                    .receive(frame("C2", thenCorrupt(new byte[101])))
                    .expectFailure(1009, "message larger than 100 bytes")
                    .assertExhausted();
        }

        @Test
        void tooLargeComesBeforeBadEnd() {
            byte[] deflated = Zlib.deflate(new byte[101]);
            limitedTo(100, 100)
                    .receive(frame("C2", Arrays.copyOf(deflated, deflated.length - 1)))
                    .expectFailure(1009, "message larger than 100 bytes")
                    .assertExhausted();
        }

        @Test
        void otherwiseItIsCorrupt() {
            conversation
                    .receive(frame("C1", thenCorrupt(Hex.bytes("61"))))
                    .expectFailure(1007, "compressed data is corrupt");
        }
    }

    @Nested
    class Section_7_2_3_Examples {

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        @DisplayName("7.2.3.1 one compressed block, whole and in fragments")
        void oneBlock(boolean takeover) {
            Conversation one = conversation(takeover, LIMITS, false);
            one.receive("C1 07 F248CDC9C90700").expect("text(Hello)");
            one.receive("41 03 F248CD", "80 04 C9C90700").expect("text(Hello)");
            one.assertExhausted();
        }

        @Test
        @DisplayName("7.2.3.2 sharing the window")
        void sharedWindow() {
            takeover()
                    .receive("C1 07 F248CDC9C90700", "C1 05 F200110000")
                    .expect("text(Hello)", "text(Hello)")
                    .assertExhausted();
        }

        @Test
        @DisplayName("7.2.3.2 ... which section 7.1.1.1 forbids without context takeover")
        void sharedWindowWithoutTakeoverFails() {
            conversation.receive("C1 07 F248CDC9C90700", "C1 05 F200110000");
            conversation.expect("text(Hello)", "failure(1007)");
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        @DisplayName("7.2.3.3 a block without compression")
        void blockWithoutCompression(boolean takeover) {
            conversation(takeover, LIMITS, false)
                    .receive("C1 0B 000500FAFF48656C6C6F00")
                    .expect("text(Hello)")
                    .assertExhausted();
        }

        @ParameterizedTest
        @ValueSource(strings = {"C1 08 F348CDC9C9070000", "C1 07 F348CDC9C90700"})
        @DisplayName("7.2.3.4 a block with BFINAL set to 1")
        void finalBlock(String frame) {
            conversation.receive(frame, frame).expect("text(Hello)", "text(Hello)");
            takeover()
                    .receive(frame, "C1 07" + HELLO, frame)
                    .expect("text(Hello)", "text(Hello)", "text(Hello)")
                    .assertExhausted();
        }

        @Test
        @DisplayName("7.2.3.4 a block with BFINAL set to 1, which ends with a fragment")
        void finalBlockEndsWithFragment() {
            conversation.receive("41 07 F348CDC9C90700", "80 00").expect("text(Hello)");
            conversation.receive("41 07 F348CDC9C90700", "00 00", "80 01 00").expect("text(Hello)");
            conversation.receive("41 07 F348CDC9C90700", "80 07" + HELLO).expect("text(HelloHello)");
            conversation.receive("41 07 F348CDC9C90700", "80 00", "C1 00").expect("text(Hello)", "text()");
        }

        /** Section 7.2.1 has the empty block at the end without saying that its BFINAL is 0. */
        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        @DisplayName("7.2.3.4 the block that ends the message has BFINAL set to 1")
        void lastEmptyBlockIsFinal(boolean takeover) {
            conversation(takeover, LIMITS, false)
                    .receive("C1 01 01", "C1 0B 000500FAFF48656C6C6F01", "C1 07" + HELLO)
                    .expect("text()", "text(Hello)", "text(Hello)")
                    .assertExhausted();
        }

        /** Java's zlib cannot keep its window behind such a block. */
        @Test
        @DisplayName("7.2.3.4 nothing behind BFINAL refers to what is before it")
        void finalBlockEndsTheContext() {
            takeover()
                    .receive("C1 08 F348CDC9C9070000", "C1 05 F200110000")
                    .expect("text(Hello)", "failure(1007)")
                    .assertExhausted();
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        @DisplayName("7.2.3.5 two blocks")
        void twoBlocks(boolean takeover) {
            conversation(takeover, LIMITS, false)
                    .receive("C1 0D F248050000 00FFFFCAC9C90700")
                    .expect("text(Hello)")
                    .assertExhausted();
        }

        @ParameterizedTest
        @ValueSource(strings = {"C1 01 00", "C1 00", "41 00", "41 01 00", "C1 02 0300"})
        @DisplayName("7.2.3.6 an empty message")
        void emptyMessage(String frame) {
            String[] frames = frame.startsWith("41") ? new String[] {frame, "80 00"} : new String[] {frame};
            conversation.receive(frames).receive(frames).expect("text()", "text()");
            takeover()
                    .receive("C1 07" + HELLO)
                    .receive(frames)
                    .expect("text(Hello)", "text()")
                    .assertExhausted();
        }
    }

    @Nested
    class Section_7_2_2_Decompression {

        @ParameterizedTest
        @ValueSource(strings = {"07", "FF", "000500FAF048656C6C6F00", "06"})
        void corruptDataFails(String payload) {
            String frame = frame("C2", Hex.bytes(payload));
            conversation.receive(frame).expectFailure(1007, "compressed data is corrupt");
            assertThat(Zlib.inflatersIn(pool)).isEqualTo(1);
            takeover().receive(frame).expect("failure(1007)").assertExhausted();
        }

        /** Wherever the input is cut, what stands before the fault comes first. */
        @Test
        void whatStandsBeforeTheFaultIsSeen() {
            conversation(false, LIMITS, true)
                    .receive("C2 08 F248CDC9C907 06FF")
                    .expect("binary-part(48656C6C6F)", "failure(1007)")
                    .assertExhausted();
            limitedTo(4, 100)
                    .receive("C2 08 F248CDC9C907 06FF")
                    .expect("failure(1009)")
                    .assertExhausted();
            limitedTo(4, 100)
                    .receive("C2 06 F248CDC9C907")
                    .expect("failure(1009)")
                    .assertExhausted();
        }

        @ParameterizedTest
        @ValueSource(strings = {"C2 08 F248CDC9C90706FF", "C2 06 F248CDC9C907"})
        void noFailureWhereThePartBeforeTheFaultIsTheEnd(String frame) {
            Conversation one = conversation(false, LIMITS, true);
            one.events.afterEach(one::fail);
            one.receive(frame, "89 00").expect("binary-part(48656C6C6F)").assertExhausted();
            assertThat(Zlib.inflatersIn(pool)).isEqualTo(1);
        }

        /** What is missing would be taken from the next message. Without context takeover, that shows. */
        @ParameterizedTest
        @ValueSource(strings = {"F248CDC9", "F248CDC9C907", "000500FAFF4865", "000A00F5FF61", "000500FA", "F2"})
        void truncatedDataFails(String payload) {
            String frame = frame("C2", Hex.bytes(payload));
            conversation.receive(frame, "89 00").expectFailure(1007, "compressed data is corrupt");
        }

        /**
         * With context takeover the data never ends, so that Java's zlib cannot tell whether it stands at the end of a
         * block. The message is delivered as far as it goes, and what follows is garbage or corrupt, but stays within
         * its messages.
         */
        @Test
        void truncatedDataIsTakenWithTakeover() {
            Conversation one = takeover().receive("C2 04 F248CDC9", "89 01 01");
            assertThat(one.events.all()).hasSize(2).first().asString().startsWith("binary(48656C");
            assertThat(one.events.all()).endsWith("ping(01)");
        }

        @Test
        void textFailsAtItsFirstBadByte() {
            byte[] bad = Zlib.deflate(Hex.bytes("61".repeat(5) + "FF" + "61".repeat(50_000)));
            String[] fragment = {frame("41", bad)};
            conversation.receive(fragment).expectFailure(1007, "text is not valid UTF-8");
            assertThat(Zlib.inflatersIn(pool)).isEqualTo(1);
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 2, 3})
        void charactersMayLieAcrossChunks(int before) {
            String text = "a".repeat(before) + "\uD83D\uDE00".repeat(ZlibPool.CHUNK);
            byte[] deflated = Zlib.deflate(text.getBytes(StandardCharsets.UTF_8));
            conversation.receive(frame("C1", deflated)).expect("text(" + text + ")");

            byte[] cut = Arrays.copyOf(text.getBytes(StandardCharsets.UTF_8), ZlibPool.CHUNK + before + 1);
            conversation.receive(frame("C1", Zlib.deflate(cut))).expect("failure(1007)");
        }

        @ParameterizedTest
        @CsvSource({"0", "1", "4095", "16383", "16384", "16385", "32768", "65536", "100000"})
        void sizesAroundTheChunk(int size) {
            byte[] message = new byte[size];
            for (int i = 0; i < size; i++) {
                message[i] = (byte) (i * 31 + i / 256);
            }
            Conversation one = takeover();
            Deflater deflater = new Deflater(6, true);
            for (int i = 0; i < 3; i++) {
                one.receive(frame("C2", Zlib.deflate(deflater, message))).expect("binary(" + Hex.of(message) + ")");
                conversation.receive(frame("C2", Zlib.deflate(message))).expect("binary(" + Hex.of(message) + ")");
            }
            deflater.end();
            one.assertExhausted();
        }
    }

    @Nested
    class Section_8_SecurityConsiderations {

        @Test
        void messageLimitCountsWhatIsDecompressed() {
            limitedTo(5, 100).receive("C1 07" + HELLO).expect("text(Hello)").assertExhausted();
            limitedTo(4, 100)
                    .receive("C1 07" + HELLO)
                    .expectFailure(1009, "message larger than 4 bytes")
                    .assertExhausted();
            limitedTo(4, 100)
                    .receive("41 03 F248CD", "80 04 C9C90700")
                    .expect("failure(1009)")
                    .assertExhausted();
        }

        /** The payload is longer than the message, but the message is not too large. */
        @Test
        void messageLimitDoesNotCountWhatIsCompressed() {
            limitedTo(5, 100)
                    .receive("C1 0B 000500FAFF48656C6C6F00", "41 05 0000 00FFFF", "00 05 0000 00FFFF", "80 07" + HELLO)
                    .expect("text(Hello)", "text(Hello)")
                    .assertExhausted();
        }

        @Test
        void frameLimitCountsTheWire() {
            limitedTo(100, 7).receive("C1 07" + HELLO).expect("text(Hello)").assertExhausted();
            limitedTo(100, 25).receive("C1 59").assertExhausted();
            limitedTo(100, 25)
                    .receive("C1 5A")
                    .expectFailure(1009, "frame larger than 25 bytes")
                    .assertExhausted();
        }

        /** What cannot be compressed gets longer, by 1/256 and 64 bytes at most. */
        @Test
        void frameLimitLeavesRoomForWhatCompressionAdds() {
            limitedTo(100_000, 25_600).receive("C1 7E 6464").assertExhausted(); // 25,700
            limitedTo(100_000, 25_600).receive("C1 7E 64A4").assertExhausted(); // 25,764
            limitedTo(100_000, 25_600)
                    .receive("C1 7E 64A5")
                    .expectFailure(1009, "frame larger than 25600 bytes")
                    .assertExhausted();
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        @DisplayName("websockets CVE-2018-1000518, undici CVE-2026-1526, Undertow CVE-2026-5680: 100 MiB of zeros")
        void bomb(boolean fragmented) {
            byte[] bomb = Zlib.deflate(new byte[100 * MIB]);
            assertThat(bomb).hasSizeLessThan(110_000);
            byte[] wire = fragmented
                    ? conversation.wire(frame("42", new byte[0]), frame("80", bomb))
                    : conversation.wire(frame("C2", bomb));
            ByteBuffer in = ByteBuffer.wrap(wire).limit(0);
            int most = 0;
            int consumed = 0;
            while (conversation.events.all().isEmpty()) {
                consumed = in.position();
                conversation.protocol.receive(in.limit(Math.min(wire.length, in.limit() + 100)));
                most = Math.max(most, Retained.bytes(conversation.protocol));
            }
            conversation.expectFailure(1009, "message larger than 1048576 bytes");
            assertThat(most).isBetween(MIB / 2, MIB + SLACK);
            // 100 bytes of it make 100 KiB, so that it is seen at the limit and not later.
            assertThat(consumed).isLessThan(2000);
            assertThat(Retained.bytes(conversation.protocol)).isZero();
            assertThat(Zlib.inflatersIn(pool)).isEqualTo(1);
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        @DisplayName("undici GHSA-3wwx-pv8p-q78v: the limit, then a corrupt block")
        void bombThenGarbage(boolean takeover) {
            byte[] bomb = Zlib.deflate(new byte[2 * MIB]);
            byte[] payload = Arrays.copyOf(bomb, bomb.length + 100);
            Arrays.fill(payload, bomb.length, payload.length, (byte) 0xFF);
            conversation(takeover, LIMITS, false)
                    .receive(frame("42", payload), frame("80", payload), frame("C2", payload), "F0 00")
                    .expectFailure(1009, "message larger than 1048576 bytes")
                    .assertExhausted();
        }

        @Test
        @DisplayName("Tomcat CVE-2026-87022: frames behind a block with BFINAL are no frames")
        void smuggledBehindFinalBlock() {
            conversation.receive("C1 0A 4B0400 828100000000 62");
            assertThat(conversation.events.all()).hasSize(1).noneMatch(event -> event.startsWith("binary"));
            conversation.events.all().clear();
        }

        @ParameterizedTest
        @ValueSource(ints = {9_000, 70_000})
        @DisplayName("Tomcat CVE-2026-87022: larger than 8 KiB")
        void muchSmuggledBehindFinalBlock(int length) {
            String smuggled = "8281 00000000 62".repeat(length / 7);
            conversation.receive(frame("C1", Hex.bytes("4B0400" + smuggled)), "89 00");
            assertThat(conversation.events.all()).hasSize(1).noneMatch(event -> event.startsWith("binary"));
            conversation.events.all().clear();
        }

        @Test
        void emptyFragmentsAreCounted() {
            String[] fragments = Collections.nCopies(63, "00 00").toArray(String[]::new);
            conversation.receive("41 00").receive(fragments).expect();
            conversation.receive("00 00").expect("failure(1008)");
            assertThat(Zlib.inflatersIn(pool)).isEqualTo(1);
        }
    }

    /** What was dropped in the middle of a character does not spoil the next message. */
    @Test
    void textAfterTextThatWasDroppedWithinCharacter() {
        Conversation one = conversation(false, LIMITS, true);
        one.receive("41 06 000300FCFF E2").expect("text-part(E2)");
        one.close(1000, "").expectSent("88 02 03E8");
        one.receive("80 03 82AC00", "81 01 61", "88 00").expect("close(1005, )").assertExhausted();
    }

    /** Native memory is not the garbage collector's: what was borrowed is always given back, and not used afterwards. */
    @Nested
    class Release {

        private final byte[] large = Zlib.deflate(new byte[100_000]);

        @Test
        void inflaterIsLentForEachMessage() {
            conversation.receive("C1 07" + HELLO, "C1 07" + HELLO).expect("text(Hello)", "text(Hello)");
            assertThat(Zlib.inflatersIn(pool)).isEqualTo(1);
            conversation.receive("41 03 F248CD");
            assertThat(Zlib.inflatersIn(pool)).isZero();
            conversation.receive("80 04 C9C90700").expect("text(Hello)");
            assertThat(Zlib.inflatersIn(pool)).isEqualTo(1);
        }

        @Test
        void twoConnectionsInTheMiddleOfMessages() {
            Conversation other = conversation(false, LIMITS, false);
            conversation.receive("41 03 F248CD");
            other.receive("41 04 F248CDC9");
            conversation.receive("80 04 C9C90700").expect("text(Hello)");
            other.receive("80 03 C90700").expect("text(Hello)").assertExhausted();
            assertThat(Zlib.inflatersIn(pool)).isEqualTo(2);
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void inTheMiddleOfMessage(boolean takeover) {
            Conversation one = conversation(takeover, LIMITS, false).receive("C1 07" + HELLO, "41 03 F248CD");
            one.expect("text(Hello)");
            assertThat(Zlib.inflatersIn(pool)).isZero();
            one.protocol.release();
            one.protocol.release();
            assertThat(Zlib.inflatersIn(pool)).isEqualTo(1);
            pool.close();
            one.receive("80 04 C9C90700", "C1 07" + HELLO, "89 00")
                    .expect("ping()")
                    .assertExhausted();
            assertThat(Zlib.inflatersIn(pool)).isZero();
        }

        @Test
        void betweenMessagesWithTakeover() {
            Conversation one = takeover().receive("C1 07" + HELLO).expect("text(Hello)");
            assertThat(Zlib.inflatersIn(pool)).isZero();
            one.protocol.release();
            assertThat(Zlib.inflatersIn(pool)).isEqualTo(1);
        }

        @Test
        void whatWasNeverUsedHoldsNothing() {
            takeover().protocol.release();
            conversation.protocol.release();
            assertThat(Zlib.inflatersIn(pool)).isZero();
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void closeFromWithinPart(boolean takeover) {
            Conversation one = conversation(takeover, LIMITS, true);
            one.events.afterEach(() -> {
                one.events.afterEach(() -> {});
                one.close(1000, "");
            });
            one.receive(frame("C2", large), "C1 07" + HELLO, "89 01 02", "C1 03 FFFFFF");
            one.expect("binary-part(" + "00".repeat(ZlibPool.CHUNK) + ")", "ping(02)");
            one.expectSent("88 02 03E8");
            assertThat(Zlib.inflatersIn(pool)).isEqualTo(1);
            pool.close();
            one.receive("C1 07" + HELLO, "88 00").expect("close(1005, )").assertExhausted();
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void failFromWithinPart(boolean takeover) {
            Conversation one = conversation(takeover, LIMITS, true);
            one.events.afterEach(one::fail);
            one.receive(frame("C2", large), "89 01 02").expect("binary-part(" + "00".repeat(ZlibPool.CHUNK) + ")");
            assertThat(Zlib.inflatersIn(pool)).isEqualTo(1);
            pool.close();
            one.receive("C1 07" + HELLO).assertExhausted();
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void failFromWithinLastPart(boolean takeover) {
            Conversation one = conversation(takeover, LIMITS, true);
            one.events.afterEach(one::fail);
            one.receive("C1 07" + HELLO, "89 01 02").expect("text-last(48656C6C6F)");
            assertThat(Zlib.inflatersIn(pool)).isEqualTo(1);
            pool.close();
            one.receive("C1 07" + HELLO).assertExhausted();
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void releaseFromWithinPart(boolean takeover) {
            Conversation one = conversation(takeover, LIMITS, true);
            one.events.afterEach(one.protocol::release);
            one.receive(frame("C2", large)).expect("binary-part(" + "00".repeat(ZlibPool.CHUNK) + ")");
            assertThat(Zlib.inflatersIn(pool)).isEqualTo(1);
            one.assertExhausted();
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void eventThrowsInTheMiddleOfMessage(boolean takeover) {
            Conversation one = conversation(takeover, LIMITS, true);
            one.events.afterEach(() -> {
                throw new IllegalArgumentException("of a handler");
            });
            ByteBuffer in = ByteBuffer.wrap(one.wire(frame("C2", large), "89 00"));
            assertThatThrownBy(() -> one.protocol.receive(in)).hasMessage("of a handler");
            one.expectState(ConnectionState.CLOSE_RECEIVED);
            one.expect("binary-part(" + "00".repeat(ZlibPool.CHUNK) + ")");
            assertThat(Zlib.inflatersIn(pool)).isEqualTo(1);
            pool.close();
            one.receive("C1 07" + HELLO).assertExhausted();
        }

        /** Whatever was in it before, a lent Inflater is as good as new. */
        @Test
        void nothingOfOneConnectionGetsToAnother() {
            Conversation secret =
                    takeover().receive("C1 07" + HELLO, "41 03 F248CD").expect("text(Hello)");
            secret.protocol.release();
            conversation.receive("C1 05 F200110000").expect("failure(1007)");
            assertThat(Zlib.inflatersIn(pool)).isEqualTo(1);
            Conversation next = conversation(false, LIMITS, false);
            next.receive("C1 07" + HELLO).expect("text(Hello)").assertExhausted();
        }
    }
}
