package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two ends of TLS in memory: handshake, data both ways, backpressure. */
class TlsTransportTest {

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void bothSidesTalk(String protocol) {
        TlsPair pair = TlsPair.of(protocol).open();
        assertThat(pair.client.tls.protocol()).isEqualTo(protocol);
        assertThat(pair.server.tls.cipherSuite()).isEqualTo(pair.client.tls.cipherSuite());

        pair.client.send("hello");
        pair.run().server.expect("hello");
        pair.server.send("welcome");
        pair.run().client.expect("welcome");
    }

    /** A client writes as soon as TCP is connected: it is blocked, and goes on by itself. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void whatIsSentBeforeTheHandshakeLeavesBehindIt(String protocol) {
        TlsPair pair = TlsPair.of(protocol);
        pair.client.send("request");
        pair.run().server.expect("request");
        pair.server.send("response");
        pair.run().client.expect("response");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void everyByteArrivesAlone(String protocol) {
        TlsPair pair = TlsPair.of(protocol);
        pair.chunk = 1;
        pair.client.send("request");
        pair.run().server.expect("request");
        pair.server.send("response");
        pair.run().client.expect("response");
    }
}
