package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.CloseEvent.Initiator;
import dev.wsboot.ws.MessageType;
import dev.wsboot.ws.WsObserver;
import dev.wsboot.ws.WsSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Handlers on an executor that cannot follow, and executors that fail. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class BusyHandlerIntegrationTest {

    private static final int MIB = 1 << 20;

    private final CountDownLatch release = new CountDownLatch(1);
    private final Queue<Integer> handled = new ConcurrentLinkedQueue<>();
    private final AtomicLong received = new AtomicLong();
    private final EchoLog busy = new EchoLog() {
        @Override
        public void onBinary(WsSession session, ByteBuffer data) {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            handled.add(data.getInt());
        }
    };
    private WsServer server;

    private WsServer.Builder busyServer() {
        return HandlerMode.EXECUTOR.server().endpoint("/ws", busy).observer(new WsObserver() {
            @Override
            public void messageReceived(WsSession session, MessageType type, long bytes) {
                received.addAndGet(bytes);
            }
        });
    }

    @AfterEach
    void stop() {
        release.countDown();
        server.close();
    }

    /** Undertow CVE-2026-15565, Quarkus CVE-2026-87742: 64 MiB, where the table has a gigabyte. */
    @Test
    void aHandlerThatIsBusyStopsTheReadingAndMissesNothing() throws Exception {
        server = busyServer().start();
        AtomicInteger written = new AtomicInteger();
        try (RawClient client = RawClient.open(server)) {
            CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> sendNumbered(client, 256, written));
            AtomicInteger seen = new AtomicInteger(-1);
            await().pollInterval(Duration.ofMillis(200))
                    .until(() -> seen.getAndSet(written.get()) == written.get() && written.get() > 0);
            // The rest lies in the buffers of the operating system, on both sides.
            assertThat(received.get()).isBetween(1L, 2L * MIB);
            assertThat(written.get()).isLessThan(256);
            release.countDown();
            writing.get(30, TimeUnit.SECONDS);
            Vitals.soon().until(() -> handled.size() == 256);
            assertThat(List.copyOf(handled)).isSorted().doesNotHaveDuplicates();
        }
    }

    private static void sendNumbered(RawClient client, int messages, AtomicInteger written) {
        try {
            for (int i = 0; i < messages; i++) {
                client.send(Frame.binary(ByteBuffer.allocate(MIB / 4).putInt(i).array()));
                written.incrementAndGet();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aFloodOfSmallMessagesIsStoppedByTheirNumber() throws Exception {
        server = busyServer().handlerQueue(100).start();
        try (RawClient client = RawClient.open(server)) {
            WsSession session = busy.awaitOpen();
            client.send(Frame.times(1_000, Frame.binary(new byte[4])));
            // onOpen is one of the hundred while its thread has not given them back.
            Vitals.soon().until(() -> received.get() >= 4 * 99);
            // What it does not read it does not answer either.
            client.send(Frame.ping(new byte[0]));
            session.sendText("still alive");
            assertThat(client.readFrame().text()).isEqualTo("still alive");
            assertThat(received.get()).isLessThanOrEqualTo(4 * 102);
            release.countDown();
            assertThat(client.readFrame().opcode()).isEqualTo(Frame.PONG);
            Vitals.soon().until(() -> handled.size() == 1_000);
        }
    }

    @Test
    void thePeersAnswerToACloseIsReadAlsoWhileTheHandlerIsBusy() throws Exception {
        server = busyServer().closeTimeout(Duration.ofSeconds(30)).start();
        try (RawClient client = RawClient.open(server)) {
            client.send(Frame.times(1_000, Frame.binary(new byte[4])));
            Vitals.soon().until(() -> received.get() > 0);
            busy.awaitOpen().close(4000, "");
            assertThat(client.readFrame().closeCode()).isEqualTo(4000);
            client.send(Frame.times(1_000, Frame.ping(new byte[4])));
            client.send(Frame.close(4000, "")).expectEof();
            release.countDown();
            assertThat(busy.awaitClose()).isEqualTo(new CloseEvent(4000, "", Initiator.LOCAL, Cause.CLOSE_FRAME, true));
        }
    }

    @Test
    void anExecutorWithoutThreadsLosesNoCallback() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        AtomicInteger executed = new AtomicInteger();
        EchoLog handler = new EchoLog();
        server = WsServer.builder()
                .port(0)
                .endpoint("/ws", handler)
                .executor(task -> {
                    if (executed.incrementAndGet() % 3 == 0) {
                        throw new OutOfMemoryError("provoked");
                    }
                    threads.execute(task);
                })
                .start();
        try {
            for (int i = 0; i < 20; i++) {
                try (RawClient client = RawClient.open(server)) {
                    client.send(Frame.text("a"));
                    assertThat(client.readFrame().text()).isEqualTo("a");
                }
                assertThat(handler.awaitClose().cause()).isEqualTo(Cause.EOF_WITHOUT_CLOSE);
            }
        } finally {
            server.close();
            threads.shutdownNow();
        }
    }
}
