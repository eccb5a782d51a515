package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpgradeRejectedExceptionTest {

    @Test
    void refusalHasAllOfTheResponse() {
        UpgradeRejectedException refusal = Responses.rejection("HTTP/1.1 401 Unauthorized\r\n"
                + "WWW-Authenticate: Bearer\r\nwww-authenticate: Basic\r\nContent-Length: 5\r\n\r\nlogin");

        assertThat(refusal).hasMessage("The server answered 401 instead of upgrading to WebSocket");
        assertThat(refusal.isRefusal()).isTrue();
        assertThat(refusal.status()).isEqualTo(401);
        assertThat(refusal.header("www-authenticate")).isEqualTo("Bearer");
        assertThat(refusal.headers("WWW-Authenticate")).containsExactly("Bearer", "Basic");
        assertThat(refusal.headerNames()).containsExactly("Content-Length", "WWW-Authenticate");
        assertThat(refusal.body()).isEqualTo("login");
        assertThat(refusal.location()).isNull();
        assertThat(refusal.getStackTrace()).isEmpty();
    }

    @Test
    void invalidResponseHasItsHeaders() {
        UpgradeRejectedException invalid = Responses.rejection(Responses.without(Responses.CONNECTION));

        assertThat(invalid.isRefusal()).isFalse();
        assertThat(invalid.status()).isEqualTo(101);
        assertThat(invalid.header("upgrade")).isEqualTo("websocket");
        assertThat(invalid.location()).isNull();
    }

    @Test
    void unreadableResponseHasNothing() {
        UpgradeRejectedException unreadable = UpgradeRejectedException.unreadable("why");

        assertThat(unreadable).hasMessage("why");
        assertThat(unreadable.isRefusal()).isFalse();
        assertThat(unreadable.status()).isZero();
        assertThat(unreadable.header("a")).isNull();
        assertThat(unreadable.headers("a")).isEmpty();
        assertThat(unreadable.headerNames()).isEmpty();
        assertThat(unreadable.body()).isEmpty();
        assertThat(unreadable.location()).isNull();
    }

    @Nested
    class Rfc9110Section10_2_2_Location {

        @ParameterizedTest
        @CsvSource({
            "301, Location: /there, /there",
            "302, location: wss://a/b, wss://a/b",
            "308, Location:, ''",
            "200, Location: /there,",
            "404, Location: /there,",
            "302, X: y,",
            "302, 'Location: /a\r\nLocation: /b',"
        })
        void ofARedirection(int status, String lines, String location) {
            assertThat(Responses.rejection("HTTP/1.1 " + status + " \r\nContent-Length: 0\r\n" + lines + "\r\n\r\n")
                            .location())
                    .isEqualTo(location);
        }
    }
}
