package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardedRequestTest {

    @ParameterizedTest
    @CsvSource({
        "https, true, true",
        "HTTPS, true, true",
        "wss, true, true",
        "http, false, false",
        "ws, false, false",
        "httpsx, false, false",
        ", false, true"
    })
    void secureIsWhatTheProxySays(String scheme, boolean secure, boolean secureOtherwise) throws HandshakeException {
        ForwardedRequest request = new ForwardedRequest(Heads.request(Heads.get("/ws")), null, 0, scheme);

        assertThat(request.isSecure(false)).isEqualTo(secure);
        assertThat(request.isSecure(true)).isEqualTo(secureOtherwise);
    }
}
