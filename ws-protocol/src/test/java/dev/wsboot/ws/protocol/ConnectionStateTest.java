package dev.wsboot.ws.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionStateTest {

    @ParameterizedTest
    @CsvSource({
        "OPEN,           true,  true,  true,  true,  CLOSE_SENT, CLOSE_RECEIVED",
        "CLOSE_SENT,     false, false, false, true,  CLOSED,     CLOSED",
        "CLOSE_RECEIVED, false, true,  true,  false, CLOSED,     CLOSED",
        "CLOSED,         false, false, false, false, CLOSED,     CLOSED"
    })
    void everyState(
            ConnectionState state,
            boolean canSend,
            boolean canSendMessages,
            boolean canSendClose,
            boolean canReceive,
            ConnectionState afterCloseSent,
            ConnectionState afterCloseReceived) {
        assertThat(state.canSend()).isEqualTo(canSend);
        assertThat(state.canSendMessages()).isEqualTo(canSendMessages);
        assertThat(state.canSendClose()).isEqualTo(canSendClose);
        assertThat(state.canReceive()).isEqualTo(canReceive);
        assertThat(state.afterCloseSent()).isEqualTo(afterCloseSent);
        assertThat(state.afterCloseReceived()).isEqualTo(afterCloseReceived);
    }
}
