package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7239 section 6. */
class ForwardedNodeTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.43, 192.0.2.43, 0",
        "192.0.2.43:47011, 192.0.2.43, 47011",
        "192.0.2.43:0, 192.0.2.43, 0",
        "192.0.2.43:_http-1.x, 192.0.2.43, 0",
        "[2001:db8:cafe::17], 2001:db8:cafe:0:0:0:0:17, 0",
        "[2001:db8:cafe::17]:65535, 2001:db8:cafe:0:0:0:0:17, 65535",
        "[::ffff:192.0.2.43]:1, 192.0.2.43, 1"
    })
    void addresses(String text, String address, int port) {
        assertThat(ForwardedNode.parse(text)).isEqualTo(new ForwardedNode(IpAddress.parse(address), port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"unknown", "Unknown", "unknown:80", "_gazonk", "_hidden:_port", "_a", "_SEVKISEK", "_.-_9z"})
    void nobodyTells(String text) {
        assertThat(ForwardedNode.parse(text)).isSameAs(ForwardedNode.UNTOLD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "_",
                "_a~",
                "_a b",
                "_a/",
                "_ä",
                "gazonk",
                "localhost",
                "unknowns",
                "192.0.2.43:",
                "192.0.2.43:_",
                "192.0.2.43:65536",
                "192.0.2.43:080",
                "192.0.2.43:http",
                "192.0.2.43 ",
                "2001:db8::17",
                "[192.0.2.43]",
                "[2001:db8::17",
                "[2001:db8::17]47011",
                "[2001:db8::17]:",
                "[]",
                "[",
                "[_a]",
                "[unknown]",
                ":80",
                "[::1]]",
                "192.0.2.43:80:80"
            })
    void everythingElse(String text) {
        assertThat(ForwardedNode.parse(text)).isNull();
    }
}
