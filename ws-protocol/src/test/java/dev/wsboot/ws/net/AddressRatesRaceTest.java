package dev.wsboot.ws.net;

import java.net.InetAddress;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("race")
class AddressRatesRaceTest {

    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private static AddressRates oneMessage() {
        return Objects.requireNonNull(AddressRates.of(RateLimit.perSecond(1, 0), from -> false));
    }

    private static AddressRates.Shared enter(AddressRates rates) {
        return Objects.requireNonNull(rates.enter(HERE, 0));
    }

    @Test
    void allSessionsOfAnAddressShareOneBurst() {
        Race.inManyOrders(() -> {
            AddressRates rates = oneMessage();
            AtomicInteger taken = new AtomicInteger();
            Runnable session = () -> {
                if (enter(rates).take(1, 0, 0)) {
                    taken.incrementAndGet();
                }
            };
            Race.between(session, session, session);

            Race.check(taken.get() == 1, "one message of all");
        });
    }

    @Test
    void anAddressIsKnownWhileItHasSessions() {
        Race.inManyOrders(() -> {
            AddressRates rates = oneMessage();
            EventLoop loop = new EventLoop(new FakePoller(), () -> 0);
            AddressRates.Shared first = enter(rates);
            AddressRates.Shared[] second = new AddressRates.Shared[1];
            Race.between(() -> first.leave(loop), () -> second[0] = enter(rates));

            Race.check(enter(rates) == second[0], "whoever comes shares with who is there");
            second[0].leave(loop);
            second[0].leave(loop);
            Race.check(rates.known() == 0, "it is forgotten with the last");
        });
    }
}
