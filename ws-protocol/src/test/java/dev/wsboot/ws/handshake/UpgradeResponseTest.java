package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class UpgradeResponseTest {

    @Nested
    class Rfc9110Section5_Headers {

        @Test
        void areFoundInAnyCase() throws UpgradeRejectedException {
            UpgradeResponse response =
                    Responses.response(Responses.accepted("Set-Cookie: a=b", "set-cookie: c=d", "Empty:"));

            assertThat(response.status()).isEqualTo(101);
            assertThat(response.header("SET-cookie")).isEqualTo("a=b");
            assertThat(response.headers("set-cookie")).containsExactly("a=b", "c=d");
            assertThat(response.header("empty")).isEmpty();
            assertThat(response.header("other")).isNull();
            assertThat(response.headers("other")).isEmpty();
            assertThat(response.headerNames())
                    .containsExactly("Connection", "Empty", "Sec-WebSocket-Accept", "Set-Cookie", "Upgrade");
            assertThatExceptionOfType(UnsupportedOperationException.class)
                    .isThrownBy(() -> response.headerNames().clear());
        }
    }
}
