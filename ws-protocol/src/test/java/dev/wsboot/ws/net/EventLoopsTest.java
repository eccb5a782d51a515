package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.channels.ClosedSelectorException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class EventLoopsTest {

    private static <T> T inLoop(EventLoop loop, Supplier<T> work) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop.execute(LoopTask.of(() -> result.complete(work.get())));
        return result.get(10, TimeUnit.SECONDS);
    }

    @Test
    void giveConnectionsToOneLoopAfterTheOther() throws IOException {
        EventLoops loops = new EventLoops(3, "test", false);
        List<EventLoop> all = loops.all();

        assertThat(all).hasSize(3).doesNotHaveDuplicates();
        assertThat(loops.first()).isSameAs(all.get(0));
        assertThat(List.of(loops.next(), loops.next(), loops.next(), loops.next()))
                .containsExactly(all.get(0), all.get(1), all.get(2), all.get(0));
        assertThat(loops.pollerOf(all.get(1))).isNotSameAs(loops.pollerOf(all.get(0)));
        loops.discard();
    }

    @Test
    void runOnThreadsOfTheirOwnUntilTheyAreStopped() throws Exception {
        EventLoops loops = new EventLoops(2, "test", false);
        loops.start();
        EventLoop second = loops.all().get(1);
        Thread thread = inLoop(second, Thread::currentThread);

        assertThat(thread.getName()).isEqualTo("test-2");
        assertThat(thread.isDaemon()).isFalse();
        assertThat(inLoop(second, second::inLoop)).isTrue();
        assertThat(inLoop(second, loops.first()::inLoop)).isFalse();

        loops.stop();

        assertThat(thread.isAlive()).isFalse();
        assertThatExceptionOfType(ClosedSelectorException.class)
                .isThrownBy(() -> loops.pollerOf(second).poll(0));
    }

    @Test
    void mayBeStoppedByOneOfThem() throws Exception {
        EventLoops loops = new EventLoops(2, "test", false);
        loops.start();
        Thread first = inLoop(loops.first(), Thread::currentThread);
        Thread second = inLoop(loops.all().get(1), Thread::currentThread);
        loops.first().execute(LoopTask.of(() -> {
            try {
                loops.stop();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }));
        first.join();
        second.join();

        assertThat(first.isAlive() || second.isAlive()).isFalse();
    }

    @Test
    void giveTheirSelectorsBackWhereTheyWereNeverStarted() throws IOException {
        EventLoops loops = new EventLoops(1, "test", false);
        loops.discard();

        assertThatExceptionOfType(ClosedSelectorException.class)
                .isThrownBy(() -> loops.pollerOf(loops.first()).poll(0));
    }
}
