package dev.wsboot.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.CloseEvent.Initiator;
import org.junit.jupiter.api.Test;

class CloseEventTest {

    @Test
    void shouldExplainItselfInOneLine() {
        assertThat(new CloseEvent(1006, "", Initiator.NONE, Cause.EOF_WITHOUT_CLOSE, false))
                .hasToString("1006 (abnormal) initiator=NONE cause=EOF_WITHOUT_CLOSE clean=false");
        assertThat(new CloseEvent(1001, "page left", Initiator.REMOTE, Cause.CLOSE_FRAME, true))
                .hasToString("1001 (going away: page left) initiator=REMOTE cause=CLOSE_FRAME clean=true");
    }

    @Test
    void shouldNotLetAPeerForgeALineOfTheLog() {
        CloseEvent event = new CloseEvent(
                4000, "a\r\n2026 INFO forged\u001b[31m\u202e\u2028\u0000", Initiator.REMOTE, Cause.CLOSE_FRAME, true);

        assertThat(event.toString())
                .contains("a\\u000d\\u000a2026 INFO forged\\u001b[31m\\u202e\\u2028\\u0000")
                .doesNotContainPattern("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]");
    }

    @Test
    void shouldCapALongReasonInTheLog() {
        CloseEvent event = new CloseEvent(4000, "x".repeat(500), Initiator.REMOTE, Cause.CLOSE_FRAME, true);

        assertThat(event.toString()).contains("x".repeat(200) + "...").doesNotContain("x".repeat(201));
        assertThat(event.reason()).hasSize(500);
    }

    @Test
    @SuppressWarnings("NullAway")
    void shouldRefuseNull() {
        assertThatNullPointerException()
                .isThrownBy(() -> new CloseEvent(1000, null, Initiator.LOCAL, Cause.CLOSE_FRAME, true))
                .withMessage("reason");
        assertThatNullPointerException()
                .isThrownBy(() -> new CloseEvent(1000, "", null, Cause.CLOSE_FRAME, true))
                .withMessage("initiator");
        assertThatNullPointerException()
                .isThrownBy(() -> new CloseEvent(1000, "", Initiator.LOCAL, null, true))
                .withMessage("cause");
    }
}
