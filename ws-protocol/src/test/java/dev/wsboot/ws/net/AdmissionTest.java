package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.WsLimit;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    private static final InetAddress HERE = address("192.0.2.1");
    private static final InetAddress THERE = address("192.0.2.2");

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
        assertThat(enter(new Admission(0, 0, Admission.MOST_TOLD), 1000, HERE))
                .allMatch(place -> place.exceeded() == null && place.answered());
    }

    @Test
    void takesAsManyAsThereMayBeAndOneMoreForEachThatLeaves() {
        Admission admission = new Admission(2, 0, Admission.MOST_TOLD);
        List<Admission.Place> places = enter(admission, 2, HERE);
        assertThat(places).allMatch(place -> place.exceeded() == null);
        assertThat(admission.enter(THERE).exceeded()).isEqualTo(WsLimit.CONNECTIONS);

        places.get(0).leave().run();

        assertThat(admission.enter(THERE).exceeded()).isNull();
        assertThat(admission.enter(THERE).exceeded()).isEqualTo(WsLimit.CONNECTIONS);
    }

    @Test
    void takesAsManyFromOneAddressAndForgetsItWithTheLast() {
        Admission admission = new Admission(0, 2, Admission.MOST_TOLD);
        List<Admission.Place> places = enter(admission, 2, HERE);
        assertThat(admission.enter(HERE).exceeded()).isEqualTo(WsLimit.CONNECTIONS_PER_ADDRESS);
        assertThat(admission.enter(THERE).exceeded()).isNull();
        assertThat(admission.counted()).isEqualTo(2);

        places.get(0).leave().run();
        assertThat(admission.enter(HERE).exceeded()).isNull();
        assertThat(admission.enter(HERE).exceeded()).isEqualTo(WsLimit.CONNECTIONS_PER_ADDRESS);
        places.get(1).leave().run();

        assertThat(admission.counted()).isEqualTo(2);
    }

    @Test
    void whomOneAddressKeepsOutTakesNoPlace() {
        Admission admission = new Admission(2, 1, Admission.MOST_TOLD);
        Admission.Place first = admission.enter(HERE);
        enter(admission, 10, HERE);

        assertThat(admission.enter(THERE).exceeded()).isNull();
        first.leave().run();
        assertThat(admission.enter(address("192.0.2.3")).exceeded()).isNull();
        assertThat(admission.counted()).isEqualTo(2);
    }

    /** RFC 4291 section 2.5.4: the second half of an address is the host's own choice. */
    @Test
    void aSubnetOfIpv6IsOneAddress() {
        Admission admission = new Admission(0, 1, Admission.MOST_TOLD);
        admission.enter(address("2001:db8:0:1::1"));

        assertThat(admission.enter(address("2001:db8:0:1:ffff:ffff:ffff:ffff")).exceeded())
                .isEqualTo(WsLimit.CONNECTIONS_PER_ADDRESS);
        assertThat(admission.enter(address("2001:db8:0:2::1")).exceeded()).isNull();
    }

    @Test
    void tellsSoManyAtATimeAndClosesTheOthers() {
        Admission admission = new Admission(1, 0, Admission.MOST_TOLD);
        admission.enter(HERE);
        List<Admission.Place> told = enter(admission, Admission.MOST_TOLD, HERE);
        assertThat(told).allMatch(place -> place.exceeded() == WsLimit.CONNECTIONS && place.answered());
        Admission.Place closed = admission.enter(HERE);
        assertThat(closed.exceeded()).isEqualTo(WsLimit.CONNECTIONS);
        assertThat(closed.answered()).isFalse();

        closed.leave().run();
        assertThat(admission.enter(HERE).answered()).isFalse();
        told.get(0).leave().run();
        assertThat(admission.enter(HERE).answered()).isTrue();
        assertThat(admission.enter(HERE).answered()).isFalse();
    }

    @Test
    void tellsNobodyWhereThatIsTooDear() {
        Admission admission = new Admission(1, 0, 0);
        admission.enter(HERE);
        Admission.Place closed = admission.enter(HERE);

        assertThat(closed.exceeded()).isEqualTo(WsLimit.CONNECTIONS);
        assertThat(closed.answered()).isFalse();
    }
}
