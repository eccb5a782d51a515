package dev.wsboot.ws.benchmarks;

import dev.wsboot.ws.WsHandler;
import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.net.WsServer;
import dev.wsboot.ws.protocol.FrameWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * An echoed text of 64 bytes over a socket, client included. With {@code -prof gc} its {@code gc.alloc.rate.norm} is what the
 * whole process allocates for one: 104 bytes are the {@code String} that the handler is given, an object of 24 and its array
 * of 80; all above are the server's.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SocketEchoBenchmark {

    private static final int SIZE = 64;
    private static final int MANY = 32;

    private final ByteBuffer one = ClientFrames.of(true, SIZE, 1);
    private final ByteBuffer many = ClientFrames.of(true, SIZE, MANY);
    private final int answer = FrameWriter.server().frameSize(SIZE);

    @SuppressWarnings("NullAway.Init") // JMH calls the setup
    private WsServer server;

    @SuppressWarnings("NullAway.Init") // JMH calls the setup
    private RawClient client;

    @Setup
    public void connect() throws IOException {
        server = WsServer.builder()
                .address(InetAddress.getLoopbackAddress())
                .port(0)
                .ioThreads(1)
                .endpoint("/ws", new Echo())
                .start();
        client = new RawClient(server.port(), "/ws");
    }

    @TearDown
    public void close() throws IOException {
        client.close();
        server.close();
    }

    @Benchmark
    public void one() throws IOException {
        client.write(one.rewind());
        client.read(answer);
    }

    /** Sent at once, and so read at once. */
    @Benchmark
    @OperationsPerInvocation(MANY)
    public void many() throws IOException {
        client.write(many.rewind());
        client.read(MANY * answer);
    }

    private static final class Echo implements WsHandler {

        @Override
        public void onText(WsSession session, String text) {
            session.sendText(text);
        }
    }
}
