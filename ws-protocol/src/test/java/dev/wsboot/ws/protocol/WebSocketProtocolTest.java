package dev.wsboot.ws.protocol;

import static dev.wsboot.ws.protocol.Hex.ascii;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * RFC 6455 on the wire, frame by frame. Frames are written unmasked and {@link Side} masks them. UTF-8 is in
 * {@link WebSocketProtocolTextTest}, the end of a connection in {@link WebSocketProtocolCloseTest} and
 * {@link WebSocketProtocolFailureTest}, the limits are in {@link WebSocketProtocolLimitsTest}.
 */
@ParameterizedClass
@EnumSource
class WebSocketProtocolTest {

    private final Side side;
    private final Conversation conversation;

    WebSocketProtocolTest(Side side) {
        this.side = side;
        this.conversation = new Conversation(side);
    }

    @AfterEach
    void nothingIsLeftOver() {
        conversation.assertExhausted();
    }

    @Nested
    class Section_5_1_Overview {

        /** "The server MUST close the connection upon receiving a frame that is not masked." And the other way round. */
        @ParameterizedTest
        @ValueSource(strings = {"81 02 6869", "82 00", "89 00", "88 00"})
        void frameWithTheMaskingOfTheOtherRoleFails(String frame) {
            Side other = side.role() == Role.SERVER ? Side.CLIENT : Side.SERVER_WITH_KEY;

            conversation.receiveBytes(other.incoming(frame));

            conversation.expectFailure(
                    1002,
                    side.role() == Role.SERVER ? "frame of a client is not masked" : "frame of a server is masked");
        }

        @Test
        void maskingIsCheckedForEveryFrame() {
            Side other = side.role() == Role.SERVER ? Side.CLIENT : Side.SERVER;

            conversation.receive("01 01 61").receiveBytes(other.incoming("80 01 62"));

            conversation.expect("failure(1002)");
        }
    }

    @Nested
    class Section_5_2_BaseFramingProtocol {

        @ParameterizedTest
        @ValueSource(strings = {"C1", "A1", "91", "F1", "C2", "C8", "A8", "98", "C9", "A9", "99", "CA", "41", "12"})
        void reservedBitFails(String firstByte) {
            conversation.receive(firstByte + "00").expectFailure(1002, "reserved bit set");
        }

        @ParameterizedTest
        @ValueSource(strings = {"C0", "A0", "90", "40"})
        void reservedBitOnContinuationFails(String firstByte) {
            conversation.receive("01 01 61", firstByte + "01 62").expectFailure(1002, "reserved bit set");
        }

        @ParameterizedTest
        @ValueSource(ints = {3, 4, 5, 6, 7, 11, 12, 13, 14, 15})
        void unknownOpcodeFails(int opcode) {
            String finalFrame = Integer.toHexString(0x80 | opcode) + "00";
            conversation.receive(finalFrame).expectFailure(1002, "unknown opcode " + opcode);
        }

        @ParameterizedTest
        @ValueSource(ints = {3, 7, 11, 15})
        void unknownOpcodeInsideMessageFails(int opcode) {
            String fragment = "0" + Integer.toHexString(opcode) + "00";
            conversation.receive("01 01 61", fragment).expectFailure(1002, "unknown opcode " + opcode);
        }

        @ParameterizedTest
        @CsvSource({
            "0, 00",
            "1, 01",
            "125, 7D",
            "126, 7E 007E",
            "127, 7E 007F",
            "128, 7E 0080",
            "255, 7E 00FF",
            "256, 7E 0100",
            "32768, 7E 8000",
            "65535, 7E FFFF",
            "65536, 7F 0000000000010000",
            "65537, 7F 0000000000010001",
            "1048576, 7F 0000000000100000"
        })
        void lengthInTheFewestBytes(int length, String encoded) {
            String payload = "5A".repeat(length);
            conversation.receive("82" + encoded + payload).expect("binary(" + payload + ")");
            conversation.receive("81" + encoded + payload).expect("text(" + "Z".repeat(length) + ")");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "7E 0000",
                    "7E 0001",
                    "7E 007D",
                    "7F 0000000000000000",
                    "7F 000000000000007D",
                    "7F 000000000000007E",
                    "7F 000000000000FFFF"
                })
        void lengthInMoreBytesThanNeededFails(String encoded) {
            conversation.receive("82" + encoded).expectFailure(1002, "length not encoded in the fewest bytes");
        }

        @ParameterizedTest
        @ValueSource(strings = {"8000000000000000", "80000000000000FF", "FFFFFFFFFFFFFFFF", "8000000000010000"})
        void lengthWithItsMostSignificantBitSetFails(String length) {
            conversation.receive("82 7F" + length).expectFailure(1002, "length with its most significant bit set");
        }

        @Test
        void manyFramesArriveAtOnce() {
            conversation.receive("81 01 61", "82 01 62", "89 01 63", "8A 01 64", "81 00", "82 00", "81 01 65");

            conversation.expect("text(a)", "binary(62)", "ping(63)", "pong(64)", "text()", "binary()", "text(e)");
        }
    }

    @Nested
    class Section_5_4_Fragmentation {

        @Test
        void twoFragments() {
            conversation.receive("01 03" + ascii("Hel"), "80 02" + ascii("lo")).expect("text(Hello)");
            conversation.receive("02 02 0102", "80 01 03").expect("binary(010203)");
        }

        @Test
        void manyFragments() {
            conversation
                    .receive("02 01 01", "00 02 0203", "00 00", "00 03 040506", "00 01 07", "80 02 0809")
                    .expect("binary(010203040506070809)");
        }

        @Test
        void fragmentsMayBeEmpty() {
            conversation.receive("01 00", "80 00").expect("text()");
            conversation.receive("02 00", "00 00", "80 00").expect("binary()");
            conversation.receive("01 00", "00 01 61", "80 00").expect("text(a)");
            conversation.receive("01 00", "80 01 61").expect("text(a)");
        }

        @Test
        void nothingIsDeliveredBeforeTheLastFragment() {
            conversation.receive("01 01 61", "00 01 62").expect();
            conversation.receive("80 01 63").expect("text(abc)");
        }

        @Test
        void controlFramesComeInBetweenAndDoNotWait() {
            conversation.receive("01 01 61", "89 01 01").expect("ping(01)");
            conversation.receive("00 01 62", "8A 00", "89 00").expect("pong()", "ping()");
            conversation.receive("80 01 63").expect("text(abc)");
        }

        /** "It MUST be possible for control frames to be injected in the middle of a fragmented message." */
        @Test
        void controlFrameInPiecesDoesNotDisturbTheMessage() {
            byte[] wire = conversation.wire("01 01 61", "89 03 010203", "80 01 62");
            for (byte b : wire) {
                conversation.receiveBytes(new byte[] {b});
            }
            conversation.expect("ping(010203)", "text(ab)");
        }

        @ParameterizedTest
        @ValueSource(strings = {"80 00", "00 00", "80 01 61", "00 01 61"})
        void continuationWithoutMessageFails(String continuation) {
            conversation.receive(continuation).expectFailure(1002, "continuation without a message");
        }

        @Test
        void continuationAfterTheLastFragmentFails() {
            conversation.receive("01 01 61", "80 01 62", "80 01 63").expect("text(ab)", "failure(1002)");
        }

        @Test
        void continuationAfterUnfragmentedMessageFails() {
            conversation.receive("81 01 61", "80 01 62").expect("text(a)", "failure(1002)");
        }

        @ParameterizedTest
        @ValueSource(strings = {"81 01 62", "82 01 62", "01 01 62", "02 01 62", "81 00"})
        void newMessageInsideFragmentedOneFails(String frame) {
            conversation.receive("01 01 61", frame).expectFailure(1002, "new message inside a fragmented one");
        }

        @Test
        void controlFrameDoesNotEndTheMessage() {
            conversation.receive("01 01 61", "89 00", "81 01 62").expect("ping()", "failure(1002)");
        }

        @Test
        void messagesFollowEachOther() {
            conversation
                    .receive("01 01 61", "80 01 62", "02 01 63", "80 01 64", "81 01 65", "01 01 66", "80 01 67")
                    .expect("text(ab)", "binary(6364)", "text(e)", "text(fg)");
        }
    }

    @Nested
    class Section_5_5_ControlFrames {

        @ParameterizedTest
        @ValueSource(strings = {"89", "8A"})
        void payloadOf125Bytes(String firstByte) {
            String payload = "42".repeat(125);
            conversation
                    .receive(firstByte + "7D" + payload)
                    .expect((firstByte.equals("89") ? "ping(" : "pong(") + payload + ")");
        }

        @ParameterizedTest
        @ValueSource(strings = {"89 7E 007E", "8A 7E 007E", "88 7E 007E", "89 7F 0000000000010000", "89 7E 0001"})
        void payloadOfMoreThan125BytesFails(String header) {
            conversation.receive(header).expectFailure(1002, "control frame longer than 125 bytes");
        }

        @ParameterizedTest
        @ValueSource(strings = {"09 00", "0A 00", "08 00", "09 01 61"})
        void fragmentedControlFrameFails(String frame) {
            conversation.receive(frame).expectFailure(1002, "fragmented control frame");
        }

        @Test
        void fragmentedControlFrameInsideMessageFails() {
            conversation.receive("01 01 61", "09 00", "80 00").expectFailure(1002, "fragmented control frame");
        }
    }

    @Nested
    class Section_5_5_2_Ping {

        /** "It SHOULD respond with Pong frame as soon as is practical", with identical application data. */
        @Test
        void isAnsweredByTheCaller() {
            conversation.receive("89 04 DEADBEEF").expect("ping(DEADBEEF)");
            conversation.pong("DEADBEEF").expectSent("8A 04 DEADBEEF");
        }

        @Test
        void payloadIsNotText() {
            conversation.receive("89 02 C0FF").expect("ping(C0FF)");
        }

        @Test
        void isSent() {
            conversation.ping("0102").expectSent("89 02 0102");
            conversation.ping("").expectSent("89 00");
            conversation.ping("07".repeat(125)).expectSent("89 7D" + "07".repeat(125));
        }
    }

    @Nested
    class Section_5_5_3_Pong {

        /** ws CVE-2016-10518: memory outside of the payload was sent. */
        @Test
        void payloadIsWhatLiesFromPositionToLimit() {
            ByteBuffer dirty = Hex.buffer("DEAD 0102 BEEF").position(2).limit(4);
            ByteBuffer out = ByteBuffer.allocate(20);

            conversation.protocol.writePong(dirty, out);

            assertThat(Hex.of(out.flip())).isEqualTo(Hex.of(side.outgoing("8A 02 0102")));
            assertThat(dirty).isEqualTo(Hex.buffer("0102"));
        }

        /** "A Pong frame MAY be sent unsolicited." */
        @Test
        void unsolicitedPongIsHarmless() {
            conversation.receive("8A 00", "8A 01 FF", "81 01 61").expect("pong()", "pong(FF)", "text(a)");
        }
    }

    @Nested
    class Section_5_7_Examples {

        @Test
        void asTheyStandThere() {
            conversation.receive("81 05 48656c6c6f").expect("text(Hello)");
            conversation.receive("01 03 48656c", "80 02 6c6f").expect("text(Hello)");
            conversation.receive("89 05 48656c6c6f").expect("ping(48656C6C6F)");
            conversation.receive("82 7E 0100" + "00".repeat(256)).expect("binary(" + "00".repeat(256) + ")");
            conversation
                    .receive("82 7F 0000000000010000" + "FF".repeat(65536))
                    .expect("binary(" + "FF".repeat(65536) + ")");
        }

        @Test
        void maskedAsTheyStandThere() {
            Conversation server = new Conversation(Side.SERVER);
            server.receiveBytes(Hex.bytes("81 85 37fa213d 7f9f4d5158")).expect("text(Hello)");
            server.receiveBytes(Hex.bytes("8a 85 37fa213d 7f9f4d5158")).expect("pong(48656C6C6F)");
            server.assertExhausted();
        }
    }

    @Test
    void messagesAreWrittenByTheWriterThatWasGiven() {
        FrameWriter writer = side.writer();
        WebSocketProtocol protocol = new WebSocketProtocol(
                ProtocolOptions.of(side.role(), MessageLimits.DEFAULT), writer, new RecordingEvents());
        ByteBuffer payload = ByteBuffer.wrap(new byte[] {'a', 'b'});
        ByteBuffer expected = ByteBuffer.allocate(64);
        writer.writeText("ab", expected);
        writer.writeText(payload, expected);
        writer.writeBinary(payload, expected);

        ByteBuffer written = ByteBuffer.allocate(64);
        assertThat(protocol.writeText("ab", written)).isEqualTo(2);
        protocol.writeText(payload, written);
        protocol.writeBinary(payload, written);

        assertThat(written.flip()).isEqualTo(expected.flip());
    }

    /** Section 5.5.1: "The application MUST NOT send any more data frames after sending a Close frame." */
    @Test
    void messagesAreNotWrittenBehindAClose() {
        WebSocketProtocol protocol = new WebSocketProtocol(
                ProtocolOptions.of(side.role(), MessageLimits.DEFAULT), side.writer(), new RecordingEvents());
        ByteBuffer out = ByteBuffer.allocate(64);
        protocol.writeClose(1000, "", out);
        int end = out.position();

        assertThatIllegalStateException().isThrownBy(() -> protocol.writeText("a", out));
        assertThatIllegalStateException().isThrownBy(() -> protocol.writeText(ByteBuffer.allocate(1), out));
        assertThatIllegalStateException().isThrownBy(() -> protocol.writeBinary(ByteBuffer.allocate(1), out));
        assertThat(out.position()).isEqualTo(end);
    }

    @Test
    void eventThatThrowsFailsTheConnection() {
        RecordingEvents events = new RecordingEvents();
        events.afterEach(() -> {
            throw new IllegalStateException("a mistake of the caller's");
        });
        WebSocketProtocol protocol =
                new WebSocketProtocol(ProtocolOptions.of(side.role(), MessageLimits.DEFAULT), side.writer(), events);

        assertThatIllegalStateException()
                .isThrownBy(() -> protocol.receive(ByteBuffer.wrap(side.incoming("81 01 61"))));
        assertThat(protocol.state().canSend()).isFalse();
        ByteBuffer more = ByteBuffer.wrap(side.incoming("82 01 62"));
        protocol.receive(more);
        assertThat(more.hasRemaining()).isFalse();
        assertThat(protocol.state().canSendClose()).isTrue();
    }
}
