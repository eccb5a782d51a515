package dev.wsboot.ws.protocol;

import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 section 8.1: text that is not UTF-8 fails at its first bad byte. */
@ParameterizedClass
@EnumSource
class WebSocketProtocolTextTest {

    private final Conversation conversation;

    WebSocketProtocolTextTest(Side side) {
        this.conversation = new Conversation(side);
    }

    @AfterEach
    void nothingIsLeftOver() {
        conversation.assertExhausted();
    }

    @Test
    void validText() {
        conversation.receive("81 0A 24 C2A2 E282AC F0908D88").expect("text($¢€\uD800\uDF48)");
        conversation.receive("81 04 F48FBFBF").expect("text(\uDBFF\uDFFF)");
        conversation.receive("81 06 ED9FBF EE8080").expect("text(\uD7FF\uE000)");
        conversation.receive("81 04 00 EFBFBF").expect("text(\0\uFFFF)");
    }

    @Test
    void characterCutByFragments() {
        conversation.receive("01 02 E282", "80 01 AC").expect("text(€)");
        conversation.receive("01 01 F0", "00 01 90", "89 00", "00 00", "00 01 8D", "80 01 88");
        conversation.expect("ping()", "text(\uD800\uDF48)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "81 01 80", // continuation byte
                "81 01 FF",
                "81 02 C0AF", // overlong
                "81 03 E08080",
                "81 04 F0808080",
                "81 03 EDA080", // surrogate
                "81 04 F4908080", // above U+10FFFF
                "81 03 616280", // behind valid text
                "81 09 6162636465666768 80",
                "01 01 C0", // not the last fragment
                "01 02 F490" // no byte could make it valid
            })
    void badByteFails(String frame) {
        conversation.receive(frame).expectFailure(1007, "text is not valid UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"81 01 C2", "81 02 E282", "81 03 F0908D", "81 04 616263 C2"})
    void unfinishedCharacterFails(String frame) {
        conversation.receive(frame).expectFailure(1007, "text is not valid UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"80 00", "80 01 61"})
    void characterThatTheNextFragmentDoesNotFinishFails(String lastFragment) {
        conversation.receive("01 02 E282", lastFragment).expect("failure(1007)");
    }

    @Test
    void failsBeforeTheMessageIsComplete() {
        conversation.receive("01 01 61").expect();
        conversation.receive("00 01 80").expect("failure(1007)");
    }

    @Test
    void failsBeforeTheFrameIsComplete() {
        byte[] wire = conversation.wire("81 08 6162 FF 6162636465");

        conversation.receiveBytes(Arrays.copyOf(wire, wire.length - 6)).expect();
        conversation.receiveBytes(new byte[] {wire[wire.length - 6]}).expect("failure(1007)");
    }

    @Test
    void characterLeftOpenByOneMessageDoesNotReachTheNext() {
        conversation.receive("82 01 C2", "81 01 61").expect("binary(C2)", "text(a)");
    }

    @Test
    void binaryIsNotValidated() {
        conversation.receive("82 02 C0FF", "02 01 FF", "80 01 C0").expect("binary(C0FF)", "binary(FFC0)");
    }
}
