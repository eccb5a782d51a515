package dev.wsboot.ws.net;

import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("race")
class AdmissionRaceTest {

    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    @Test
    void noMoreAreThereAtATimeThanMayBe() {
        Race.inManyOrders(() -> {
            Admission admission = new Admission(1, 0, 0, any -> false);
            AtomicInteger present = new AtomicInteger();
            Runnable connection = () -> {
                Admission.Place place = admission.enter(HERE);
                if (place.exceeded() == null) {
                    Race.check(present.incrementAndGet() == 1, "one at a time");
                    present.decrementAndGet();
                }
                place.leave();
            };
            Race.between(connection, connection, connection);

            Race.check(admission.enter(HERE).exceeded() == null, "all places are given back");
        });
    }

    /** Otherwise a flood that is refused would keep others out, too. */
    @ParameterizedTest
    @CsvSource({"1, 0", "0, 1"})
    void whoIsRefusedTakesNobodysPlace(int most, int mostFromOne) {
        Race.inManyOrders(() -> {
            Admission admission = new Admission(most, mostFromOne, 0, any -> false);
            Admission.Place first = admission.enter(HERE);
            Admission.Place[] others = new Admission.Place[2];
            Race.between(
                    () -> {
                        first.leave();
                        others[0] = admission.enter(HERE);
                    },
                    () -> others[1] = admission.enter(HERE));

            Race.check(others[0].exceeded() == null ^ others[1].exceeded() == null, "one of them is admitted");
        });
    }

    @Test
    void anAddressIsCountedWhileItHasConnections() {
        Race.inManyOrders(() -> {
            Admission admission = new Admission(0, 2, 0, any -> false);
            AtomicInteger present = new AtomicInteger();
            Runnable connection = () -> {
                Admission.Place place = admission.enter(HERE);
                if (place.exceeded() == null) {
                    Race.check(present.incrementAndGet() <= 2, "two at a time");
                    present.decrementAndGet();
                }
                place.leave();
            };
            Race.between(connection, connection, connection);

            Race.check(admission.counted() == 0, "it is forgotten with the last");
        });
    }
}
