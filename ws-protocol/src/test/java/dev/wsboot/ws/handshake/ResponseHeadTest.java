package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponseHeadTest {

    @Nested
    class Rfc9110Section15_StatusCodes {

        @ParameterizedTest
        @CsvSource({
            "100, true, false, false, false",
            "101, false, true, false, false",
            "102, true, false, false, false",
            "199, true, false, false, false",
            "200, false, false, true, false",
            "299, false, false, true, false",
            "300, false, false, false, true",
            "399, false, false, false, true",
            "400, false, false, false, false",
            "500, false, false, false, false"
        })
        void classes(int status, boolean interim, boolean switching, boolean successful, boolean redirection)
                throws BadHeadException {
            ResponseHead head = Responses.head("HTTP/1.1 " + status + "\r\n\r\n");

            assertThat(head.isInterim()).isEqualTo(interim);
            assertThat(head.isSwitchingProtocols()).isEqualTo(switching);
            assertThat(head.isSuccessful()).isEqualTo(successful);
            assertThat(head.isRedirection()).isEqualTo(redirection);
        }
    }
}
