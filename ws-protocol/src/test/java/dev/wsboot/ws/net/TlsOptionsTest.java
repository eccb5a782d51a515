package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.wsboot.ws.net.TlsOptions.ClientAuth;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsOptionsTest {

    private final SSLContext context = TestCertificates.client();
    private final TlsOptions options = TlsOptions.of(context);

    @Test
    void defaultsAreTheTwoVersionsThatAreStillInUse() {
        assertThat(options).isEqualTo(TlsOptions.of(context));
        assertThat(options.clientAuth()).isEqualTo(ClientAuth.NONE);
        assertThat(options.protocols()).containsExactly("TLSv1.3", "TLSv1.2");
        assertThat(options.cipherSuites()).isEmpty();
    }

    @Test
    void theSystemTrustsItsDefaults() {
        assertThat(TlsOptions.systemDefault().context()).isNotNull();
    }

    @Test
    void wrongNamesAreToldAtOnce() {
        assertThatIllegalArgumentException().isThrownBy(() -> options.withProtocols("TLSv9"));
        assertThatIllegalArgumentException().isThrownBy(options::withProtocols).withMessageContaining("protocols");
        assertThatIllegalArgumentException().isThrownBy(() -> options.withCipherSuites("TLS_NICE_WITH_NONE"));
        assertThatNullPointerException().isThrownBy(() -> options.withClientAuth(null));
    }

    @Nested
    class Server {

        @Test
        void usesWhatWasChosen() {
            SSLEngine engine = options.withProtocols("TLSv1.2")
                    .withCipherSuites(
                            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")
                    .serverEngine();
            assertThat(engine.getUseClientMode()).isFalse();
            assertThat(engine.getEnabledProtocols()).containsExactly("TLSv1.2");
            assertThat(engine.getEnabledCipherSuites())
                    .containsExactly(
                            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
            assertThat(engine.getSSLParameters().getUseCipherSuitesOrder()).isTrue();
            assertThat(engine.getSSLParameters().getApplicationProtocols()).containsExactly("http/1.1");
        }

        @Test
        void leavesCipherSuitesToTheContext() {
            assertThat(options.serverEngine().getEnabledCipherSuites())
                    .isEqualTo(context.createSSLEngine().getEnabledCipherSuites());
        }

        @ParameterizedTest
        @CsvSource({"NONE, false, false", "WANT, true, false", "NEED, false, true"})
        void asksForCertificatesAsTold(ClientAuth auth, boolean want, boolean need) {
            SSLEngine engine = options.withClientAuth(auth).serverEngine();
            assertThat(engine.getWantClientAuth()).isEqualTo(want);
            assertThat(engine.getNeedClientAuth()).isEqualTo(need);
        }
    }

    @Nested
    class Client {

        /** RFC 2818 section 3.1: the client checks the certificate against the host of the URI, whatever the host is. */
        @ParameterizedTest
        @ValueSource(strings = {"example.org", "localhost", "127.0.0.1", "[::1]", "my_service"})
        void checksTheHost(String host) {
            SSLEngine engine = options.clientEngine(host, 8443);
            assertThat(engine.getUseClientMode()).isTrue();
            assertThat(engine.getSSLParameters().getEndpointIdentificationAlgorithm())
                    .isEqualTo("HTTPS");
            assertThat(engine.getPeerHost()).isEqualTo(host.replace("[", "").replace("]", ""));
            assertThat(engine.getPeerPort()).isEqualTo(8443);
            assertThat(engine.getSSLParameters().getApplicationProtocols()).containsExactly("http/1.1");
        }

        @ParameterizedTest
        @CsvSource({
            "example.org, example.org",
            "localhost, localhost",
            "example.org., example.org",
            "1a.2.3.4, 1a.2.3.4"
        })
        void namesTheHost(String host, String expected) {
            assertThat(options.clientEngine(host, 443).getSSLParameters().getServerNames())
                    .containsExactly(new SNIHostName(expected));
        }

        /** RFC 6066 section 3: "Literal IPv4 and IPv6 addresses are not permitted in "HostName"." */
        @ParameterizedTest
        @ValueSource(strings = {"127.0.0.1", "10.0.0.255", "::1", "[::1]", "2001:db8::1", "my_service"})
        void namesNoAddressAndNothingThatIsNoName(String host) {
            assertThat(options.clientEngine(host, 443).getSSLParameters().getServerNames())
                    .isNullOrEmpty();
        }
    }
}
