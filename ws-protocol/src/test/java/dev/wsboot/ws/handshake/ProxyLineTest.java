package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 2.1 of the PROXY protocol. */
class ProxyLineTest {

    @ParameterizedTest
    @CsvSource({
        "PROXY TCP4 192.0.2.1 192.0.2.2 56324 443, 192.0.2.1, 56324",
        "PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535, 255.255.255.255, 65535",
        "PROXY TCP4 0.0.0.0 0.0.0.0 0 0, 0.0.0.0, 0",
        "PROXY TCP6 2001:DB8::1 ::1 1 65535, 2001:db8::1, 1",
        "PROXY TCP6 ::ffff:192.0.2.1 ::1 1 2, 192.0.2.1, 1"
    })
    void addresses(String line, String source, int port) {
        assertThat(ProxyLine.parse(line)).isEqualTo(new ForwardedNode(IpAddress.parse(source), port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROXY UNKNOWN", "PROXY UNKNOWN ", "PROXY UNKNOWN ffff:f...f:ffff whatever \r \n 65535"})
    void nobodyTells(String line) {
        assertThat(ProxyLine.parse(line)).isSameAs(ForwardedNode.UNTOLD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PROXY ",
                "PROXY TCP4",
                "PROXY UNKNOWNX",
                "PROXY unknown",
                "PROXY TCP5 192.0.2.1 192.0.2.2 1 2",
                "PROXY tcp4 192.0.2.1 192.0.2.2 1 2",
                "PROXY UDP4 192.0.2.1 192.0.2.2 1 2",
                "PROXY  TCP4 192.0.2.1 192.0.2.2 1 2",
                "PROXY TCP4  192.0.2.1 192.0.2.2 1 2",
                "PROXY TCP4 192.0.2.1 192.0.2.2 1",
                "PROXY TCP4 192.0.2.1 192.0.2.2 1 2 ",
                "PROXY TCP4 192.0.2.1 192.0.2.2 1 2 3",
                "PROXY TCP4 192.0.2.01 192.0.2.2 1 2",
                "PROXY TCP4 192.0.2.1 192.0.2.256 1 2",
                "PROXY TCP4 client 192.0.2.2 1 2",
                "PROXY TCP4 192.0.2.1 192.0.2.2 01 2",
                "PROXY TCP4 192.0.2.1 192.0.2.2 65536 2",
                "PROXY TCP4 192.0.2.1 192.0.2.2 1 65536",
                "PROXY TCP4 192.0.2.1 192.0.2.2 -1 2",
                "PROXY TCP4 ::1 ::1 1 2",
                "PROXY TCP4 192.0.2.1 ::1 1 2",
                "PROXY TCP6 192.0.2.1 ::1 1 2",
                "PROXY TCP6 ::1 192.0.2.1 1 2",
                "PROXY TCP6 [::1] ::1 1 2",
                "PROXY TCP6 ::1%lo ::1 1 2",
                "PROXY TCP4 192.0.2.1\t192.0.2.2 1 2"
            })
    void everythingElse(String line) {
        assertThat(ProxyLine.parse(line)).isNull();
    }
}
