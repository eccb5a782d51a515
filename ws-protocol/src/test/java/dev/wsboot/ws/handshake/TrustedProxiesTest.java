package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {

    private static final List<String> ADDRESSES = List.of("10.0.0.0/8", "fd00::/8");
    private static final TrustedProxies FORWARDED = TrustedProxies.of(ADDRESSES, ForwardedHeaders.FORWARDED, false);
    private static final TrustedProxies X_FORWARDED = TrustedProxies.of(ADDRESSES, ForwardedHeaders.X_FORWARDED, false);

    private static byte[] address(String text) {
        return Objects.requireNonNull(IpAddress.parse(text)).bytes();
    }

    private static ForwardedRequest from(TrustedProxies proxies, String peer, String... lines)
            throws HandshakeException {
        return proxies.forwarded(Heads.request(Heads.get("/ws", lines)), address(peer));
    }

    private static ForwardedRequest fromProxy(TrustedProxies proxies, String... lines) throws HandshakeException {
        return Objects.requireNonNull(from(proxies, "10.0.0.1", lines));
    }

    @Nested
    class Configuration {

        @Test
        void noneTrustsNobody() throws HandshakeException {
            assertThat(TrustedProxies.NONE.trusts(address("127.0.0.1"))).isFalse();
            assertThat(TrustedProxies.NONE.speakProxyProtocol()).isFalse();
            assertThat(from(TrustedProxies.NONE, "10.0.0.1", "Forwarded: for=192.0.2.1", "X-Forwarded-For: 192.0.2.1"))
                    .isNull();
        }

        @Test
        void trustsTheRanges() {
            assertThat(FORWARDED.trusts(address("10.255.0.1"))).isTrue();
            assertThat(FORWARDED.trusts(address("fd12::1"))).isTrue();
            assertThat(FORWARDED.trusts(address("11.0.0.1"))).isFalse();
            assertThat(FORWARDED.trusts(address("2001:db8::1"))).isFalse();
        }

        @Test
        void theProxyProtocolIsNotForHeaders() throws HandshakeException {
            TrustedProxies proxies = TrustedProxies.of(ADDRESSES, ForwardedHeaders.NONE, true);

            assertThat(proxies.speakProxyProtocol()).isTrue();
            assertThat(FORWARDED.speakProxyProtocol()).isFalse();
            assertThat(from(proxies, "10.0.0.1", "Forwarded: for=192.0.2.1")).isNull();
        }

        @Test
        void whatCannotWorkIsRefused() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TrustedProxies.of(List.of(), ForwardedHeaders.FORWARDED, true))
                    .withMessage("No address of a proxy");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TrustedProxies.of(ADDRESSES, ForwardedHeaders.NONE, false))
                    .withMessageStartingWith("Neither headers nor the PROXY protocol tell");
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> TrustedProxies.of(List.of("10.0.0.0/8", "proxy"), ForwardedHeaders.FORWARDED, false))
                    .withMessageContaining(": proxy");
        }
    }

    @Nested
    class WhoAsks {

        @ParameterizedTest
        @ValueSource(strings = {"192.0.2.66", "9.255.255.255", "2001:db8::66"})
        void isWhoConnectsWhereThatIsNoProxy(String peer) throws HandshakeException {
            assertThat(from(FORWARDED, peer, "Forwarded: for=192.0.2.1;host=evil.example"))
                    .isNull();
            assertThat(from(FORWARDED, peer, "Forwarded: \"malformed")).isNull();
            assertThat(from(X_FORWARDED, peer, "X-Forwarded-For: 192.0.2.1")).isNull();
        }

        /** What stands to the left may be the client's invention. */
        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                192.0.2.1                                    | 192.0.2.1
                192.0.2.1:4711                               | 192.0.2.1
                198.51.100.1, 192.0.2.1                      | 192.0.2.1
                10.0.0.9, 192.0.2.1                          | 192.0.2.1
                198.51.100.1, 192.0.2.1, 10.1.1.1            | 192.0.2.1
                198.51.100.1, 192.0.2.1, 10.1.1.1, fd00::7   | 192.0.2.1
                ::ffff:192.0.2.1, ::ffff:10.1.1.1            | 192.0.2.1
                "rubbish] , 192.0.2.1                        | 192.0.2.1
                10.2.2.2                                     | 10.2.2.2
                10.2.2.2, 10.1.1.1                           | 10.2.2.2
                192.0.2.1, unknown                           |
                192.0.2.1, _hidden, 10.1.1.1                 | 10.1.1.1
                192.0.2.1, unknown, 10.1.1.1, 10.1.1.2       | 10.1.1.1
                """)
        void isTheLastThatIsNoProxy(String list, String client) throws HandshakeException {
            ForwardedRequest request = fromProxy(X_FORWARDED, "X-Forwarded-For: " + list);

            assertThat(request.address()).isEqualTo(client == null ? null : IpAddress.parse(client));
        }

        @Test
        void isToldByElements() throws HandshakeException {
            ForwardedRequest request = fromProxy(
                    FORWARDED,
                    "Forwarded: for=198.51.100.1;host=evil.example;proto=wss",
                    "Forwarded: for=\"192.0.2.1:4711\";host=\"good.example:8443\";proto=https, for=10.0.0.2;host=inner;proto=http");

            assertThat(request.address()).hasToString("192.0.2.1");
            assertThat(request.port()).isEqualTo(4711);
            assertThat(request.request().host()).isEqualTo("good.example:8443");
            assertThat(request.scheme()).isEqualTo("https");
        }

        @Test
        void isNotToldWithoutHeaders() throws HandshakeException {
            ForwardedRequest request = fromProxy(FORWARDED);

            assertThat(request.address()).isNull();
            assertThat(request.port()).isZero();
            assertThat(request.scheme()).isNull();
            assertThat(request.request().host()).isEqualTo("localhost:6060");
        }

        @Test
        void isNotToldByAnElementWithoutFor() throws HandshakeException {
            ForwardedRequest request = fromProxy(FORWARDED, "Forwarded: for=192.0.2.1, proto=https");

            assertThat(request.address()).isNull();
            assertThat(request.scheme()).isEqualTo("https");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Forwarded: for=\"192.0.2.1",
                    "Forwarded: for=client",
                    "Forwarded: for=192.0.2.1, for=2001",
                    "Forwarded: for=192.0.2.1;host=\"a b\"",
                    "Forwarded: for=192.0.2.1;host=\"\"",
                    "Forwarded: for=192.0.2.1;host=\"a/b\""
                })
        void isRefusedWhereAProxyTellsRubbish(String line) {
            HandshakeException refused =
                    catchThrowableOfType(HandshakeException.class, () -> fromProxy(FORWARDED, line));

            assertThat(refused.refusal().status()).isEqualTo(400);
            assertThat(refused).hasMessage("A header that tells of proxies is malformed");
        }
    }
}
