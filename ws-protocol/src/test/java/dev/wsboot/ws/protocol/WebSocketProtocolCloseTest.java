package dev.wsboot.ws.protocol;

import static dev.wsboot.ws.protocol.ConnectionState.CLOSED;
import static dev.wsboot.ws.protocol.ConnectionState.CLOSE_RECEIVED;
import static dev.wsboot.ws.protocol.ConnectionState.CLOSE_SENT;
import static dev.wsboot.ws.protocol.ConnectionState.OPEN;
import static dev.wsboot.ws.protocol.Hex.ascii;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The closing handshake of RFC 6455. How a connection fails is in {@link WebSocketProtocolFailureTest}. */
@ParameterizedClass
@EnumSource
class WebSocketProtocolCloseTest {

    private static final String BYE = "88 05 03E8 627965";

    private final Side side;
    private final Conversation conversation;

    WebSocketProtocolCloseTest(Side side) {
        this.side = side;
        this.conversation = new Conversation(side);
    }

    @AfterEach
    void nothingIsLeftOver() {
        conversation.assertExhausted();
    }

    @Nested
    class Section_5_5_1_Close {

        @Test
        void isReportedAndEchoed() {
            conversation.receive(BYE).expect("close(1000, bye)").expectState(CLOSE_RECEIVED);
            conversation.replyToClose().expectSent("88 02 03E8").expectState(CLOSED);
        }

        @Test
        void withoutCodeIsReportedAs1005AndEchoedEmpty() {
            conversation.receive("88 00").expect("close(1005, )").replyToClose().expectSent("88 00");
        }

        @Test
        void payloadOfOneByteFails() {
            conversation.receive("88 01 03").expectFailure(1002, "Close frame with half a code");
        }

        @ParameterizedTest
        @ValueSource(
                ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999})
        void legalCodeIsReportedAndEchoed(int code) {
            String frame = "88 02 %04X".formatted(code);
            conversation
                    .receive(frame)
                    .expect("close(" + code + ", )")
                    .replyToClose()
                    .expectSent(frame);
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 32768, 65535})
        void illegalCodeFails(int code) {
            conversation.receive("88 02 %04X".formatted(code)).expectFailure(1002, "Close frame with the code " + code);
        }

        @Test
        void reasonOf123Bytes() {
            conversation.receive("88 7D 03E8" + "61".repeat(123)).expect("close(1000, " + "a".repeat(123) + ")");
            conversation.replyToClose().expectSent("88 02 03E8");
        }

        @ParameterizedTest
        @ValueSource(strings = {"88 03 03E8 FF", "88 04 03E8 61C3", "88 05 03E8 EDA080", "88 06 03E8 F4908080"})
        void reasonThatIsNotUtf8Fails(String frame) {
            conversation.receive(frame).expectFailure(1007, "reason is not valid UTF-8");
        }

        @Test
        void reasonInUtf8() {
            conversation.receive("88 09 0FA0 E282AC F0908D88").expect("close(4000, €\uD800\uDF48)");
        }

        @Test
        void arrivesInPieces() {
            for (byte b : conversation.wire(BYE)) {
                conversation.receiveBytes(new byte[] {b});
            }
            conversation.expect("close(1000, bye)");
        }

        @Test
        void insideFragmentedMessageIsLegal() {
            conversation
                    .receive("01 01 61", BYE, "80 01 62")
                    .expect("close(1000, bye)")
                    .expectState(CLOSE_RECEIVED);
            conversation.replyToClose().expectSent("88 02 03E8").expectState(CLOSED);
        }

        /** Section 1.4: "After receiving a control frame indicating the connection should be closed, a peer discards". */
        @ParameterizedTest
        @ValueSource(strings = {"81 01 61", "82 00", "89 00", "8A 00", "88 00", BYE, "F3 00", "81 01 FF"})
        void everythingBehindItIsDropped(String frame) {
            conversation.receive(BYE, frame).expect("close(1000, bye)");
            conversation.receive(frame).replyToClose().expectSent("88 02 03E8");
            conversation.receive(frame).expectState(CLOSED);
        }

        @Test
        void isSentWithCodeAndReason() {
            conversation
                    .close(1001, "bye")
                    .expectSent("88 05 03E9" + ascii("bye"))
                    .expectState(CLOSE_SENT);
        }

        @Test
        void isSentWithoutCode() {
            conversation.close(CloseCode.NO_STATUS, "").expectSent("88 00").expectState(CLOSE_SENT);
        }

        @Test
        void reasonIsCutAtTheEndOfCharacter() {
            conversation.close(1000, "€".repeat(42)); // 126 bytes, and the 123 that fit end at a character
            conversation.expectSent("88 7D 03E8" + "E282AC".repeat(41));
        }

        @Test
        void reasonIsCutInFrontOfCharacterThatDoesNotFit() {
            conversation.close(1000, "a" + "€".repeat(41));
            conversation.expectSent("88 7B 03E8 61" + "E282AC".repeat(40));
        }

        /** "An endpoint MAY delay sending a Close frame until its current message is sent". */
        @Test
        void mayBeAnsweredBehindAMessage() {
            conversation.receive(BYE).expect("close(1000, bye)");

            conversation.message(true, new byte[] {'a'}).expectSent("81 01 61").expectState(CLOSE_RECEIVED);
            conversation.replyToClose().expectSent("88 02 03E8").expectState(CLOSED);
        }

        /** "The application MUST NOT send any more data frames after sending a Close frame." */
        @Test
        void nothingMayBeSentAfterIt() {
            conversation.close(1000, "").expectSent("88 02 03E8");

            assertThatIllegalStateException()
                    .isThrownBy(() -> conversation.ping(""))
                    .withMessage("this may not be sent in state CLOSE_SENT");
            assertThatIllegalStateException().isThrownBy(() -> conversation.pong(""));
            assertThatIllegalStateException()
                    .isThrownBy(() -> conversation.close(1000, ""))
                    .withMessage("a Close frame was sent before");
            conversation.expectState(CLOSE_SENT);
        }

        @Test
        void noPongIsSentBetweenTheirCloseAndOurs() {
            conversation.receive(BYE).expect("close(1000, bye)");

            assertThatIllegalStateException().isThrownBy(() -> conversation.pong(""));
            assertThatIllegalStateException().isThrownBy(() -> conversation.ping(""));
        }

        @Test
        void pingAndCloseInOneSegment() {
            conversation.receive("89 01 01", BYE).expect("ping(01)", "close(1000, bye)");
        }
    }

    @Nested
    class Section_7_1_2_StartTheClosingHandshake {

        @Test
        void theirReplyEndsIt() {
            conversation.close(1000, "").expectSent("88 02 03E8").receive("88 02 03E8");
            conversation.expect("close(1000, )").expectState(CLOSED);
        }

        /** What arrives before their Close is still checked, or their Close would never be found. */
        @Test
        void controlFramesAreStillSeenAndMessagesAreNot() {
            conversation.close(1001, "").expectSent("88 02 03E9");
            conversation.receive("81 01 61", "89 01 01", "8A 01 02", "02 01 62", "80 01 63");
            conversation.expect("ping(01)", "pong(02)");
            conversation.receive("88 02 03E9").expect("close(1001, )").expectState(CLOSED);
        }

        @Test
        void messageThatWasHalfThereIsDropped() {
            conversation.receive("01 01 61").close(1000, "").expectSent("88 02 03E8");
            conversation.receive("00 01 62", "80 01 63", "88 00").expect("close(1005, )");
        }

        @Test
        void messageWhoseFrameWasHalfThereIsDropped() {
            byte[] wire = conversation.wire("81 03 616263");
            conversation.receiveBytes(Arrays.copyOf(wire, wire.length - 1));
            conversation.close(1000, "").expectSent("88 02 03E8");
            conversation.receiveBytes(new byte[] {wire[wire.length - 1]});
            conversation.receive("88 00").expect("close(1005, )");
        }

        @ParameterizedTest
        @CsvSource({"F1 00, 1002", "81 01 FF, 1007", "80 00, 1002", "82 7F 0000000000100001, 1009", "81 01 C3, 1007"})
        void brokenFrameStillFails(String frame, int code) {
            conversation.close(1000, "").expectSent("88 02 03E8").receive(frame, BYE);
            conversation.expect("failure(" + code + ")").expectState(CLOSED);
        }

        @Test
        void isStartedFromWithinMessage() {
            conversation.events.afterEach(() -> {
                conversation.events.afterEach(() -> {});
                conversation.close(4001, "enough");
            });
            conversation.receive("81 01 61", "81 01 62", "89 00").expect("text(a)", "ping()");
            conversation.expectSent("88 08 0FA1" + ascii("enough"));
        }

        @Test
        void isStartedFromWithinPingInsideMessage() {
            conversation.events.afterEach(() -> {
                conversation.events.afterEach(() -> {});
                conversation.close(4001, "");
            });
            conversation.receive("01 01 61", "89 00", "80 01 62", BYE).expect("ping()", "close(1000, bye)");
            conversation.expectSent("88 02 0FA1").expectState(CLOSED);
        }
    }

    @Nested
    class Section_7_1_5_TheCloseCode {

        /** "the first Close control frame received by the application" */
        @Test
        void simultaneousCloseReportsTheirs() {
            conversation.close(1001, "ours").expectSent("88 06 03E9" + ascii("ours"));
            conversation.receive("88 08 0FA0" + ascii("theirs"), BYE);
            conversation.expect("close(4000, theirs)").expectState(CLOSED);
        }

        @Test
        void replyAfterSimultaneousCloseIsRefused() {
            conversation.close(1001, "").expectSent("88 02 03E9").receive(BYE).expect("close(1000, bye)");

            assertThatIllegalStateException().isThrownBy(conversation::replyToClose);
        }
    }

    @Nested
    class Section_7_4_StatusCodes {

        @ParameterizedTest
        @ValueSource(ints = {-1, 0, 999, 1004, 1006, 1015, 2999, 5000, 65536 + 1000})
        void illegalCodeIsNeverSent(int code) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> conversation.close(code, ""))
                    .withMessage("the code " + code + " must not be sent");
            conversation.expectState(OPEN);
        }

        @Test
        void mandatoryExtensionIsSentByClientsOnly() {
            if (side.role() == Role.CLIENT) {
                conversation.close(1010, "").expectSent("88 02 03F2");
            } else {
                assertThatIllegalArgumentException().isThrownBy(() -> conversation.close(1010, ""));
            }
        }

        /** Otherwise 1006 would be sent, which is what is reported where no Close frame came. */
        @Test
        void thereIsNoReplyWhereNoCloseCame() {
            assertThatIllegalStateException()
                    .isThrownBy(conversation::replyToClose)
                    .withMessage("no Close frame was received");
            conversation.fail();
            assertThatIllegalStateException().isThrownBy(conversation::replyToClose);
        }
    }

    @Test
    void controlFrameOfMoreThan125BytesIsNotSent() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> conversation.ping("00".repeat(126)))
                .withMessage("a control frame takes at most 125 bytes, not 126");
        assertThatIllegalArgumentException().isThrownBy(() -> conversation.pong("00".repeat(126)));
    }
}
