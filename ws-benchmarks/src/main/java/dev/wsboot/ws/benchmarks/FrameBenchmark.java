package dev.wsboot.ws.benchmarks;

import dev.wsboot.ws.protocol.FrameWriter;
import dev.wsboot.ws.protocol.MessageLimits;
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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A frame read, and a frame written. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FrameBenchmark {

    /** Bytes of payload. */
    @Param({"16", "64", "1024", "16384"})
    public int size;

    private final WebSocketProtocol server = new WebSocketProtocol(
            ProtocolOptions.of(Role.SERVER, MessageLimits.DEFAULT), FrameWriter.server(), new NoEvents());
    private final FrameWriter client = FrameWriter.client(() -> 0x3D5A_91E7);

    private ByteBuffer binaryFrame = ByteBuffer.allocate(0);
    private ByteBuffer payload = ByteBuffer.allocate(0);
    private ByteBuffer out = ByteBuffer.allocate(0);
    private String text = "";

    @Setup
    public void prepare() {
        binaryFrame = ClientFrames.of(false, size, 1);
        text = "x".repeat(size);
        payload = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        out = ByteBuffer.allocateDirect((int) FrameWriter.maxTextFrameSize(text));
    }

    /** Its payload is unmasked in place, so that every other time it is rubbish; binary may be. */
    @Benchmark
    public void parse() {
        server.receive(binaryFrame.rewind());
    }

    @Benchmark
    public ByteBuffer writeBinary() {
        server.writeBinary(payload, out.clear());
        return out;
    }

    @Benchmark
    public ByteBuffer writeText() {
        server.writeText(text, out.clear());
        return out;
    }

    @Benchmark
    public ByteBuffer writeMaskedBinary() {
        client.writeBinary(payload, out.clear());
        return out;
    }
}
