package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class XForwardedTest {

    private static List<ForwardedHop> hops(String... lines) throws HandshakeException {
        return XForwarded.hops(Heads.request(Heads.get("/ws", lines)));
    }

    @Test
    void oneProxy() throws HandshakeException {
        assertThat(hops("X-Forwarded-For: 192.0.2.1", "X-Forwarded-Proto: https", "X-Forwarded-Host: a.example"))
                .containsExactly(new ForwardedHop("192.0.2.1", "https", "a.example"));
    }

    @Test
    void listsAndLinesAreOne() throws HandshakeException {
        assertThat(hops("X-Forwarded-For: a,, b ", "x-forwarded-for:\tc"))
                .containsExactly(
                        new ForwardedHop("a", null, null),
                        new ForwardedHop("b", null, null),
                        new ForwardedHop("c", null, null));
    }

    @Test
    void addressesOfIpv6WithoutBrackets() throws HandshakeException {
        assertThat(hops("X-Forwarded-For: 2001:db8::1, [2001:db8::2]:80"))
                .containsExactly(
                        new ForwardedHop("[2001:db8::1]", null, null),
                        new ForwardedHop("[2001:db8::2]:80", null, null));
    }

    @Test
    void eachProxyAddsToAllOfThem() throws HandshakeException {
        assertThat(hops(
                        "X-Forwarded-For: evil, a, b",
                        "X-Forwarded-Proto: http, https",
                        "X-Forwarded-Host: x, y, z, w"))
                .containsExactly(
                        new ForwardedHop("evil", "http", "y"),
                        new ForwardedHop("a", "http", "z"),
                        new ForwardedHop("b", "https", "w"));
    }

    @Test
    void noAddress() throws HandshakeException {
        assertThat(hops("X-Forwarded-Proto: http, https", "X-Forwarded-Host: a, b"))
                .containsExactly(new ForwardedHop(null, "https", "b"));
        assertThat(hops("X-Forwarded-For: ,")).containsExactly(new ForwardedHop(null, null, null));
    }
}
