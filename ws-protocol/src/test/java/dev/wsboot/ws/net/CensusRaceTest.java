package dev.wsboot.ws.net;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("race")
class CensusRaceTest {

    /** Where the last one is missed, all threads wait, which fails too. */
    @Test
    void whoeverWaitsIsToldOfTheLastOne() {
        Race.inManyOrders(() -> {
            Census census = new Census();
            census.enter();
            census.enter();
            Race.between(
                    () -> {
                        census.close();
                        try {
                            Race.check(census.awaitEmpty(Long.MAX_VALUE), "empty");
                        } catch (InterruptedException e) {
                            throw new AssertionError(e);
                        }
                    },
                    census::leave,
                    census::leave);
        });
    }
}
