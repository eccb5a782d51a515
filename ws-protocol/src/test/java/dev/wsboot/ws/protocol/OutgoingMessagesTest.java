package dev.wsboot.ws.protocol;

import static dev.wsboot.ws.protocol.Hex.ascii;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What this side sends, seen through {@link WebSocketProtocol}. How parts add up is in {@link WebSocketProtocolPartsTest}. */
@ParameterizedClass
@EnumSource
class OutgoingMessagesTest {

    private static final byte[] LONG = "a".repeat(256).getBytes();
    private static final String LONG_DEFLATED = Hex.of(Zlib.deflate(LONG));

    private final Side side;
    private final ZlibPool pool = new ZlibPool();
    private final Conversation conversation;

    OutgoingMessagesTest(Side side) {
        this.side = side;
        this.conversation = conversation(false, DeflateOptions.DEFAULT);
    }

    private Conversation conversation(boolean takeover, DeflateOptions options) {
        DeflateParameters agreed = new DeflateParameters(!takeover, !takeover, 15, 15);
        Compression compression = new Compression(agreed, options, pool);
        return new Conversation(
                side, new ProtocolOptions(side.role(), MessageLimits.DEFAULT, false, compression, null));
    }

    private Conversation plain() {
        return new Conversation(side);
    }

    @AfterEach
    void nothingIsLeftOver() {
        conversation.assertExhausted();
    }

    @Nested
    class Rfc7692_Section_6_1_WhichMessages {

        @Test
        void textFromTheThreshold() {
            conversation.message(true, LONG).expectSent(Zlib.frame("C1", Hex.bytes(LONG_DEFLATED)));
            byte[] shorter = "a".repeat(255).getBytes();
            conversation.message(true, shorter).expectSent("81 7E 00FF" + "61".repeat(255));
        }

        @Test
        void binaryOnlyWhereItIsWanted() {
            conversation.message(false, LONG).expectSent("82 7E 0100" + "61".repeat(256));
            conversation(false, DeflateOptions.DEFAULT.withThreshold(10, true))
                    .message(false, LONG)
                    .expectSent(Zlib.frame("C2", Hex.bytes(LONG_DEFLATED)))
                    .assertExhausted();
        }

        @Test
        void nothingWithoutNegotiation() {
            Conversation plain = plain();
            assertThat(plain.protocol.compresses(true, 100_000)).isFalse();
            assertThat(plain.protocol.compress(ByteBuffer.wrap(LONG))).isNull();
            plain.message(true, LONG).expectSent("81 7E 0100" + "61".repeat(256));
            plain.protocol.release();
        }

        @Test
        void whatDoesNotShrink() {
            DeflateOptions all = DeflateOptions.DEFAULT.withThreshold(0, true);
            conversation(false, all)
                    .message(true, "Hello".getBytes())
                    .expectSent("81 05" + ascii("Hello"))
                    .message(true, new byte[0])
                    .expectSent("81 00")
                    .assertExhausted();
            conversation(true, all)
                    .message(true, "Hello".getBytes())
                    .expectSent("C1 07 F248CDC9C90700")
                    .message(true, "Hello".getBytes())
                    .expectSent("C1 05 F200110000")
                    .message(true, new byte[0])
                    .expectSent("C1 01 00")
                    .assertExhausted();
        }

        @Test
        void uncompressedMessagesBetweenDoNotMatter() {
            Conversation takeover = conversation(true, DeflateOptions.DEFAULT.withThreshold(4, false));
            takeover.message(true, "Hello".getBytes()).expectSent("C1 07 F248CDC9C90700");
            takeover.message(false, "Hello".getBytes()).expectSent("82 05" + ascii("Hello"));
            takeover.message(true, "hi!".getBytes()).expectSent("81 03" + ascii("hi!"));
            takeover.message(true, "Hello".getBytes()).expectSent("C1 05 F200110000");
            takeover.assertExhausted();
        }

        /** How long the message will be is not known when its first part leaves. */
        @Test
        void messageInPartsIsCompressedWhereverItMayBeLong() {
            conversation.part(true, "61", true).expectSent("81 01 61");
            conversation.part(false, "61", false).expectSent("02 01 61");
            conversation.part(false, "62".repeat(300), true).expectSent("80 7E 012C" + "62".repeat(300));
            conversation.part(true, ascii("Hello"), false).expectSent("41 0B F248CDC9C907000000FFFF");
            conversation.part(true, ascii("Hello"), true).expectSent("80 05 F200110000");
            conversation.part(true, "61".repeat(256), true).expectSent(Zlib.frame("C1", Hex.bytes(LONG_DEFLATED)));
        }
    }

    @Nested
    class Section_5_4_NoInterleaving {

        private final ByteBuffer out = ByteBuffer.allocate(100);

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void otherMessagesAreRefused(boolean compressed) {
            Conversation sender = compressed ? conversation : plain();
            WebSocketProtocol protocol = sender.protocol;
            assertThat(protocol.insideMessage()).isFalse();
            sender.part(true, "61", false).sent();
            assertThat(protocol.insideMessage()).isTrue();
            List<ThrowingCallable> others = List.of(
                    () -> protocol.writeText("b", out),
                    () -> protocol.writeText(Hex.buffer("62"), out),
                    () -> protocol.writeBinary(Hex.buffer("62"), out),
                    () -> protocol.compress(Hex.buffer("62")),
                    () -> protocol.writeCompressed(true, Hex.buffer("62"), out));
            assertThat(others)
                    .allSatisfy(other -> assertThatIllegalStateException()
                            .isThrownBy(other)
                            .withMessage("a message that was begun in parts is not finished yet"));
            assertThat(out.position()).isZero();

            sender.ping("").expectSent("89 00").part(true, "", true).sent();
            assertThat(protocol.insideMessage()).isFalse();
            sender.message(true, new byte[] {0x62}).expectSent("81 01 62");
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void textIsNotContinuedByBinary(boolean text) {
            conversation.part(text, "61", false).sent();
            assertThatIllegalStateException()
                    .isThrownBy(() -> conversation.protocol.preparePart(!text, Hex.buffer("62"), true))
                    .withMessage("a message is either text or binary in all its parts");
            conversation.part(text, "", true).sent();
            conversation.part(!text, "63", true).expectSent(text ? "82 01 63" : "81 01 63");
        }

        /** Without compression there is nothing to ask, not even while a message leaves in parts. */
        @Test
        void nothingIsCompressedWhereThatWasNotAgreedOn() {
            Conversation plain = plain();
            ByteBuffer part = ByteBuffer.wrap(Hex.bytes("61"));
            assertThat(plain.protocol.sharedVariant()).isZero();
            assertThat(plain.protocol.compress(part)).isNull();
            assertThat(plain.protocol.preparePart(true, part, false)).isSameAs(part);

            assertThat(plain.protocol.sharedVariant()).isZero();
            assertThat(plain.protocol.compresses(true, 1 << 20)).isFalse();
            assertThat(plain.protocol.compress(part)).isNull();
        }
    }

    @Nested
    class Section_5_5_1_Close {

        @Test
        void closeBetweenPartsIsTheLast() {
            conversation.part(true, "61", false).sent();
            conversation.close(1000, "").expectSent("88 02 03E8");
            assertThatIllegalStateException().isThrownBy(() -> conversation.part(true, "62", true));
            WebSocketProtocol protocol = conversation.protocol;
            ByteBuffer out = ByteBuffer.allocate(100);
            assertThatIllegalStateException().isThrownBy(() -> protocol.compress(Hex.buffer("62")));
            assertThatIllegalStateException().isThrownBy(() -> protocol.writeCompressed(true, Hex.buffer("62"), out));
            assertThatIllegalStateException().isThrownBy(() -> protocol.writePart(true, Hex.buffer("62"), true, out));
            assertThat(out.position()).isZero();
        }
    }

    @Nested
    class Release {

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void inTheMiddleOfMessage(boolean takeover) {
            Conversation sender = conversation(takeover, DeflateOptions.DEFAULT).part(true, "61", false);
            assertThat(Zlib.deflatersIn(pool)).isZero();
            sender.protocol.release();
            sender.protocol.release();
            assertThat(Zlib.deflatersIn(pool)).isEqualTo(1);
        }

        @Test
        void betweenMessagesWithTakeover() {
            Conversation sender = conversation(true, DeflateOptions.DEFAULT).message(true, LONG);
            assertThat(Zlib.deflatersIn(pool)).isZero();
            sender.protocol.release();
            assertThat(Zlib.deflatersIn(pool)).isEqualTo(1);
        }
    }

    /** One frame for all who would make the same of a message. */
    @ParameterizedTest
    @CsvSource({"false, 15, 6, 156", "false, 9, 6, 96", "false, 15, 1, 151", "true, 15, 6, 0", "true, 9, 6, 96"})
    void sharedVariant(boolean takeover, int bits, int level, int expected) {
        DeflateParameters agreed = new DeflateParameters(!takeover, !takeover, bits, bits);
        Compression compression = new Compression(agreed, DeflateOptions.DEFAULT.withLevel(level), pool);
        ProtocolOptions options = new ProtocolOptions(side.role(), MessageLimits.DEFAULT, false, compression, null);
        assertThat(new Conversation(side, options).protocol.sharedVariant()).isEqualTo(expected);
        assertThat(plain().protocol.sharedVariant()).isZero();
    }
}
