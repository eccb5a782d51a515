package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class AddressRatesTest {

    private final TestServer server = new TestServer();
    private final AddressRates rates = rates(RateLimit.perSecond(2, 0));

    private static AddressRates rates(RateLimit limit) {
        return Objects.requireNonNull(AddressRates.of(limit, from -> from.isLoopbackAddress()));
    }

    private AddressRates.Shared enter(String address) throws Exception {
        return rates.enter(InetAddress.getByName(address), server.loop.now());
    }

    private boolean take(AddressRates.Shared shared) {
        return shared.take(1, 0, server.loop.now());
    }

    @Test
    void areNoneWhereNothingIsLimited() {
        assertThat(AddressRates.of(RateLimit.NONE, from -> false)).isNull();
    }

    @Test
    void areSharedByTheSessionsOfOneAddress() throws Exception {
        AddressRates.Shared one = enter("192.0.2.1");
        AddressRates.Shared same = enter("192.0.2.1");
        AddressRates.Shared other = enter("192.0.2.2");

        assertThat(take(one)).isTrue();
        assertThat(take(same)).isTrue();
        assertThat(take(one)).isFalse();
        assertThat(take(same)).isFalse();
        assertThat(take(other)).isTrue();
    }

    @Test
    void areSharedByTheSubnetsOfIpv6() throws Exception {
        assertThat(enter("2001:db8::1")).isSameAs(enter("2001:db8::2")).isNotSameAs(enter("2001:db8:0:1::1"));
    }

    @Test
    void areNotThoseOfProxies() throws Exception {
        assertThat(enter("127.0.0.1")).isNull();
        assertThat(rates.known()).isZero();
    }

    /** Or who was too fast would only connect anew. */
    @Test
    void areKeptUntilAWholeBurstMayComeAgain() throws Exception {
        AddressRates.Shared first = enter("192.0.2.1");
        take(first);
        take(first);
        first.leave(server.loop);
        server.run();
        AddressRates.Shared again = enter("192.0.2.1");
        assertThat(take(again)).isFalse();
        again.leave(server.loop);

        server.advance(Duration.ofMillis(999));
        assertThat(rates.known()).isEqualTo(1);
        server.advance(Duration.ofMillis(1));
        assertThat(rates.known()).isZero();
    }

    @Test
    void areForgottenAtOnceWhereNothingWasSent() throws Exception {
        enter("192.0.2.1").leave(server.loop);

        assertThat(rates.known()).isZero();
    }

    @Test
    void areNotForgottenWhileSomebodyIsThere() throws Exception {
        AddressRates.Shared first = enter("192.0.2.1");
        take(first);
        first.leave(server.loop);
        AddressRates.Shared second = enter("192.0.2.1");
        server.advance(Duration.ofSeconds(10));
        assertThat(rates.known()).isEqualTo(1);
        take(second);
        second.leave(server.loop);
        server.advance(Duration.ofSeconds(10));
        assertThat(rates.known()).isZero();
    }
}
