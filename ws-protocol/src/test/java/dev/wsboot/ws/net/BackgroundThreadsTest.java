package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class BackgroundThreadsTest {

    @Test
    void runElsewhereAndKeepNoJvmAlive() throws Exception {
        SynchronousQueue<Thread> threads = new SynchronousQueue<>();
        try (BackgroundThreads tasks = new BackgroundThreads("tls", 2)) {
            tasks.execute(() -> {
                try {
                    threads.put(Thread.currentThread());
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            Thread thread = threads.take();
            assertThat(thread).isNotSameAs(Thread.currentThread());
            assertThat(thread.getName()).isEqualTo("tls-1");
            assertThat(thread.isDaemon()).isTrue();
        }
    }

    @Test
    void areBounded() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        AtomicInteger refused = new AtomicInteger();
        try (BackgroundThreads tasks = new BackgroundThreads("tls", 2)) {
            for (int i = 0; i < 4096 + 2 + 7; i++) {
                try {
                    tasks.execute(() -> {
                        try {
                            done.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    });
                } catch (RejectedExecutionException e) {
                    refused.incrementAndGet();
                }
            }
            assertThat(refused).hasValue(7);
        } finally {
            done.countDown();
        }
    }

    @Test
    void areRefusedBehindTheEnd() {
        BackgroundThreads tasks = new BackgroundThreads("tls", 2);
        tasks.close();
        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> tasks.execute(() -> {}));
    }
}
