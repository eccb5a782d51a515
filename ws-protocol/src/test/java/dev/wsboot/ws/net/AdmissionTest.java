package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.WsLimit;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    private static final InetAddress HERE = address("192.0.2.1");
    private static final InetAddress THERE = address("192.0.2.2");

    private static final Predicate<InetAddress> NO_PROXY = any -> false;

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Admission.Place> enter(Admission admission, int count, InetAddress from) {
        List<Admission.Place> places = new ArrayList<>();
        IntStream.range(0, count).forEach(i -> places.add(admission.enter(from)));
        return places;
    }

    @Test
    void takesAnyNumberWhereNothingIsLimited() {
        assertThat(enter(new Admission(0, 0, Admission.MOST_TOLD, NO_PROXY), 1000, HERE))
                .allMatch(place -> place.exceeded() == null && place.answered());
    }

    @Test
    void takesAsManyAsThereMayBeAndOneMoreForEachThatLeaves() {
        Admission admission = new Admission(2, 0, Admission.MOST_TOLD, NO_PROXY);
        List<Admission.Place> places = enter(admission, 2, HERE);
        assertThat(places).allMatch(place -> place.exceeded() == null);
        assertThat(admission.enter(THERE).exceeded()).isEqualTo(WsLimit.CONNECTIONS);

        places.get(0).leave();

        assertThat(admission.enter(THERE).exceeded()).isNull();
        assertThat(admission.enter(THERE).exceeded()).isEqualTo(WsLimit.CONNECTIONS);
    }

    @Test
    void takesAsManyFromOneAddressAndForgetsItWithTheLast() {
        Admission admission = new Admission(0, 2, Admission.MOST_TOLD, NO_PROXY);
        List<Admission.Place> places = enter(admission, 2, HERE);
        assertThat(admission.enter(HERE).exceeded()).isEqualTo(WsLimit.CONNECTIONS_PER_ADDRESS);
        assertThat(admission.enter(THERE).exceeded()).isNull();
        assertThat(admission.counted()).isEqualTo(2);

        places.get(0).leave();
        assertThat(admission.enter(HERE).exceeded()).isNull();
        assertThat(admission.enter(HERE).exceeded()).isEqualTo(WsLimit.CONNECTIONS_PER_ADDRESS);
        places.get(1).leave();

        assertThat(admission.counted()).isEqualTo(2);
    }

    @Test
    void whomOneAddressKeepsOutTakesNoPlace() {
        Admission admission = new Admission(2, 1, Admission.MOST_TOLD, NO_PROXY);
        Admission.Place first = admission.enter(HERE);
        enter(admission, 10, HERE);

        assertThat(admission.enter(THERE).exceeded()).isNull();
        first.leave();
        assertThat(admission.enter(address("192.0.2.3")).exceeded()).isNull();
        assertThat(admission.counted()).isEqualTo(2);
    }

    /** RFC 4291 section 2.5.4: the second half of an address is the host's own choice. */
    @Test
    void aSubnetOfIpv6IsOneAddress() {
        Admission admission = new Admission(0, 1, Admission.MOST_TOLD, NO_PROXY);
        admission.enter(address("2001:db8:0:1::1"));

        assertThat(admission.enter(address("2001:db8:0:1:ffff:ffff:ffff:ffff")).exceeded())
                .isEqualTo(WsLimit.CONNECTIONS_PER_ADDRESS);
        assertThat(admission.enter(address("2001:db8:0:2::1")).exceeded()).isNull();
    }

    @Test
    void tellsSoManyAtATimeAndClosesTheOthers() {
        Admission admission = new Admission(1, 0, Admission.MOST_TOLD, NO_PROXY);
        admission.enter(HERE);
        List<Admission.Place> told = enter(admission, Admission.MOST_TOLD, HERE);
        assertThat(told).allMatch(place -> place.exceeded() == WsLimit.CONNECTIONS && place.answered());
        Admission.Place closed = admission.enter(HERE);
        assertThat(closed.exceeded()).isEqualTo(WsLimit.CONNECTIONS);
        assertThat(closed.answered()).isFalse();

        closed.leave();
        assertThat(admission.enter(HERE).answered()).isFalse();
        told.get(0).leave();
        assertThat(admission.enter(HERE).answered()).isTrue();
        assertThat(admission.enter(HERE).answered()).isFalse();
    }

    @Test
    void countsWhoComesByNoNetworkForAllOnly() {
        Admission admission = new Admission(2, 1, Admission.MOST_TOLD, NO_PROXY);

        assertThat(enter(admission, 2, null)).allMatch(place -> place.exceeded() == null);
        assertThat(admission.counted()).isZero();
        assertThat(admission.enter(null).exceeded()).isEqualTo(WsLimit.CONNECTIONS);
    }

    @Test
    void countsAProxyForAllButNotAsAnAddress() {
        Admission admission = new Admission(3, 1, Admission.MOST_TOLD, HERE::equals);
        List<Admission.Place> places = enter(admission, 3, HERE);

        assertThat(places).allMatch(place -> place.exceeded() == null);
        assertThat(admission.counted()).isZero();
        assertThat(admission.enter(HERE).exceeded()).isEqualTo(WsLimit.CONNECTIONS);
    }

    @Test
    void countsWhomAProxySpeaksForOnceThatIsKnown() {
        Admission admission = new Admission(0, 1, Admission.MOST_TOLD, HERE::equals);
        Admission.Place first = admission.enter(HERE);
        Admission.Place second = admission.enter(HERE);

        assertThat(first.comesFrom(HERE)).as("the proxy itself").isFalse();
        assertThat(first.comesFrom(THERE)).isFalse();
        assertThat(first.comesFrom(THERE)).as("counted once").isFalse();
        assertThat(second.comesFrom(THERE)).isTrue();
        assertThat(second.exceeded()).isEqualTo(WsLimit.CONNECTIONS_PER_ADDRESS);
        assertThat(second.answered()).isTrue();
        assertThat(second.comesFrom(THERE)).as("told once").isFalse();
        assertThat(admission.enter(THERE).exceeded()).isEqualTo(WsLimit.CONNECTIONS_PER_ADDRESS);

        second.leave();
        first.leave();
        assertThat(admission.counted()).isZero();
        assertThat(admission.enter(THERE).exceeded()).isNull();
    }

    @Test
    void whomOneAddressKeepsOutBehindAProxyTakesNoPlace() {
        Admission admission = new Admission(2, 1, 0, HERE::equals);
        admission.enter(HERE).comesFrom(THERE);
        Admission.Place second = admission.enter(HERE);
        assertThat(second.comesFrom(THERE)).isTrue();
        assertThat(second.answered()).isFalse();
        second.leave();

        assertThat(admission.enter(HERE).exceeded()).isNull();
        assertThat(admission.enter(HERE).exceeded()).isEqualTo(WsLimit.CONNECTIONS);
    }

    @Test
    void tellsNobodyWhereThatIsTooDear() {
        Admission admission = new Admission(1, 0, 0, NO_PROXY);
        admission.enter(HERE);
        Admission.Place closed = admission.enter(HERE);

        assertThat(closed.exceeded()).isEqualTo(WsLimit.CONNECTIONS);
        assertThat(closed.answered()).isFalse();
    }
}
