package dev.wsboot.ws;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WsHandlerTest {

    @Test
    @SuppressWarnings("NullAway")
    void shouldPassOnWhatNobodyHandles() {
        Exception error = new IllegalStateException("the handler's own");

        assertThatThrownBy(() -> new WsHandler() {}.onError(null, error)).isSameAs(error);
    }
}
