package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutgoingHeadersTest {

    @Nested
    class Rfc9110Section5_5_Injection {

        @ParameterizedTest
        @CsvSource({
            "'a\rb', 000D",
            "'a\nb', 000A",
            "'a\0b', 0000",
            "'a\u001bb', 001B",
            "'a\u007fb', 007F",
            "'a\u0085b', 0085",
            "'a\u00e9b', 00E9",
            "'a\u010ab', 010A",
            "'a\u2028b', 2028"
        })
        void valueThatIsNotVisibleAsciiIsRefused(String value, String code) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> OutgoingHeaders.requireAllowed(Map.of("X-Name", value)))
                    .withMessage("The value of X-Name has the character U+" + code + " at 1");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "a b", "a:", "a\r\nb", "a\0", "\u00e9"})
        void nameThatIsNoTokenIsRefusedAndNotRepeated(String name) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> OutgoingHeaders.requireAllowed(Map.of(name, "x")))
                    .withMessage("A header name must be a token");
        }

        @Test
        void visibleAsciiSpacesAndTabsAreAllowed() {
            assertThatCode(() -> OutgoingHeaders.requireAllowed(Map.of("X-A", "~ !\tx", "X-B", "")))
                    .doesNotThrowAnyException();
        }
    }

    @Nested
    class Rfc9110Section7_6_1_OneHop {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Connection",
                    "content-length",
                    "Keep-Alive",
                    "Proxy-Connection",
                    "TE",
                    "Trailer",
                    "Transfer-Encoding",
                    "UPGRADE",
                    "Sec-WebSocket-Accept",
                    "sec-websocket-protocol",
                    "Sec-WebSocket-Extensions",
                    "SEC-WEBSOCKET-X"
                })
        void areTheHandshakesOwn(String name) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> OutgoingHeaders.requireAllowed(Map.of(name, "x")))
                    .withMessage("The header " + name + " is set by the handshake itself");
        }
    }

    @Nested
    class Rfc9112Section3_2_Requests {

        @ParameterizedTest
        @ValueSource(strings = {"Host", "EXPECT", "Connection", "Sec-WebSocket-Key"})
        void areTheHandshakesOwn(String name) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> OutgoingHeaders.requireAllowedInRequest(
                            List.of(new ClientHandshake.Header("X", "y"), new ClientHandshake.Header(name, "x"))))
                    .withMessage("The header " + name + " is set by the handshake itself");
        }

        @ParameterizedTest
        @ValueSource(strings = {"Host", "Expect"})
        void areOrdinaryInResponses(String name) {
            assertThatCode(() -> OutgoingHeaders.requireAllowed(Map.of(name, "x")))
                    .doesNotThrowAnyException();
        }

        @ParameterizedTest
        @ValueSource(strings = {"Origin", "Cookie", "Authorization", "Proxy-Authorization", "User-Agent"})
        void areTheCallers(String name) {
            ClientHandshake.Header header = new ClientHandshake.Header(name, "x");
            assertThatCode(() -> OutgoingHeaders.requireAllowedInRequest(List.of(header, header)))
                    .doesNotThrowAnyException();
        }
    }
}
