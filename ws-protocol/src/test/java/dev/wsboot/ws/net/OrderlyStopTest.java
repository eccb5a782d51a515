package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The order of things; what becomes of connections is shown with real servers and clients. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class OrderlyStopTest {

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Census census = new Census();
    private EventLoops loops;
    private OrderlyStop end;

    @BeforeEach
    void start() throws IOException {
        loops = new EventLoops(2, "test-stop", true);
        end = new OrderlyStop(
                loops,
                census,
                () -> log.add(
                        "nobody comes in, told on a loop: " + loops.first().inLoop()),
                () -> log.add("afterwards, loops alive: " + alive()));
        loops.start();
    }

    private static long alive() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("test-stop-"))
                .count();
    }

    @Test
    void letsNobodyInAndEndsTheThreads() {
        assertThat(end.hasBegun()).isFalse();
        end.stop(DrainOptions.AT_ONCE, Duration.ofSeconds(5));

        assertThat(end.hasBegun()).isTrue();
        assertThat(log).containsExactly("nobody comes in, told on a loop: true", "afterwards, loops alive: 0");
    }

    @Test
    void happensOnce() {
        end.stop(DrainOptions.AT_ONCE, Duration.ofSeconds(5));
        end.stop(DrainOptions.AT_ONCE, Duration.ofSeconds(5));

        assertThat(log).hasSize(2);
    }

    @Test
    void warnsWhereSomebodyStays() {
        census.enter();
        end.stop(DrainOptions.AT_ONCE, Duration.ZERO);

        errors.expect("stopped while callbacks were still running");
        assertThat(log).hasSize(2);
    }

    @Test
    void goesOnInTheBackgroundWhereALoopAsks() throws Exception {
        CountDownLatch returned = new CountDownLatch(1);
        loops.first().execute(LoopTask.of(() -> {
            end.stop(DrainOptions.AT_ONCE, Duration.ofSeconds(5));
            returned.countDown();
        }));
        returned.await();

        Vitals.soon().until(() -> log.size() == 2);
    }

    @Test
    void anInterruptEndsTheWaitingAndNothingElse() {
        census.enter();
        Thread.currentThread().interrupt();
        end.stop(DrainOptions.AT_ONCE, Duration.ofDays(1));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(log).last().asString().startsWith("afterwards");
        errors.expect("stopped while callbacks were still running");
    }
}
