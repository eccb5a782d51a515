package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.WsSession;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More are busy at once than the selector is to tell of at each turn of the loop: each has its turn, and the next one too. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class CrowdIntegrationTest {

    private static final int CROWD = TurnOrder.MANY + 50;

    private final CountDownLatch loopStands = new CountDownLatch(1);
    private final CountDownLatch loopGoesOn = new CountDownLatch(1);
    private final List<RawClient> crowd = new ArrayList<>();
    private WsServer server;

    /** Echoes text. A binary message makes the loop stand still for a while. */
    private final class Standstill extends EchoLog {
        @Override
        public void onBinary(WsSession session, ByteBuffer data) {
            loopStands.countDown();
            try {
                assertThat(loopGoesOn.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @AfterEach
    void stop() throws Exception {
        for (RawClient client : crowd) {
            client.close();
        }
        server.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void allOfACrowdHaveTheirTurnsAgainAndAgain(boolean tls) throws Exception {
        EchoLog handler = new Standstill();
        WsServer.Builder builder = WsServer.builder()
                .address(InetAddress.getLoopbackAddress())
                .port(0)
                .ioThreads(1)
                .heartbeat(Heartbeat.OFF)
                .endpoint("/ws", handler);
        if (tls) {
            builder.tls(TlsOptions.of(TestCertificates.server()));
        }
        server = builder.start();
        SSLContext trusting = TestCertificates.client();
        for (int i = 0; i < CROWD; i++) {
            RawClient client = tls ? RawClient.connectTls(server, trusting) : RawClient.connect(server);
            crowd.add(client.upgrade("/ws"));
        }
        WsSession first = handler.awaitOpen();
        crowd.get(0).send(Frame.binary(new byte[1]));
        assertThat(loopStands.await(30, TimeUnit.SECONDS)).isTrue();
        byte[] pongs = Frame.times(5_000, Frame.masked(0x8A, new byte[0]));
        for (RawClient client : crowd) {
            client.send(pongs).send(Frame.text("much"));
        }
        Thread hurry = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                // The loop always has something else to do, so it asks the selector after each slice.
                first.resumeReading();
                // But not more than it runs, or the tasks that wait would fill the heap.
                LockSupport.parkNanos(10_000);
            }
        });
        hurry.start();
        try {
            loopGoesOn.countDown();
            for (RawClient client : crowd) {
                assertThat(client.readFrame().text()).isEqualTo("much");
                client.send(Frame.text("more"));
            }
            for (RawClient client : crowd) {
                assertThat(client.readFrame().text()).isEqualTo("more");
            }
        } finally {
            hurry.interrupt();
            hurry.join();
        }
    }
}
