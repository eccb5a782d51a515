package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wsboot.ws.handshake.ResponseLimits;
import dev.wsboot.ws.handshake.WsUri;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WsRequestTest {

    private static final WsRequest REQUEST = WsRequest.to("ws://example.com/chat?room=1")
            .authorization("Bearer secret")
            .cookie("session=31d4")
            .header("Proxy-Authorization", "Basic x")
            .header("Origin", "https://example.com")
            .header("User-Agent", "chat/2")
            .header("ACCEPT-language", "en")
            .header("X-Api-Key", "k3y")
            .header("X-Two", "1")
            .header("X-Two", "2")
            .subprotocols("b", "a");

    private static String head(WsRequest request) {
        return new String(
                request.handshake(null, new byte[WsRequest.NONCE_LENGTH], ResponseLimits.defaults())
                        .request(),
                StandardCharsets.US_ASCII);
    }

    @Test
    void isSentInOrder() {
        assertThat(head(REQUEST))
                .startsWith("GET /chat?room=1 HTTP/1.1\r\nHost: example.com\r\n")
                .contains("\r\nSec-WebSocket-Protocol: b, a\r\n")
                .endsWith("Authorization: Bearer secret\r\nCookie: session=31d4\r\nProxy-Authorization: Basic x\r\n"
                        + "Origin: https://example.com\r\nUser-Agent: chat/2\r\nACCEPT-language: en\r\n"
                        + "X-Api-Key: k3y\r\nX-Two: 1\r\nX-Two: 2\r\n\r\n");
    }

    @Test
    void takesItsOffersBack() {
        assertThat(head(REQUEST.subprotocols())).doesNotContain("Sec-WebSocket-Protocol");
    }

    @Test
    void isNotChangedByWhatIsMadeOfIt() {
        WsRequest first = WsRequest.to("ws://example.com");
        String before = head(first);
        first.header("X-More", "1").subprotocols("a");

        assertThat(head(first)).isEqualTo(before);
    }

    @Test
    void encodesWhatIsNotAscii() {
        assertThat(head(WsRequest.to(URI.create("ws://example.com/caf\u00e9")))).startsWith("GET /caf%C3%A9 ");
    }

    @Test
    void keepsItsCredentialsOnTheSameServer() {
        assertThat(head(REQUEST.redirected(WsUri.parse("ws://example.com:80/other"))))
                .startsWith("GET /other ")
                .contains("Bearer secret", "session=31d4", "Basic x", "X-Api-Key: k3y", "X-Two: 2", "Protocol: b, a");
    }

    /** RFC 9110 section 15.4: "Consider removing header fields that were not automatically generated". */
    @ParameterizedTest
    @ValueSource(strings = {"wss://example.com/", "ws://example.com:81/", "ws://www.example.com/", "ws://example.org/"})
    void takesOnlyWhatIsHarmlessElsewhere(String target) {
        assertThat(head(REQUEST.redirected(WsUri.parse(target))))
                .contains("\r\nSec-WebSocket-Protocol: b, a\r\n")
                .endsWith("\r\nOrigin: https://example.com\r\nUser-Agent: chat/2\r\nACCEPT-language: en\r\n\r\n")
                .doesNotContain("secret", "31d4", "Basic x", "k3y", "X-Two");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Accept",
                "Accept-Charset",
                "Accept-Encoding",
                "Accept-Language",
                "Cache-Control",
                "Origin",
                "Pragma",
                "User-Agent"
            })
    void takesEverywhereWhatIsPromised(String name) {
        WsRequest request = WsRequest.to("ws://example.com").header(name, "x1");

        assertThat(head(request.redirected(WsUri.parse("ws://example.org/")))).contains("\r\n" + name + ": x1\r\n");
    }

    @Test
    void doesNotGetThemBackWhereItReturns() {
        WsRequest back =
                REQUEST.redirected(WsUri.parse("ws://example.org/")).redirected(WsUri.parse("ws://example.com/chat"));

        assertThat(head(back)).doesNotContain("secret", "31d4", "Basic x", "k3y");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://example.com", "ws://", "ws://u:p@example.com", "ws://example.com/#a", "/ws", "ws://a:0"})
    void refusesWhatIsNoWebSocketUri(String uri) {
        assertThatThrownBy(() -> WsRequest.to(uri)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"Host, x", "Sec-WebSocket-Key, x", "Upgrade, x", "X Y, x", "X, '\t\u0001'"})
    void refusesHeadersAtOnce(String name, String value) {
        WsRequest request = WsRequest.to("ws://example.com");
        assertThatThrownBy(() -> request.header(name, value)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesSubprotocolsAtOnce() {
        WsRequest request = WsRequest.to("ws://example.com");
        assertThatThrownBy(() -> request.subprotocols("a", "a")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void showsNoSecrets() {
        assertThat(REQUEST).hasToString("ws://example.com/chat");
    }
}
