package dev.wsboot.ws.benchmarks.soak;

import dev.wsboot.ws.net.TlsOptions;
import dev.wsboot.ws.net.WsClient;
import dev.wsboot.ws.protocol.DeflateOptions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** All the actors, each with a thread, and the clients that they share; they act until this is closed. */
final class Crowd implements AutoCloseable {

    private final Tally tally;
    private final WsClient small;
    private final WsClient compressing;
    private final WsClient secure;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean over;

    /**
     * Lets none act yet.
     *
     * @param tally where they count
     */
    Crowd(Tally tally) throws GeneralSecurityException {
        this.tally = tally;
        this.small = client(null).build();
        this.compressing = client(DeflateOptions.DEFAULT.withThreshold(1, true)).build();
        this.secure = client(null).tls(TlsOptions.of(trusting())).build();
    }

    private static WsClient.Builder client(@Nullable DeflateOptions compression) {
        return WsClient.builder().compression(compression).sendQueue(16 << 20, Duration.ofSeconds(30));
    }

    private static SSLContext trusting() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustEverybody[] {new TrustEverybody()}, null);
        return context;
    }

    /**
     * Lets all act.
     *
     * @param plain the port without TLS
     * @param tls that with TLS
     */
    void start(int plain, int tls) {
        String ws = "ws://127.0.0.1:" + plain + "/ws";
        String wss = "wss://localhost:" + tls + "/ws";
        for (int i = 0; i < 4; i++) {
            start(new Echoes(small, ws, 50, i, tally, tally.plain));
            start(new Echoes(small, ws, 0, 10 + i, tally, tally.plain));
            start(new Echoes(compressing, ws, 50, 20 + i, tally, tally.compressed));
        }
        start(new Echoes(secure, wss, 50, 30, tally, tally.tls));
        start(new Echoes(secure, wss, 50, 31, tally, tally.tls));
        for (int i = 0; i < 3; i++) {
            start(new Churn(small, ws, 32, 50 + i, tally, tally.plain));
        }
        start(new Churn(compressing, ws, 32, 60, tally, tally.compressed));
        start(new Churn(secure, wss, 8, 70, tally, tally.tls));
        start(new Resets(plain, 40, tally));
        start(new Resets(tls, 41, tally));
        for (int i = 0; i < 4; i++) {
            start(new SlowReaders(plain, tally));
        }
    }

    private void start(Actor actor) {
        Thread thread = new Thread(() -> {
            while (!over) {
                try {
                    actor.act();
                } catch (Exception e) {
                    tally.failures.add(e);
                    return;
                }
            }
        });
        threads.add(thread);
        thread.start();
    }

    /** Waits for what each does at the moment, also where the server has ended: nobody else tells them. */
    @Override
    public void close() {
        over = true;
        try (small;
                compressing;
                secure) {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
