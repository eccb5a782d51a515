package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class CensusTest {

    private static final long LONG = Duration.ofSeconds(20).toNanos();

    private final Census census = new Census();

    @Test
    void isEmptyWhereNobodyEntered() throws InterruptedException {
        census.close();

        assertThat(census.awaitEmpty(0)).isTrue();
    }

    @Test
    void isNotEmptyBeforeItIsClosed() throws InterruptedException {
        census.enter();
        census.leave();

        assertThat(census.awaitEmpty(0)).isFalse();
        census.close();
        assertThat(census.awaitEmpty(0)).isTrue();
    }

    @Test
    void isEmptyWhenTheLastHasLeft() throws InterruptedException {
        census.enter();
        census.enter();
        census.close();
        census.leave();
        assertThat(census.awaitEmpty(0)).isFalse();
        census.leave();

        assertThat(census.awaitEmpty(0)).isTrue();
    }

    @Test
    void whoIsInsideMayLetOthersIn() throws InterruptedException {
        census.enter();
        census.close();
        census.enter();
        census.leave();
        assertThat(census.awaitEmpty(0)).isFalse();
        census.leave();

        assertThat(census.awaitEmpty(0)).isTrue();
    }

    @RepeatedTest(20)
    void seesTheLastLeaveWhicheverThreadItIs() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            census.enter();
            threads.add(new Thread(census::leave));
        }
        threads.forEach(Thread::start);
        census.close();

        assertThat(census.awaitEmpty(LONG)).isTrue();
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
