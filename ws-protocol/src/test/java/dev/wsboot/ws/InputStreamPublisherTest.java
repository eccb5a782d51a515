package dev.wsboot.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class InputStreamPublisherTest {

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final PartLog log = new PartLog();

    /** Gives bytes of a number that goes up, and then what the test wants. */
    private static final class Stream extends InputStream {

        private int left;
        private final Throwable end;
        private final boolean closeFails;
        int closed;

        Stream(int length, Throwable end, boolean closeFails) {
            this.left = length;
            this.end = end;
            this.closeFails = closeFails;
        }

        @Override
        public int read() {
            throw new AssertionError("a byte at a time");
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (left == 0 && end instanceof IOException e) {
                throw e;
            }
            if (left == 0 && end instanceof Error e) {
                throw e;
            }
            int count = Math.min(left, length);
            left -= count;
            return count == 0 ? -1 : count;
        }

        @Override
        public void close() throws IOException {
            closed++;
            if (closeFails) {
                throw new IOException("cannot close");
            }
        }
    }

    private void subscribe(Stream stream, Executor reader) {
        new InputStreamPublisher(stream, reader).subscribe(log);
    }

    private void runTasks() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    @Test
    void readsOneBufferEachTimeItIsAsked() {
        Stream stream = new Stream(100_000, null, false);
        subscribe(stream, tasks::add);
        assertThat(log.events).containsExactly("subscribed");
        log.ask();
        assertThat(log.events).as("before the executor has its turn").hasSize(1);
        runTasks();
        log.ask();
        runTasks();
        log.ask();
        runTasks();

        assertThat(log.events).containsExactly("subscribed", "65522 bytes", "34478 bytes", "complete");
        assertThat(stream.closed).isEqualTo(1);
    }

    @Test
    void closesWhatCannotBeRead() {
        IOException broken = new IOException("disk");
        Stream stream = new Stream(1, broken, true);
        subscribe(stream, Runnable::run);
        log.ask();
        log.ask();

        assertThat(log.events).containsExactly("subscribed", "1 bytes", "failed: " + broken);
        assertThat(stream.closed).isEqualTo(1);
    }

    @Test
    void tellsOfErrorsToo() {
        Error error = new OutOfMemoryError("pretended");
        subscribe(new Stream(0, error, false), Runnable::run);
        log.ask();

        assertThat(log.events).containsExactly("subscribed", "failed: " + error);
    }

    /** Everything was read: a message is not lost for that. */
    @Test
    void completesThoughClosingFails() {
        subscribe(new Stream(0, null, true), Runnable::run);
        log.ask();

        assertThat(log.events).containsExactly("subscribed", "complete");
    }

    @Test
    void closesOnTheExecutorWhenItIsCancelled() {
        Stream stream = new Stream(10, null, false);
        subscribe(stream, tasks::add);
        log.cancel();
        assertThat(stream.closed).isZero();
        runTasks();

        assertThat(stream.closed).isEqualTo(1);
        assertThat(log.events).containsExactly("subscribed");
    }

    @Test
    void closesByItselfWhereTheExecutorIsGone() {
        Stream stream = new Stream(10, null, false);
        subscribe(stream, task -> {
            throw new RejectedExecutionException("shut down");
        });
        assertThatThrownBy(log::ask).isInstanceOf(RejectedExecutionException.class);
        log.cancel();

        assertThat(stream.closed).isEqualTo(1);
    }
}
