package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.protocol.DeflateParameters;
import dev.wsboot.ws.protocol.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgreementTest {

    @Test
    void isTheSameObjectWhereNothingWasAgreedOn() {
        assertThat(Agreement.ofServer(null, null, List.of()))
                .isSameAs(Agreement.ofServer(null, null, List.of()))
                .isEqualTo(new Agreement(Role.SERVER, null, null, List.of()));
    }

    @Test
    void keepsWhatWasAgreedOn() {
        DeflateParameters deflate = new DeflateParameters(true, true, 15, 15);

        assertThat(Agreement.ofServer("chat", deflate, List.of()))
                .isEqualTo(new Agreement(Role.SERVER, "chat", deflate, List.of()));
    }
}
