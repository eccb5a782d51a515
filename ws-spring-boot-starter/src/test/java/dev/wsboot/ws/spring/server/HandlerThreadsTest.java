package dev.wsboot.ws.spring.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

class HandlerThreadsTest {

    @Test
    void shouldUseTheApplicationsExecutor() throws Exception {
        try (HandlerThreads threads = new HandlerThreads(Runnable::run)) {
            assertThat(runningOn(threads)).isSameAs(Thread.currentThread());
        }
    }

    @Test
    void shouldUseNamedDaemonThreadsWhenTheApplicationHasNone() throws Exception {
        try (HandlerThreads threads = new HandlerThreads(null)) {
            Thread thread = runningOn(threads);

            assertThat(thread.getName()).startsWith("ws-handler-");
            assertThat(thread.isDaemon()).isTrue();
        }
    }

    @Test
    void shouldTakeOverWhenTheApplicationsExecutorRefuses() throws Exception {
        Executor closed = task -> {
            throw new RejectedExecutionException();
        };
        try (HandlerThreads threads = new HandlerThreads(closed)) {
            assertThat(runningOn(threads).getName()).startsWith("ws-handler-");
        }
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void shouldNotUseAnExecutorThatMakesTheEventLoopWait(CapturedOutput output) throws Exception {
        SimpleAsyncTaskExecutor limited = new SimpleAsyncTaskExecutor("limited-");
        limited.setConcurrencyLimit(1);
        try (HandlerThreads threads = new HandlerThreads(limited)) {
            assertThat(runningOn(threads).getName()).startsWith("ws-handler-");
            assertThat(output).contains("concurrency limit");
        }
    }

    @Test
    void shouldEndItsThreads() throws Exception {
        HandlerThreads threads = new HandlerThreads(null);
        Thread thread = runningOn(threads);

        threads.close();

        thread.join(TimeUnit.SECONDS.toMillis(10));
        assertThat(thread.isAlive()).isFalse();
    }

    private static Thread runningOn(HandlerThreads threads) throws Exception {
        CompletableFuture<Thread> running = new CompletableFuture<>();
        threads.execute(() -> running.complete(Thread.currentThread()));
        return running.get(10, TimeUnit.SECONDS);
    }
}
