package dev.wsboot.ws.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.spring.SubscriptionRefusedException.Reason;
import org.junit.jupiter.api.Test;

class SubscriptionRefusedExceptionTest {

    private final FakeSession session = new FakeSession("7");

    @Test
    void shouldTellWhatAndWhy() {
        var refused = new SubscriptionRefusedException(session, "chat:blue", Reason.DENIED, "no member");

        assertThat(refused).hasMessage("Session 7 may not have the topic \"chat:blue\": no member");
        assertThat(refused.sessionId()).isEqualTo("7");
        assertThat(refused.topic()).isEqualTo("chat:blue");
        assertThat(refused.reason()).isEqualTo(Reason.DENIED);
    }

    @Test
    void shouldBeOneShortLineWhateverTheTopicIsCalled() {
        String name = "a\r\n2026 ERROR forged\0\u2028" + "x".repeat(1_000_000);

        var refused = new SubscriptionRefusedException(session, name, Reason.NAME_TOO_LONG, "too long");

        assertThat(refused.topic()).isEqualTo(name);
        assertThat(refused.getMessage())
                .startsWith("Session 7 may not have the topic \"a\\u000d\\u000a2026 ERROR forged\\u0000\\u2028xxx")
                .endsWith("xxx...\": too long")
                .hasSizeLessThan(300);
    }
}
