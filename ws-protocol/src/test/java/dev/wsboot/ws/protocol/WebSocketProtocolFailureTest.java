package dev.wsboot.ws.protocol;

import static dev.wsboot.ws.protocol.ConnectionState.CLOSED;
import static dev.wsboot.ws.protocol.ConnectionState.CLOSE_RECEIVED;
import static dev.wsboot.ws.protocol.Hex.ascii;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 section 7.1.7, Fail the WebSocket Connection: by a rule that the peer broke, or by this side. */
@ParameterizedClass
@EnumSource
class WebSocketProtocolFailureTest {

    private static final String BYE = "88 05 03E8 627965";

    private final Conversation conversation;

    WebSocketProtocolFailureTest(Side side) {
        this.conversation = new Conversation(side);
    }

    @AfterEach
    void nothingIsLeftOver() {
        conversation.assertExhausted();
    }

    @Test
    void failureIsAnsweredByItsCode() {
        conversation.receive("83 00").expect("failure(1002)").expectState(CLOSE_RECEIVED);
        conversation.close(1002, "unknown opcode 3").expectSent("88 12 03EA" + ascii("unknown opcode 3"));
        conversation.expectState(CLOSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"81 01 61", "89 00", "88 00", BYE, "83 00", "81 01 FF", "80 00"})
    void exactlyOneFailureWhateverArrives(String frame) {
        conversation.receive("83 00", frame).expect("failure(1002)");
        conversation.receive(frame, frame).expectState(CLOSE_RECEIVED);
        conversation.close(1002, "").expectSent("88 02 03EA").receive(frame).expectState(CLOSED);
    }

    @Test
    void failureInTheMiddleOfPayloadConsumesTheRest() {
        conversation.receive("81 03 61FF61", "81 01 62", "F0").expect("failure(1007)");
    }

    @Test
    void messagesThatAnswerWhatCameBeforeMayBeSentButNoPong() {
        conversation.receive("83 00").expect("failure(1002)");

        conversation.message(false, new byte[] {1}).expectSent("82 01 01");
        conversation.part(false, "02", false).expectSent("02 01 02");
        conversation.part(false, "03", true).expectSent("80 01 03");
        assertThatIllegalStateException().isThrownBy(() -> conversation.ping(""));
        assertThatIllegalStateException().isThrownBy(() -> conversation.pong(""));
        conversation.close(1002, "").expectSent("88 02 03EA");
        assertThatIllegalStateException().isThrownBy(() -> conversation.message(false, new byte[] {1}));
        assertThatIllegalStateException().isThrownBy(() -> conversation.part(false, "02", false));
        assertThatIllegalStateException().isThrownBy(() -> conversation.close(1002, ""));
    }

    @Test
    void thisSideMayFailIt() {
        conversation.receive("01 01 61").fail().expectState(CLOSE_RECEIVED);
        conversation
                .receive("80 01 62", BYE)
                .close(1008, "")
                .expectSent("88 02 03F0")
                .expectState(CLOSED);
    }

    @Test
    void thisSideMayFailItAfterItsClose() {
        conversation.close(1000, "").expectSent("88 02 03E8").fail().expectState(CLOSED);
        conversation.receive(BYE, "83 00").expectState(CLOSED);
    }

    @Test
    void failingTwiceChangesNothing() {
        conversation.fail().fail().expectState(CLOSE_RECEIVED);
        conversation.close(1011, "").expectSent("88 02 03F3").fail().expectState(CLOSED);
    }

    @Test
    void failingAfterTheirCloseChangesNothing() {
        conversation.receive(BYE).expect("close(1000, bye)").fail().expectState(CLOSE_RECEIVED);
        conversation.replyToClose().expectSent("88 02 03E8").expectState(CLOSED);
    }

    @ParameterizedTest
    @CsvSource({"81 01 61, text(a)", "82 00, binary()", "89 01 01, ping(01)", "8A 00, pong()"})
    void thisSideMayFailItFromWithinAnEvent(String frame, String event) {
        conversation.events.afterEach(conversation::fail);
        conversation.receive(frame, "89 00", "F0 00", BYE).expect(event).expectState(CLOSE_RECEIVED);
    }
}
