package dev.wsboot.ws.benchmarks;

import dev.wsboot.ws.protocol.FrameWriter;
import dev.wsboot.ws.protocol.MessageLimits;
import dev.wsboot.ws.protocol.PayloadSlab;
import dev.wsboot.ws.protocol.ProtocolOptions;
import dev.wsboot.ws.protocol.Role;
import dev.wsboot.ws.protocol.WebSocketProtocol;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A whole echo through the protocol, in memory: what a message costs without any I/O. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ProtocolEchoBenchmark {

    private static final int READ = 1 << 16;

    private final ByteBuffer read = ByteBuffer.allocateDirect(READ);
    private final ByteBuffer out = ByteBuffer.allocateDirect(FrameWriter.MAX_HEADER + (1 << 20));
    private final ByteBuffer text64 = ClientFrames.of(true, 64, 1);
    private final ByteBuffer binary16k = ClientFrames.of(false, 1 << 14, 1);
    private final ByteBuffer binary1m = ClientFrames.of(false, 1 << 20, 1);
    private final WebSocketProtocol server = new WebSocketProtocol(
            new ProtocolOptions(Role.SERVER, MessageLimits.DEFAULT, false, null, new PayloadSlab()),
            FrameWriter.server(),
            new Echo());

    /** The message becomes a {@code String}, as a handler gets it. */
    @Benchmark
    public ByteBuffer text64() {
        return echo(text64);
    }

    @Benchmark
    public ByteBuffer binary16k() {
        return echo(binary16k);
    }

    /** It arrives in reads of 64 KiB and is collected, as by an event loop in direct memory that it keeps. */
    @Benchmark
    public ByteBuffer binary1m() {
        return echo(binary1m);
    }

    private ByteBuffer echo(ByteBuffer frame) {
        out.clear();
        int size = frame.limit();
        for (int at = 0; at < size; at += READ) {
            int length = Math.min(READ, size - at);
            read.clear().put(0, frame, at, length).limit(length);
            server.receive(read);
        }
        if (out.position() < size - FrameWriter.MAX_HEADER) {
            throw new IllegalStateException("no echo");
        }
        return out;
    }

    private final class Echo extends NoEvents {

        private final byte[] scratch = new byte[64];

        @Override
        public void onText(ByteBuffer payload, boolean ascii) {
            int length = payload.remaining();
            payload.get(payload.position(), scratch, 0, length);
            server.writeText(new String(scratch, 0, length, StandardCharsets.UTF_8), out);
        }

        @Override
        public void onBinary(ByteBuffer payload) {
            server.writeBinary(payload, out);
        }
    }
}
